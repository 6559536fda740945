package dev.oriel.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ranges that come as one stream. */
@Timeout(30)
class ExportTest {

    private static OrielClient.Builder client(StubServer server) {
        return OrielClient.builder().server(server.url());
    }

    private static List<String> keys(OrielClient client, UnaryOperator<ScanRequest> range) {
        try (Stream<ListedEntry> entries =
                range.apply(client.view("orders").scan()).export()) {
            return entries.map(ListedEntry::key).toList();
        }
    }

    private static void stream(StubServer.Exchange exchange, String... pieces) throws IOException {
        exchange.begin(200, "application/x-ndjson");
        for (String piece : pieces) {
            exchange.write(piece);
        }
    }

    private static Stream<String> targets(StubServer server) {
        return server.asked().stream().map(StubServer.Request::target);
    }

    @Test
    void entries_come_as_they_are_sent_however_the_lines_are_cut() throws Exception {
        String second = Entries.entry("\"b\"", "{\"text\":\"é🔑\"}");
        try (StubServer server = StubServer.start(exchange -> {
                    stream(exchange, Entries.lines("a"), second.substring(0, 9), second.substring(9) + "\n\n");
                    exchange.write(Entries.entry("c"));
                    exchange.end();
                });
                OrielClient client = client(server).build();
                Stream<ListedEntry> entries = client.view("orders").scan().export()) {
            assertThat(entries)
                    .extracting(ListedEntry::valueJson)
                    .containsExactly("\"a\"", "{\"text\":\"é🔑\"}", "\"c\"");
            assertThat(server.asked().get(0).header("Accept")).isEqualTo("application/x-ndjson");
            assertThat(targets(server)).containsExactly("/v1/views/orders/entries");
        }
    }

    @Test
    void an_entry_can_be_taken_before_the_next_one_comes() throws Exception {
        try (StubServer server = StubServer.start(exchange -> {
                    stream(exchange, Entries.lines("a"));
                    exchange.awaitClosed();
                });
                OrielClient client = client(server).build()) {
            Stream<ListedEntry> entries = client.view("orders").scan().export();
            assertThat(server.asked()).isEmpty();
            assertThat(entries.iterator().next().key()).isEqualTo("a");
            entries.close();

            await().until(() -> server.openConnections() == 0);
        }
    }

    @Test
    void a_server_feels_how_slow_the_reader_is() throws Exception {
        AtomicInteger written = new AtomicInteger();
        String entry = Entries.entry("\"k\"", "\"" + "x".repeat(100_000) + "\"").replace("\"k\"", "\"k%d\"");
        try (StubServer server = StubServer.start(exchange -> {
                    exchange.begin(200, "application/x-ndjson");
                    for (int i = 0; i < 1_000; i++) {
                        exchange.write(entry.formatted(i) + "\n");
                        written.incrementAndGet();
                    }
                    exchange.end();
                });
                OrielClient client = client(server).build();
                Stream<ListedEntry> entries = client.view("orders").scan().export()) {
            Iterator<ListedEntry> each = entries.iterator();
            assertThat(each.next().key()).isEqualTo("k0");
            await().during(Duration.ofMillis(500)).until(() -> written.get() < 500);

            int left = 0;
            while (each.hasNext()) {
                each.next();
                left++;
            }
            assertThat(left).isEqualTo(999);
        }
    }

    @Test
    void what_breaks_off_goes_on_from_the_last_key_without_it() throws Exception {
        try (StubServer server = StubServer.start(exchange -> {
                    switch (exchange.number()) {
                        case 1 -> {
                            stream(
                                    exchange,
                                    Entries.lines("a", "b c"),
                                    Entries.entry("d").substring(0, 5));
                            exchange.abort();
                        }
                        case 2 -> {
                            stream(exchange, Entries.lines("b c", "d"));
                            exchange.abort();
                        }
                        default -> {
                            // The last key is gone by now.
                            stream(exchange, Entries.lines("e"));
                            exchange.end();
                        }
                    }
                });
                OrielClient client = client(server).build()) {
            assertThat(keys(client, scan -> scan.from("a").to("x"))).containsExactly("a", "b c", "d", "e");
            assertThat(targets(server))
                    .containsExactly(
                            "/v1/views/orders/entries?from=a&to=x",
                            "/v1/views/orders/entries?from=b%20c&to=x",
                            "/v1/views/orders/entries?from=d&to=x");
        }
    }

    @Test
    void in_descending_order_it_goes_on_before_the_last_key() throws Exception {
        try (StubServer server = StubServer.start(exchange -> {
                    stream(exchange, exchange.number() == 1 ? Entries.lines("p2", "p1") : Entries.lines("p", "o"));
                    if (exchange.number() == 1) {
                        exchange.abort();
                    } else {
                        exchange.end();
                    }
                });
                OrielClient client = client(server).build()) {
            assertThat(keys(client, scan -> scan.prefix("p").descending())).containsExactly("p2", "p1", "p");
            assertThat(targets(server))
                    .containsExactly(
                            "/v1/views/orders/entries?prefix=p&order=desc",
                            "/v1/views/orders/entries?to=p1&order=desc");
        }
    }

    @Test
    void a_prefix_that_goes_on_as_a_bound_still_ends_where_it_did() throws Exception {
        try (StubServer server = StubServer.start(exchange -> {
                    if (exchange.number() == 1) {
                        stream(exchange, Entries.lines("p1"));
                        exchange.abort();
                    } else {
                        stream(exchange, Entries.lines("p1", "p2", "q", "r"));
                        exchange.awaitClosed();
                    }
                });
                OrielClient client = client(server).build()) {
            assertThat(keys(client, scan -> scan.prefix("p"))).containsExactly("p1", "p2");
            assertThat(targets(server))
                    .containsExactly("/v1/views/orders/entries?prefix=p", "/v1/views/orders/entries?from=p1");
            await().until(() -> server.openConnections() == 0);
        }
    }

    @Test
    void a_prefix_in_upper_case_finds_uuids_also_after_a_break() throws Exception {
        String first = "7f9c24e8-3b12-4fef-91e0-2d1b1c1c0a55";
        String second = "7f9d24e8-3b12-4fef-91e0-2d1b1c1c0a55";
        try (StubServer server = StubServer.start(exchange -> {
                    stream(exchange, Entries.lines(first));
                    if (exchange.number() == 1) {
                        exchange.abort();
                    }
                    exchange.write(Entries.lines(second, "8f9d24e8-3b12-4fef-91e0-2d1b1c1c0a55"));
                    exchange.end();
                });
                OrielClient client = client(server).build()) {
            assertThat(keys(client, scan -> scan.prefix("7F9"))).containsExactly(first, second);
        }
    }

    @Test
    void nothing_comes_before_the_empty_key() throws Exception {
        try (StubServer server = StubServer.start(exchange -> {
                    stream(exchange, Entries.lines("a", ""));
                    exchange.abort();
                });
                OrielClient client = client(server).build()) {
            assertThat(keys(client, ScanRequest::descending)).containsExactly("a", "");
            assertThat(server.asked()).hasSize(1);
        }
    }

    @Test
    void it_goes_on_at_another_server() throws Exception {
        StubServer.Handler breaksOff = exchange -> {
            stream(exchange, Entries.lines("a"));
            exchange.abort();
        };
        try (StubServer first = StubServer.start(breaksOff);
                StubServer second = StubServer.start(exchange -> {
                    stream(exchange, Entries.lines("a", "b"));
                    exchange.end();
                });
                OrielClient client = OrielClient.builder()
                        .server(first.url())
                        .server(second.url())
                        .build()) {
            assertThat(keys(client, scan -> scan)).containsExactly("a", "b");
            assertThat(first.asked()).hasSize(1);
            assertThat(second.asked()).hasSize(1);
        }
    }

    @Test
    void it_goes_on_only_so_often_without_getting_anywhere() throws Exception {
        try (StubServer server = StubServer.start(exchange -> {
                    stream(exchange, Entries.lines("a"));
                    exchange.abort();
                });
                OrielClient client = client(server).maxRetries(2).build()) {
            assertThatExceptionOfType(UnreachableException.class)
                    .isThrownBy(() -> keys(client, scan -> scan))
                    .withMessageContaining("the entries of orders broke off after 1 of them")
                    .withCauseInstanceOf(IOException.class);
            assertThat(server.asked()).hasSize(3);
        }
    }

    @Test
    void a_server_that_falls_silent_counts_as_broken_off() throws Exception {
        try (StubServer server = StubServer.start(exchange -> {
                    stream(exchange, Entries.lines("a"));
                    exchange.awaitClosed();
                });
                OrielClient client = client(server)
                        .requestTimeout(Duration.ofMillis(300))
                        .maxRetries(0)
                        .build()) {
            assertThatExceptionOfType(UnreachableException.class)
                    .isThrownBy(() -> keys(client, scan -> scan))
                    .withMessageContaining("nothing came within 300 ms");
            await().until(() -> server.openConnections() == 0);
        }
    }

    @Test
    void a_beginning_is_tried_again_as_any_read_is() throws Exception {
        try (StubServer server = StubServer.start(exchange -> {
                    if (exchange.number() == 1) {
                        exchange.problem(503, "overloaded", "", Map.of("Retry-After", "0"));
                    } else {
                        stream(exchange, Entries.lines("a"));
                        exchange.end();
                    }
                });
                OrielClient client = client(server).build()) {
            assertThat(keys(client, scan -> scan)).containsExactly("a");
        }
    }

    @Test
    void a_refusal_is_told_as_of_any_read() throws Exception {
        try (StubServer server = StubServer.start(exchange -> exchange.problem(404, "view-not-found"));
                OrielClient client = client(server).build()) {
            assertThatExceptionOfType(ViewNotFoundException.class).isThrownBy(() -> keys(client, scan -> scan));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>", "{\"key\":\"a\"}", "{\"key\":\"a\",\"absent\":true}", "{\"key\":\"a\""})
    void a_line_that_is_no_entry_ends_it(String line) throws Exception {
        try (StubServer server = StubServer.start(exchange -> {
                    stream(exchange, line + "\n");
                    exchange.awaitClosed();
                });
                OrielClient client = client(server).build()) {
            assertThatExceptionOfType(UnexpectedAnswerException.class)
                    .isThrownBy(() -> keys(client, scan -> scan))
                    .withMessageContaining("an entry that cannot be read");
            await().until(() -> server.openConnections() == 0);
        }
    }

    @Test
    void an_entry_longer_than_allowed_ends_it() throws Exception {
        try (StubServer server = StubServer.start(exchange -> {
                    exchange.begin(200, "application/x-ndjson");
                    while (true) {
                        exchange.write("x".repeat(1_000));
                    }
                });
                OrielClient client = client(server).maxAnswerBytes(100_000).build()) {
            assertThatExceptionOfType(UnexpectedAnswerException.class)
                    .isThrownBy(() -> keys(client, scan -> scan))
                    .withMessageContaining("longer than 100000 bytes");
        }
    }

    @Test
    void an_answer_that_is_no_stream_is_none() throws Exception {
        try (StubServer server = StubServer.start(exchange -> exchange.json(Entries.pageOf("", "a")));
                OrielClient client = client(server).build()) {
            assertThatExceptionOfType(UnexpectedAnswerException.class)
                    .isThrownBy(() -> keys(client, scan -> scan))
                    .withMessageContaining("no stream of entries");
        }
    }

    @Test
    void a_session_asks_for_what_it_has_seen_and_learns_from_the_head() throws Exception {
        try (StubServer server = StubServer.start(exchange -> {
                    if (exchange.request().target().equals("/v1/views/orders")) {
                        exchange.json("{\"sources\":[{\"topic\":\"orders\"}]}");
                    } else {
                        exchange.send(
                                200,
                                Map.of("Content-Type", "application/x-ndjson", "Oriel-Position", Entries.POSITION),
                                Entries.lines("a").getBytes(UTF_8));
                    }
                });
                OrielClient client = client(server).build()) {
            Session session = client.session("orders/0@3");
            try (Stream<ListedEntry> entries = session.view("orders").scan().export()) {
                assertThat(entries).hasSize(1);
            }

            assertThat(server.asked().get(1).header("Oriel-After")).isEqualTo("orders/0@3");
            assertThat(session.token().split(",")).containsExactlyInAnyOrder("orders/0@12~id", "orders/1@5~id");
        }
    }

    @Test
    void it_is_under_way_for_as_long_as_its_connection() throws Exception {
        try (StubServer server = StubServer.start(exchange -> {
                    stream(exchange, Entries.lines("a"));
                    exchange.awaitClosed();
                });
                OrielClient client = client(server).maxConcurrentRequests(1).build()) {
            try (Stream<ListedEntry> entries = client.view("orders").scan().export()) {
                assertThat(entries.iterator().next().key()).isEqualTo("a");
                assertThatExceptionOfType(OverloadedException.class)
                        .isThrownBy(() -> client.view("orders").get("a"));
            }
            try (Stream<ListedEntry> entries = client.view("orders").scan().export()) {
                assertThat(entries.iterator().next().key()).isEqualTo("a");
            }
        }
    }

    @Test
    void a_closed_client_ends_it() throws Exception {
        try (StubServer server = StubServer.start(exchange -> {
            stream(exchange, Entries.lines("a"));
            exchange.awaitClosed();
        })) {
            OrielClient client = client(server).build();
            Iterator<ListedEntry> entries =
                    client.view("orders").scan().export().iterator();
            entries.next();
            CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(entries::hasNext);
            client.close();

            assertThat(waiting)
                    .failsWithin(Duration.ofSeconds(5))
                    .withThrowableThat()
                    .havingCause()
                    .isInstanceOf(IllegalStateException.class)
                    .withMessageContaining("client");
            await().until(() -> server.openConnections() == 0);
        }
    }

    @Test
    void it_has_no_place_to_say_what_is_left_out() throws Exception {
        try (OrielClient client =
                OrielClient.builder().server(StubServer.deadUrl()).build()) {
            ScanRequest scan = client.view("orders").scan().allowPartial();

            assertThatIllegalStateException().isThrownBy(scan::export);
        }
    }

    @Test
    void another_thread_may_close_it() throws Exception {
        try (StubServer server = StubServer.start(exchange -> {
                    stream(exchange, Entries.lines("a"));
                    exchange.awaitClosed();
                });
                OrielClient client = client(server).build()) {
            Stream<ListedEntry> entries = client.view("orders").scan().export();
            Iterator<ListedEntry> each = entries.iterator();
            each.next();
            CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(each::hasNext);
            entries.close();

            assertThat(waiting).failsWithin(Duration.ofSeconds(5));
            await().until(() -> server.openConnections() == 0);
            assertThatIllegalStateException().isThrownBy(each::hasNext);
        }
    }
}
