package dev.oriel.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.oriel.demo.DemoStatus.Instance;
import dev.oriel.demo.DemoStatus.Receipt;
import dev.oriel.demo.DemoStatus.Sample;
import dev.oriel.demo.DemoStatus.View;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class DemoScreenTest {

    private static final URI SHOP = URI.create("http://localhost:8070");
    private static final Instant START = Instant.parse("2026-11-23T08:00:00Z");

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void shows_what_runs_and_what_to_try() {
        screen(true, START)
                .show(new DemoStatus(
                        "127.0.0.1:9092",
                        List.of(instance(0), instance(1), instance(2)),
                        List.of(new View("orders", "table", "orders"), new View("products", "global", "products")),
                        List.of(new Sample("orders", "o-9zp8"), new Sample("products", "p-0001")),
                        SHOP,
                        Optional.of(new Receipt("o-9zq1", "orders/3@17"))));

        assertThat(text()).isEqualTo("""

                          Kafka      127.0.0.1:9092
                          Instances  oriel-0  http://localhost:8080
                                     oriel-1  http://localhost:8081
                                     oriel-2  http://localhost:8082
                          Views      orders    table of topic orders
                                     products  global of topic products
                          Shop       http://localhost:8070

                          Try, in another terminal:

                            curl -i http://localhost:8080/v1/views/orders/keys/o-9zp8
                            curl -i http://localhost:8081/v1/views/orders/keys/o-9zp8
                            curl -i http://localhost:8082/v1/views/products/keys/p-0001
                            curl    http://localhost:8080/v1/views
                            curl    http://localhost:8080/v1/cluster
                            browser http://localhost:8080/docs

                          Place an order; read it wherever you like, wait for its next change, watch it, and change it:

                            curl -d '{"customer":"c-00001","product":"p-0001","quantity":2}' http://localhost:8070/orders
                            curl -i 'http://localhost:8081/v1/views/orders/keys/o-9zq1?after=orders/3@17&wait=10s'
                            curl -i -H 'If-None-Match: "1"' 'http://localhost:8082/v1/views/orders/keys/o-9zq1?wait=60s'
                            curl -N http://localhost:8080/v1/views/orders/keys/o-9zq1/watch
                            curl -X PUT -d '{"status":"paid"}' http://localhost:8070/orders/o-9zq1/status

                          Ctrl-C stops everything.

                        """);
    }

    @Test
    void a_single_instance_is_asked_once_for_each_sample() {
        screen(true, START).show(status(new Sample("orders", "o-1")));

        assertThat(text()).containsOnlyOnce("/v1/views/orders/keys/o-1");
    }

    @Test
    void a_key_is_percent_encoded() {
        screen(true, START).show(status(new Sample("orders", "a/b c+d%")));

        assertThat(text()).contains("http://localhost:8080/v1/views/orders/keys/a%2Fb%20c%2Bd%25\n");
    }

    @Test
    void without_an_order_there_is_still_how_to_place_one() {
        screen(true, START).show(status());

        assertThat(text()).contains("http://localhost:8070/orders\n").doesNotContain("after=", "/watch");
    }

    @Test
    void without_an_instance_there_is_no_demo() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new DemoStatus("127.0.0.1:9092", List.of(), List.of(), List.of(), SHOP, Optional.empty()))
                .withMessage("expected at least one instance, found none");
    }

    @Test
    void the_live_line_is_rewritten_in_place_on_a_terminal() {
        DemoScreen screen = screen(true, START);

        screen.update(new DemoActivity(1_240, 49.6, OptionalLong.of(0), 0));
        screen.update(new DemoActivity(12_345, 50.2, OptionalLong.of(1_234), 2_567.8));
        screen.finish();

        assertThat(text())
                .isEqualTo("\r\u001b[2K  1,240 records · 50 written/s · 0 behind · 0.0 reads/s"
                        + "\r\u001b[2K  12,345 records · 50 written/s · 1,234 behind · 2,568 reads/s\n");
    }

    @Test
    void the_live_line_is_printed_every_ten_seconds_elsewhere() {
        SteppedClock clock = new SteppedClock();
        DemoScreen screen = new DemoScreen(stream(), false, clock);

        for (int second = 0; second <= 20; second++) {
            clock.now = START.plusSeconds(second);
            screen.update(new DemoActivity(second, 0.5, OptionalLong.empty(), 1));
        }
        screen.finish();

        assertThat(text()).isEqualTo("""
                          0 records · 0.5 written/s · lag not known · 1.0 reads/s
                          10 records · 0.5 written/s · lag not known · 1.0 reads/s
                          20 records · 0.5 written/s · lag not known · 1.0 reads/s
                        """);
    }

    @Test
    void the_live_line_fits_a_narrow_terminal() {
        screen(true, START).update(new DemoActivity(999_999_999, 99_999, OptionalLong.of(9_999_999), 99_999));

        assertThat(text().substring("\r\u001b[2K".length())).hasSizeLessThan(80);
    }

    private static DemoStatus status(Sample... samples) {
        return new DemoStatus(
                "127.0.0.1:9092", List.of(instance(0)), List.of(), List.of(samples), SHOP, Optional.empty());
    }

    private static Instance instance(int number) {
        return new Instance("oriel-" + number, URI.create("http://localhost:" + (8080 + number)));
    }

    private DemoScreen screen(boolean terminal, Instant now) {
        return new DemoScreen(stream(), terminal, Clock.fixed(now, ZoneOffset.UTC));
    }

    private PrintStream stream() {
        return new PrintStream(printed, false, StandardCharsets.UTF_8);
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    /** A clock that stands where it is put. */
    private static final class SteppedClock extends Clock {
        private Instant now = START;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}
