package dev.oriel.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.oriel.api.Position;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads of many keys at once: what is sent, and what becomes of the answers. */
@Timeout(20)
class LookupRequestTest {

    private static OrielClient client(StubServer server) {
        return OrielClient.builder().server(server.url()).build();
    }

    /** Answers that every key asked for is its own value. */
    private static void answer(StubServer.Exchange exchange) throws IOException {
        exchange.json(Entries.pageOf("", keysIn(exchange.request().body())));
    }

    private static String[] keysIn(String body) {
        return body.replaceAll("[{}\\[\\]\"]", "").replaceFirst("keys:", "").split(",", -1);
    }

    private static List<String> keys(int count) {
        return IntStream.range(0, count).mapToObj(i -> "a-long-key-" + i).toList();
    }

    @Test
    void entries_come_in_the_order_asked_and_absent_ones_say_so() throws Exception {
        String page = Entries.page(
                "",
                Entries.entry("\"b\"", "{ \"total\" : 1.50 }"),
                Entries.absent("none"),
                Entries.entry("\"a\"", "\"te\\nxt\""));
        try (StubServer server = StubServer.start(exchange -> exchange.json(page));
                OrielClient client = client(server)) {
            LookupResult result = client.view("orders").lookup(List.of("b", "none", "a", "b"));

            assertThat(result.entries().keySet()).containsExactly("b", "none", "a");
            assertThat(result.get("b"))
                    .contains(
                            new ListedEntry("b", 7, Instant.parse("2026-11-22T10:15:30.123Z"), "{ \"total\" : 1.50 }"));
            assertThat(result.get("none")).isEmpty();
            assertThat(result.get("a").flatMap(ListedEntry::valueString)).contains("te\nxt");
            assertThat(result.get("b").flatMap(ListedEntry::valueString)).isEmpty();
            assertThat(result.found()).extracting(ListedEntry::key).containsExactly("b", "a");
            assertThat(result.positions()).containsExactlyInAnyOrderElementsOf(Position.parseList(Entries.POSITION));
            assertThatIllegalArgumentException().isThrownBy(() -> result.get("other"));
            assertThat(server.asked())
                    .extracting(StubServer.Request::target)
                    .containsExactly("/v1/views/orders/entries?key=b&key=none&key=a");
        }
    }

    @Test
    void keys_that_are_numbers_are_those_that_were_asked_for() throws Exception {
        try (StubServer server =
                        StubServer.start(exchange -> exchange.json(Entries.page("", Entries.entry("-5", "0.1"))));
                OrielClient client = client(server)) {
            assertThat(client.view("v").lookup(List.of("-05")).get("-05"))
                    .hasValueSatisfying(entry -> assertThat(entry.key()).isEqualTo("-05"));
        }
    }

    @Test
    void keys_that_are_too_long_for_a_url_are_posted() throws Exception {
        String odd = "x".repeat(2_000) + "\"\\\n é🔑";
        try (StubServer server = StubServer.start(exchange -> exchange.json(Entries.pageOf("", odd)));
                OrielClient client = client(server)) {
            assertThat(client.view("or ders")
                            .keys(List.of(odd))
                            .after("orders/0@5")
                            .staleUpTo(Duration.ofSeconds(5))
                            .waitUpTo(Duration.ofSeconds(2))
                            .read()
                            .get(odd))
                    .isPresent();

            StubServer.Request asked = server.asked().get(0);
            assertThat(asked.method()).isEqualTo("POST");
            assertThat(asked.targetAsAsked()).isEqualTo("/v1/views/or%20ders/lookup?stale=5000ms&wait=2000ms");
            assertThat(asked.header("Oriel-After")).isEqualTo("orders/0@5");
            assertThat(asked.header("Content-Type")).isEqualTo("application/json");
            assertThat(asked.body()).isEqualTo("{\"keys\":[\"" + "x".repeat(2_000) + "\\\"\\\\\\u000a é🔑\"]}");
        }
    }

    @ParameterizedTest
    @CsvSource({"1000, 1", "1001, 2", "2500, 3"})
    void so_many_keys_are_asked_for_in_requests_of_a_thousand(int count, int requests) throws Exception {
        try (StubServer server = StubServer.start(LookupRequestTest::answer);
                OrielClient client = client(server)) {
            List<String> keys = keys(count);
            LookupResult result = client.view("orders").lookup(keys);
            LookupResult later = client.view("orders").keys(keys).readAsync().get(10, TimeUnit.SECONDS);

            assertThat(result.entries().keySet()).containsExactlyElementsOf(keys);
            assertThat(result.found()).extracting(ListedEntry::valueJson).contains("\"a-long-key-999\"");
            assertThat(later).isEqualTo(result);
            assertThat(server.asked()).hasSize(2 * requests);
            assertThat(keysIn(server.asked().get(0).body())).hasSize(1_000);
        }
    }

    @Test
    void no_keys_at_all_need_no_server() throws Exception {
        try (OrielClient client =
                OrielClient.builder().server(StubServer.deadUrl()).build()) {
            assertThat(client.view("orders").lookup(List.of()).entries()).isEmpty();
            assertThat(client.view("orders").keys(List.of()).readAsync().join().positions())
                    .isEmpty();
        }
    }

    @Test
    void a_session_asks_for_what_it_has_seen_and_learns_from_the_answers() throws Exception {
        try (StubServer server = StubServer.start(exchange -> {
                    if (exchange.request().target().equals("/v1/views/orders")) {
                        exchange.json("{\"sources\":[{\"topic\":\"orders\"}]}");
                    } else {
                        answer(exchange);
                    }
                });
                OrielClient client = client(server)) {
            Session session = client.session("orders/0@3,elsewhere/0@1");
            session.view("orders").lookup(keys(1_001));

            List<String> after = server.asked().stream()
                    .filter(request ->
                            request.method().equals("POST") || request.target().contains("key="))
                    .map(request -> request.header("Oriel-After"))
                    .toList();
            assertThat(after).hasSize(2);
            assertThat(after.get(0)).isEqualTo("orders/0@3");
            assertThat(after.get(1).split(",")).containsExactlyInAnyOrder("orders/0@12~id", "orders/1@5~id");
            assertThat(session.token().split(","))
                    .containsExactlyInAnyOrder("orders/0@12~id", "orders/1@5~id", "elsewhere/0@1");
        }
    }

    @Test
    void positions_may_be_more_than_a_request_can_name() throws Exception {
        String positions = String.join(
                ",", IntStream.range(0, 2_000).mapToObj(i -> "t/" + i + "@1").toList());
        try (StubServer server = StubServer.start(exchange -> exchange.json(
                        "{\"position\":\"%s\",\"entries\":[%s]}".formatted(positions, Entries.entry("a"))));
                OrielClient client = client(server)) {
            assertThat(client.view("v").lookup(List.of("a")).positions()).hasSize(2_000);
            assertThatExceptionOfType(SessionFullException.class)
                    .isThrownBy(() -> client.session().view("v").lookup(List.of("a")));
        }
    }

    @Test
    void a_server_that_asks_for_patience_is_asked_again_with_the_same_body() throws Exception {
        try (StubServer server = StubServer.start(exchange -> {
                    if (exchange.number() == 1) {
                        exchange.problem(503, "partition-unavailable", "", Map.of("Retry-After", "0"));
                    } else {
                        answer(exchange);
                    }
                });
                OrielClient client = client(server)) {
            assertThat(client.view("v").lookup(keys(500)).found()).hasSize(500);

            assertThat(server.asked()).extracting(StubServer.Request::body).hasSize(2);
            assertThat(server.asked().get(1).body())
                    .isEqualTo(server.asked().get(0).body());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, bad-request, BadRequestException",
        "404, view-not-found, ViewNotFoundException",
        "409, position-unknown, PositionUnknownException",
        "412, position-not-reached, NotReachedException",
        "503, overloaded, OverloadedException",
        "503, partition-unavailable, UnavailableException",
        "500, internal-error, UnexpectedAnswerException"
    })
    void each_problem_is_the_exception_that_other_reads_throw(int status, String type, String exception)
            throws Exception {
        try (StubServer server = StubServer.start(
                        exchange -> exchange.problem(status, type, ",\"partitions\":[1,2]", Map.of()));
                OrielClient client =
                        OrielClient.builder().server(server.url()).maxRetries(0).build()) {
            assertThatExceptionOfType(OrielException.class)
                    .isThrownBy(() -> client.view("v").lookup(List.of("a")))
                    .withMessageContaining("What is wrong.")
                    .satisfies(e -> assertThat(e.getClass().getSimpleName()).isEqualTo(exception))
                    .satisfies(e -> assertThat(e.problem().orElseThrow().members())
                            .containsEntry("partitions", List.of(1L, 2L)));
            assertThat(client.view("v").keys(List.of("a")).readAsync())
                    .failsWithin(Duration.ofSeconds(5))
                    .withThrowableThat()
                    .havingCause()
                    .satisfies(e -> assertThat(e.getClass().getSimpleName()).isEqualTo(exception));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "<html>",
                "{\"entries\":[]}",
                "{\"position\":\"t/0@1\"}",
                "{\"entries\":[],\"position\":\"t/0@1\"}",
                "{\"entries\":[{\"key\":\"a\"}],\"position\":\"t/0@1\"}",
                "{\"entries\":[{\"key\":\"a\",\"absent\":true}],\"position\":\"nonsense\"}",
                "{\"entries\":[{\"key\":\"a\",\"version\":1,\"timestamp\":\"now\",\"value\":1}],\"position\":\"t/0@1\"}",
                "{\"entries\":[{\"key\":\"a\",\"absent\":true}],\"position\":\"t/0@1\"",
                "{\"entries\":[{\"key\":\"a\",\"absent\":true}],\"position\":\"t/0@1\"} x",
                "{\"entries\":[{\"key\":\"a\",\"version\":1,\"timestamp\":\"2026-11-22T10:15:30Z\",\"value\":[\"]}]"
            })
    void what_is_not_as_oriel_answers_is_no_result(String body) throws Exception {
        try (StubServer server = StubServer.start(exchange -> exchange.json(body));
                OrielClient client = client(server)) {
            assertThatExceptionOfType(UnexpectedAnswerException.class)
                    .isThrownBy(() -> client.view("v").lookup(List.of("a")));
        }
    }

    @Test
    void to_cancel_the_future_ends_the_request_and_sends_no_other() throws Exception {
        try (StubServer server = StubServer.start(StubServer.Exchange::awaitClosed);
                OrielClient client = client(server)) {
            CompletableFuture<LookupResult> lookup =
                    client.view("v").keys(keys(3_000)).readAsync();
            await().until(() -> server.asked().size() == 1);
            lookup.cancel(true);

            await().until(() -> server.openConnections() == 0);
            assertThat(server.asked()).hasSize(1);
        }
    }

    @Test
    void mistakes_are_told_at_once() throws Exception {
        try (OrielClient client =
                OrielClient.builder().server(StubServer.deadUrl()).build()) {
            LookupRequest request = client.view("v").keys(List.of("a"));

            assertThatIllegalStateException()
                    .isThrownBy(() -> request.waitUpTo(Duration.ofSeconds(1)).read())
                    .withMessageContaining("something to wait for");
            assertThatIllegalArgumentException().isThrownBy(() -> request.waitUpTo(Duration.ofMillis(-1)));
            assertThatIllegalArgumentException().isThrownBy(() -> request.staleUpTo(Duration.ofDays(2)));
            assertThatIllegalArgumentException().isThrownBy(() -> request.after("orders"));
            assertThatIllegalArgumentException().isThrownBy(() -> request.after("orders", 0, -1));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> client.view("v").lookup(Arrays.asList("a", "\ud83d")));
        }
    }

    @Test
    void a_result_is_not_changed_by_what_it_was_made_of() {
        Map<String, Optional<ListedEntry>> entries = new HashMap<>(Map.of("a", Optional.empty()));
        LookupResult result = new LookupResult(entries, List.of());
        entries.clear();

        assertThat(result.get("a")).isEmpty();
    }
}
