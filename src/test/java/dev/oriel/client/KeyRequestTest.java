package dev.oriel.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.oriel.api.Position;
import dev.oriel.api.Role;
import dev.oriel.api.ServedBy;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a read sends, and what it makes of the answers. */
@Timeout(20)
class KeyRequestTest {

    private static OrielClient client(StubServer server) {
        return OrielClient.builder().server(server.url()).build();
    }

    @Test
    void a_value_comes_with_all_that_is_known_about_it() throws Exception {
        String json = "{ \"text\": \"é 鍵\" }";
        try (StubServer server = StubServer.start(exchange -> exchange.value(7, json));
                OrielClient client = client(server)) {
            Entry entry = client.view("orders").get("o-1").orElseThrow();

            assertThat(entry.key()).isEqualTo("o-1");
            assertThat(entry.valueBytes()).isEqualTo(json.getBytes(UTF_8));
            assertThat(entry.valueText()).isEqualTo(json);
            assertThat(entry.contentType()).isEqualTo("application/json");
            assertThat(entry.version()).isEqualTo(7);
            assertThat(entry.timestamp()).isEqualTo(Instant.parse("2026-11-25T10:00:00.5Z"));
            assertThat(entry.positions()).isEqualTo(Position.parseList(StubServer.POSITION));
            assertThat(entry.servedBy()).isEqualTo(new ServedBy("oriel-1", Role.ACTIVE, 1, OptionalLong.of(0)));
            assertThat(server.asked()).hasSize(1);
            assertThat(server.asked().get(0).target()).isEqualTo("/v1/views/orders/keys/o-1");
        }
    }

    @Test
    void what_a_caller_does_to_the_bytes_stays_with_the_caller() throws Exception {
        try (StubServer server = StubServer.start(exchange -> exchange.value(7, "1"));
                OrielClient client = client(server)) {
            Entry entry = client.view("orders").get("o-1").orElseThrow();
            entry.valueBytes()[0] = 'x';

            assertThat(entry.valueText()).isEqualTo("1");
        }
    }

    @Test
    void a_key_without_a_value_is_empty() throws Exception {
        try (StubServer server = StubServer.start(StubServer.Exchange::absent);
                OrielClient client = client(server)) {
            assertThat(client.view("orders").get("o-1")).isEmpty();
            assertThat(client.view("orders").getAsync("o-1").get(5, TimeUnit.SECONDS))
                    .isEmpty();
            assertThat(client.view("orders").key("o-1").read())
                    .isEqualTo(new ReadResult.Absent(
                            Position.parseList(StubServer.POSITION), ServedBy.parse(StubServer.SERVED_BY)));
        }
    }

    @Test
    void keys_of_every_type_are_sent_in_their_text_form() throws Exception {
        UUID uuid = UUID.fromString("7F9C24E8-3b12-4fef-91e0-2d1b1c1c0a55");
        try (StubServer server = StubServer.start(StubServer.Exchange::absent);
                OrielClient client = client(server)) {
            ViewClient view = client.view("v");
            assertThat(view.get(-42)).isEmpty();
            assertThat(view.get(Long.MIN_VALUE)).isEmpty();
            assertThat(view.get(uuid)).isEmpty();
            assertThat(view.getAsync(1).get(5, TimeUnit.SECONDS)).isEmpty();
            assertThat(view.getAsync(uuid).get(5, TimeUnit.SECONDS)).isEmpty();

            assertThat(server.asked())
                    .extracting(StubServer.Request::path)
                    .containsExactly(
                            "/v1/views/v/keys/-42",
                            "/v1/views/v/keys/-9223372036854775808",
                            "/v1/views/v/keys/7f9c24e8-3b12-4fef-91e0-2d1b1c1c0a55",
                            "/v1/views/v/keys/1",
                            "/v1/views/v/keys/7f9c24e8-3b12-4fef-91e0-2d1b1c1c0a55");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "a/b, a%2Fb",
        "100%, 100%25",
        "a b+c, a%20b%2Bc",
        ".., %2E%2E",
        "a?b#c, a%3Fb%23c",
        "'', ''",
        "🔑, %F0%9F%94%91"
    })
    void any_key_is_one_segment_of_the_path(String key, String segment) throws Exception {
        try (StubServer server = StubServer.start(StubServer.Exchange::absent);
                OrielClient client = client(server)) {
            assertThat(client.view("v").get(key)).isEmpty();

            assertThat(server.asked().get(0).target()).isEqualTo("/v1/views/v/keys/" + segment);
        }
    }

    @Test
    void a_text_that_utf_8_cannot_hold_is_refused_and_not_another_key() throws Exception {
        try (OrielClient client =
                OrielClient.builder().server(StubServer.deadUrl()).build()) {
            ViewClient view = client.view("v");
            assertThatIllegalArgumentException().isThrownBy(() -> view.get("half of 🔑: \ud83d"));
            assertThatIllegalArgumentException().isThrownBy(() -> view.watch("\udd11"));
            assertThatIllegalArgumentException().isThrownBy(() -> view.watchPrefix("\udd11"));
            assertThatIllegalArgumentException().isThrownBy(() -> client.view(""));
        }
    }

    @Test
    void conditions_are_sent_where_the_protocol_wants_them() throws Exception {
        try (StubServer server = StubServer.start(exchange -> exchange.value(9, "1"));
                OrielClient client = client(server)) {
            KeyRequest plain = client.view("orders").key("o-1");
            KeyRequest full = plain.after("orders", 3, 1234)
                    .after("customers/0@7~life, customers/1@8")
                    .atLeast(8)
                    .changedSince(7)
                    .staleUpTo(Duration.ofSeconds(5))
                    .waitUpTo(Duration.ofMillis(1_500));
            assertThat(full.read()).isInstanceOf(ReadResult.Found.class);
            assertThat(plain.get()).isPresent();

            StubServer.Request sent = server.asked().get(0);
            assertThat(sent.targetAsAsked()).isEqualTo("/v1/views/orders/keys/o-1?version=8&stale=5000ms&wait=1500ms");
            assertThat(sent.header("Oriel-After")).isEqualTo("orders/3@1234,customers/0@7~life,customers/1@8");
            assertThat(sent.header("If-None-Match")).isEqualTo("\"7\"");
            assertThat(server.asked().get(1).target()).isEqualTo("/v1/views/orders/keys/o-1");
            assertThat(server.asked().get(1).headers()).doesNotContainKeys("oriel-after", "if-none-match");
        }
    }

    @Test
    void an_answer_s_positions_are_passed_on_as_they_are() throws Exception {
        try (StubServer server = StubServer.start(exchange -> exchange.value(9, "1"));
                OrielClient client = client(server)) {
            Entry first = client.view("orders").get("o-1").orElseThrow();
            assertThat(client.view("orders").key("o-2").after(first.positions()).get())
                    .isPresent();

            assertThat(server.asked().get(1).header("Oriel-After")).isEqualTo(StubServer.POSITION);
        }
    }

    @Test
    void a_value_that_has_not_changed_is_told_from_one_that_has() throws Exception {
        try (StubServer server = StubServer.start(exchange -> {
                    if (exchange.request().header("If-None-Match").equals("\"7\"")) {
                        exchange.send(304, StubServer.READ, new byte[0]);
                    } else {
                        exchange.value(7, "1");
                    }
                });
                OrielClient client = client(server)) {
            KeyRequest key = client.view("orders").key("o-1");

            assertThat(key.changedSince(7).read()).isInstanceOf(ReadResult.NotModified.class);
            assertThat(key.changedSince(6).readAsync().get(5, TimeUnit.SECONDS)).isInstanceOf(ReadResult.Found.class);
            assertThatIllegalStateException()
                    .isThrownBy(() -> key.changedSince(7).get())
                    .withMessageContaining("read()");
            assertThatIllegalStateException()
                    .isThrownBy(() -> key.changedSince(7).getAsync());
        }
    }

    @Test
    void what_was_not_reached_is_a_result_of_read_and_an_exception_of_get() throws Exception {
        try (StubServer server = StubServer.start(exchange -> exchange.problem(
                        412,
                        "version-not-reached",
                        ",\"requested\":8,\"reached\":7",
                        Map.of("Retry-After", "1", "Oriel-Position", StubServer.POSITION)));
                OrielClient client = client(server)) {
            KeyRequest request = client.view("orders").key("o-1").atLeast(8);

            assertThat(request.read()).isInstanceOfSatisfying(ReadResult.NotReached.class, result -> {
                assertThat(result.requested()).isEqualTo("8");
                assertThat(result.reached()).contains("7");
                assertThat(result.retryAfter()).contains(Duration.ofSeconds(1));
                assertThat(result.positions()).isEqualTo(Position.parseList(StubServer.POSITION));
            });
            assertThatExceptionOfType(NotReachedException.class)
                    .isThrownBy(request::get)
                    .withMessage("What is wrong.")
                    .satisfies(e -> assertThat(e.result().reached()).contains("7"));
            assertThat(server.asked()).as("an answer, so not asked again").hasSize(2);
        }
    }

    @Test
    void to_wait_for_nothing_is_a_mistake_that_is_told_at_once() throws Exception {
        try (OrielClient client =
                OrielClient.builder().server(StubServer.deadUrl()).build()) {
            KeyRequest request = client.view("orders").key("o-1").waitUpTo(Duration.ofSeconds(1));

            assertThatIllegalStateException().isThrownBy(request::get).withMessageContaining("something to wait for");
            assertThatIllegalStateException().isThrownBy(request::getAsync);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-PT0.001S", "PT24H0.001S"})
    void times_have_bounds(String time) throws Exception {
        try (OrielClient client =
                OrielClient.builder().server(StubServer.deadUrl()).build()) {
            KeyRequest request = client.view("orders").key("o-1");

            assertThatIllegalArgumentException().isThrownBy(() -> request.waitUpTo(Duration.parse(time)));
            assertThatIllegalArgumentException().isThrownBy(() -> request.staleUpTo(Duration.parse(time)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "orders", "orders/3", "orders/3@", "orders/3@1,", "orders/3@x"})
    void positions_that_cannot_be_read_are_refused(String positions) throws Exception {
        try (OrielClient client =
                OrielClient.builder().server(StubServer.deadUrl()).build()) {
            KeyRequest request = client.view("orders").key("o-1");

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> request.after(positions))
                    .withMessageContaining("topic/partition@offset");
        }
    }

    @Test
    void a_record_that_cannot_be_is_refused() throws Exception {
        try (OrielClient client =
                OrielClient.builder().server(StubServer.deadUrl()).build()) {
            KeyRequest request = client.view("orders").key("o-1");
            Session session = client.session();

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> request.after("orders", 0, -1))
                    .withMessageContaining("acks=0");
            assertThatIllegalArgumentException().isThrownBy(() -> session.wrote("orders", 0, -1));
            assertThatIllegalArgumentException().isThrownBy(() -> session.wrote("orders", -1, 0));
            assertThatIllegalArgumentException().isThrownBy(() -> session.wrote("or\nders", 0, 0));
            assertThat(session.token()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/oriel", "/oriel/"})
    void a_server_s_url_may_have_a_path(String path) throws Exception {
        try (StubServer server = StubServer.start(StubServer.Exchange::absent);
                OrielClient client =
                        OrielClient.builder().server(server.url() + path).build()) {
            assertThat(client.view("v").get("k")).isEmpty();

            assertThat(server.asked().get(0).target()).isEqualTo(path.replaceAll("/$", "") + "/v1/views/v/keys/k");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "oriel-0:8080", "ftp://oriel-0", "http://", "http://a?b", "http://a#b", "http://a b"})
    void what_is_no_server_s_url_is_refused(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OrielClient.builder().server(url))
                .withMessageContaining("http://oriel-0:8080");
    }

    @Test
    void a_client_without_servers_or_with_limits_out_of_range_is_not_made() {
        OrielClient.Builder builder = OrielClient.builder();

        assertThatIllegalStateException().isThrownBy(builder::build);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.maxRetries(-1))
                .withMessage("expected maxRetries from 0 to 1000, found -1");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.maxConcurrentRequests(0));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.maxAnswerBytes(0));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.requestTimeout(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.connectTimeout(Duration.ofDays(2)));
    }
}
