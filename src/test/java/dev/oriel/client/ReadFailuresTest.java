package dev.oriel.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oriel.api.ProblemType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no answer, and what it is told as. */
@Timeout(20)
class ReadFailuresTest {

    private static OrielException failure(StubServer.Handler handler) throws Exception {
        try (StubServer server = StubServer.start(handler);
                OrielClient client =
                        OrielClient.builder().server(server.url()).maxRetries(0).build()) {
            OrielException[] thrown = new OrielException[1];
            assertThatExceptionOfType(OrielException.class)
                    .isThrownBy(() -> client.view("orders").get("o-1"))
                    .satisfies(e -> thrown[0] = e);
            assertThat(thrown[0].getStackTrace())
                    .as("the trace shows the caller")
                    .anyMatch(frame -> frame.getClassName().startsWith(ReadFailuresTest.class.getName()));
            CompletableFuture<Optional<Entry>> later = client.view("orders").getAsync("o-1");
            assertThatThrownBy(later::join).cause().isExactlyInstanceOf(thrown[0].getClass());
            return thrown[0];
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, bad-request, BadRequestException",
        "404, view-not-found, ViewNotFoundException",
        "404, not-found, UnexpectedAnswerException",
        "409, position-unknown, PositionUnknownException",
        "412, position-not-reached, NotReachedException",
        "429, overloaded, OverloadedException",
        "503, overloaded, OverloadedException",
        "503, partition-unavailable, UnavailableException",
        "500, internal-error, UnexpectedAnswerException",
        "421, not-the-owner, UnexpectedAnswerException",
        "418, of-a-later-version, UnexpectedAnswerException"
    })
    void each_problem_is_an_exception_of_its_own(int status, String type, String exception) throws Exception {
        OrielException failure = failure(exchange -> exchange.problem(status, type));

        assertThat(failure.getClass().getSimpleName()).isEqualTo(exception);
        assertThat(failure).hasMessageContaining("What is wrong.");
        assertThat(failure.problem()).hasValueSatisfying(problem -> {
            assertThat(problem.type()).hasToString("https://oriel.dev/problems/" + type);
            assertThat(problem.status()).isEqualTo(status);
            assertThat(problem.title()).isEqualTo("T");
            assertThat(problem.instance()).isEqualTo("/v1/views/orders/keys/o-1");
        });
    }

    @Test
    void a_problem_s_members_are_there() throws Exception {
        OrielException failure = failure(exchange -> exchange.problem(
                503,
                "partition-unavailable",
                ",\"view\":\"orders\",\"partition\":3,\"state\":\"restoring\",\"more\":[1,null,{\"a\":true}]",
                Map.of("Retry-After", "7")));

        Problem problem = failure.problem().orElseThrow();
        assertThat(problem.kind()).contains(ProblemType.PARTITION_UNAVAILABLE);
        assertThat(problem.members())
                .containsOnly(
                        Map.entry("view", "orders"),
                        Map.entry("partition", 3L),
                        Map.entry("state", "restoring"),
                        Map.entry("more", List.of(1L, Optional.empty(), Map.of("a", true))));
        assertThat(problem.member("partition")).contains("3");
        assertThat(problem.member("more")).isEmpty();
        assertThat(((UnavailableException) failure).retryAfter())
                .hasValueSatisfying(time -> assertThat(time).hasSeconds(7));
    }

    @Test
    void a_404_that_is_not_oriels_does_not_say_that_the_key_is_absent() throws Exception {
        OrielException failure = failure(exchange ->
                exchange.send(404, Map.of("Content-Type", "text/html"), "<h1>Not Found</h1>".getBytes(UTF_8)));

        assertThat(failure).isInstanceOf(UnexpectedAnswerException.class).hasMessageContaining("404 from http://");
        assertThat(failure.problem()).isEmpty();
    }

    @Test
    void a_503_of_a_proxy_is_unavailable_too() throws Exception {
        assertThat(failure(exchange -> exchange.send(503, Map.of(), new byte[0])))
                .isInstanceOf(UnavailableException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Oriel-Version", "Oriel-Position", "Oriel-Timestamp", "Oriel-Served-By"})
    void a_200_without_what_oriel_sends_is_no_value(String header) throws Exception {
        for (String instead : List.of("", "nonsense")) {
            Map<String, String> headers = new HashMap<>(StubServer.READ);
            headers.putAll(Map.of("Oriel-Version", "1", "Oriel-Timestamp", "2026-11-25T10:00:00Z"));
            if (instead.isEmpty()) {
                headers.remove(header);
            } else {
                headers.put(header, instead);
            }

            assertThat(failure(exchange -> exchange.send(200, headers, "<h1>It works</h1>".getBytes(UTF_8))))
                    .isInstanceOf(UnexpectedAnswerException.class)
                    .hasMessageContaining("not as Oriel does: " + header);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{\"type\":17}", "{\"type\":\"a b\"}", "{", "null"})
    void a_problem_that_cannot_be_read_is_told_by_its_status(String body) throws Exception {
        OrielException failure = failure(exchange ->
                exchange.send(400, Map.of("Content-Type", "application/problem+json"), body.getBytes(UTF_8)));

        assertThat(failure).isInstanceOf(UnexpectedAnswerException.class).hasMessageContaining("400 from http://");
    }

    @Test
    void an_answer_longer_than_allowed_is_not_read_to_its_end() throws Exception {
        try (StubServer server = StubServer.start(exchange -> {
                    exchange.begin(200, "application/json");
                    while (true) {
                        exchange.write("x".repeat(1_000));
                    }
                });
                OrielClient client = OrielClient.builder()
                        .server(server.url())
                        .maxAnswerBytes(100_000)
                        .build()) {
            assertThatExceptionOfType(UnexpectedAnswerException.class)
                    .isThrownBy(() -> client.view("orders").get("o-1"))
                    .withMessageContaining("more than 100000 bytes");
            assertThat(server.asked()).hasSize(1);
        }
    }

    @Test
    void a_redirect_is_not_followed() throws Exception {
        assertThat(failure(exchange -> exchange.send(302, Map.of("Location", "/elsewhere"), new byte[0])))
                .isInstanceOf(UnexpectedAnswerException.class);
    }
}
