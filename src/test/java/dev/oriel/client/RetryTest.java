package dev.oriel.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which server is asked, how often, and until when. */
@Timeout(30)
class RetryTest {

    private static final int READS = 6;

    private static OrielClient.Builder client(String... urls) {
        OrielClient.Builder builder = OrielClient.builder();
        for (String url : urls) {
            builder.server(url);
        }
        return builder;
    }

    private static Map<String, String> retryAfter(String value) {
        return Map.of("Retry-After", value);
    }

    @Test
    void servers_are_asked_in_turn() throws Exception {
        try (StubServer a = StubServer.start(exchange -> exchange.value(1, "1"));
                StubServer b = StubServer.start(exchange -> exchange.value(1, "1"));
                OrielClient client = client(a.url(), b.url()).build()) {
            for (int i = 0; i < READS; i++) {
                assertThat(client.view("v").get("k")).isPresent();
            }

            assertThat(a.asked()).hasSize(READS / 2);
            assertThat(b.asked()).hasSize(READS / 2);
        }
    }

    @Test
    void a_server_that_cannot_be_reached_is_passed_over_without_a_retry() throws Exception {
        try (StubServer alive = StubServer.start(exchange -> exchange.value(1, "1"));
                OrielClient client = client(StubServer.deadUrl(), alive.url(), StubServer.deadUrl())
                        .maxRetries(0)
                        .build()) {
            for (int i = 0; i < READS; i++) {
                assertThat(client.view("v").get("k")).isPresent();
            }
            assertThat(alive.asked()).hasSize(READS);
        }
    }

    @Test
    void a_server_that_breaks_off_is_passed_over_too() throws Exception {
        try (StubServer broken = StubServer.start(StubServer.Exchange::abort);
                StubServer alive = StubServer.start(exchange -> exchange.value(1, "1"));
                OrielClient client =
                        client(broken.url(), alive.url()).maxRetries(0).build()) {
            assertThat(client.view("v").get("k")).isPresent();
            assertThat(client.view("v").get("k")).isPresent();
        }
    }

    @Test
    void a_server_that_stays_silent_is_passed_over_after_half_of_the_time() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (StubServer silent = StubServer.start(exchange -> await(over));
                StubServer alive = StubServer.start(exchange -> exchange.value(1, "1"));
                OrielClient client = client(silent.url(), alive.url())
                        .requestTimeout(Duration.ofSeconds(2))
                        .build()) {
            for (int i = 0; i < READS; i++) {
                assertThat(client.view("v").get("k")).isPresent();
            }
            assertThat(silent.asked()).as("asked once, then passed over").hasSize(1);
            over.countDown();
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void when_no_server_can_be_reached_it_is_tried_again_and_then_told() throws Exception {
        String a = StubServer.deadUrl();
        String b = StubServer.deadUrl();
        try (OrielClient client = client(a, b).maxRetries(1).build()) {
            assertThatExceptionOfType(UnreachableException.class)
                    .isThrownBy(() -> client.view("v").get("k"))
                    .withMessageContainingAll(a, b)
                    .withCauseInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {503, 429})
    void a_server_that_asks_for_patience_is_asked_again(int status) throws Exception {
        try (StubServer server = StubServer.start(exchange -> {
                    if (exchange.number() <= 3) {
                        exchange.problem(status, "overloaded");
                    } else {
                        exchange.value(1, "1");
                    }
                });
                OrielClient client = client(server.url()).build()) {
            assertThat(client.view("v").get("k")).isPresent();
            assertThat(server.asked()).hasSize(4);
        }
    }

    @Test
    void it_is_asked_again_as_often_as_allowed() throws Exception {
        try (StubServer server = StubServer.start(
                        exchange -> exchange.problem(503, "partition-unavailable", "", retryAfter("0")));
                OrielClient client = client(server.url()).maxRetries(5).build()) {
            assertThatExceptionOfType(UnavailableException.class)
                    .isThrownBy(() -> client.view("v").get("k"));
            assertThat(server.asked()).hasSize(6);
        }
    }

    @Test
    void the_pause_is_as_long_as_the_server_asks() throws Exception {
        try (StubServer server = StubServer.start(exchange -> {
                    if (exchange.number() == 1) {
                        exchange.problem(503, "partition-unavailable", "", retryAfter("1"));
                    } else {
                        exchange.value(1, "1");
                    }
                });
                OrielClient client = client(server.url()).build()) {
            long began = System.nanoTime();
            assertThat(client.view("v").get("k")).isPresent();

            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(5));
        }
    }

    @Test
    void a_pause_beyond_the_deadline_is_not_begun() throws Exception {
        try (StubServer server = StubServer.start(
                        exchange -> exchange.problem(503, "partition-unavailable", "", retryAfter("30")));
                OrielClient client = client(server.url()).build()) {
            long began = System.nanoTime();
            assertThatExceptionOfType(UnavailableException.class)
                    .isThrownBy(() -> client.view("v").get("k"))
                    .satisfies(e -> assertThat(e.retryAfter()).contains(Duration.ofSeconds(30)));

            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
            assertThat(server.asked()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 409, 412, 421, 500, 502})
    void other_errors_are_final(int status) throws Exception {
        try (StubServer server = StubServer.start(exchange -> exchange.problem(status, "whatever"));
                OrielClient client = client(server.url(), server.url()).build()) {
            assertThatExceptionOfType(OrielException.class)
                    .isThrownBy(() -> client.view("v").get("k"));
            assertThat(server.asked()).hasSize(1);
        }
    }

    @Test
    void an_answer_that_does_not_come_or_does_not_end_is_given_up_in_time() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (StubServer server = StubServer.start(exchange -> {
                    if (exchange.number() == 1) {
                        exchange.begin(200, "application/json");
                        exchange.write("{");
                    }
                    await(over);
                });
                OrielClient client = client(server.url())
                        .requestTimeout(Duration.ofMillis(300))
                        .build()) {
            for (int i = 0; i < 2; i++) {
                assertThatExceptionOfType(RequestTimeoutException.class)
                        .isThrownBy(() -> client.view("v").get("k"))
                        .withMessage("no answer from " + server.url() + " within 300 ms");
            }
            over.countDown();
        }
    }

    @Test
    void the_time_of_a_wait_is_added_and_a_second_attempt_waits_for_the_rest_of_it() throws Exception {
        try (StubServer server = StubServer.start(exchange -> {
                    if (exchange.number() == 1) {
                        exchange.problem(503, "partition-unavailable", "", retryAfter("1"));
                    } else {
                        exchange.value(8, "1");
                    }
                });
                OrielClient client = client(server.url())
                        .requestTimeout(Duration.ofMillis(500))
                        .build()) {
            assertThat(client.view("v")
                            .key("k")
                            .atLeast(8)
                            .waitUpTo(Duration.ofSeconds(20))
                            .getAsync()
                            .get(10, TimeUnit.SECONDS))
                    .isPresent();

            String again = server.asked().get(1).target();
            long left = Long.parseLong(again.replaceAll(".*&wait=([0-9]+)ms", "$1"));
            assertThat(left).isBetween(10_000L, 19_000L);
        }
    }

    @Test
    void a_wait_that_is_used_up_is_not_asked_for_again() throws Exception {
        try (StubServer server = StubServer.start(exchange -> {
                    if (exchange.number() == 1) {
                        exchange.problem(503, "partition-unavailable", "", retryAfter("1"));
                    } else {
                        exchange.problem(412, "version-not-reached");
                    }
                });
                OrielClient client = client(server.url()).build()) {
            ReadResult result = client.view("v")
                    .key("k")
                    .atLeast(8)
                    .waitUpTo(Duration.ofMillis(200))
                    .read();

            assertThat(result).isInstanceOf(ReadResult.NotReached.class);
            assertThat(server.asked().get(1).target()).endsWith("?version=8");
        }
    }
}
