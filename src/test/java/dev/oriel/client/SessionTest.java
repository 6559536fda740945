package dev.oriel.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class SessionTest {

    /** Describes each view as one over a topic of its name, and answers reads as another handler does. */
    private static StubServer server(StubServer.Handler reads) throws IOException {
        return StubServer.start(exchange -> {
            String path = exchange.request().path();
            if (path.matches("/v1/views/[a-z]+")) {
                String topic = path.substring("/v1/views/".length());
                exchange.json(
                        "{\"name\":\"%s\",\"sources\":[{\"topic\":\"%s\",\"partitions\":3}]}".formatted(topic, topic));
            } else {
                reads.handle(exchange);
            }
        });
    }

    private static OrielClient client(StubServer server) {
        return OrielClient.builder().server(server.url()).build();
    }

    private static Stream<String> afterOf(StubServer server, String view) {
        return reads(server, view).stream().map(request -> request.header("Oriel-After"));
    }

    private static List<StubServer.Request> reads(StubServer server, String view) {
        return server.asked().stream()
                .filter(request -> request.path().startsWith("/v1/views/" + view + "/keys/"))
                .toList();
    }

    @Test
    void a_write_is_asked_for_with_a_wait() throws Exception {
        try (StubServer server = server(exchange -> exchange.value(1, "1"));
                OrielClient client = client(server)) {
            Session session = client.session();
            session.wrote("orders", 0, 17);
            assertThat(session.view("orders").get("o-1")).isPresent();

            StubServer.Request read = reads(server, "orders").get(0);
            assertThat(read.header("Oriel-After")).isEqualTo("orders/0@17");
            assertThat(read.target()).matches(".*\\?wait=(9[0-9]{3}|10000)ms");
        }
    }

    @Test
    void a_session_that_has_seen_nothing_reads_plainly() throws Exception {
        try (StubServer server = server(StubServer.Exchange::absent);
                OrielClient client = client(server)) {
            assertThat(client.session().view("orders").get("o-1")).isEmpty();
            assertThat(client.session()
                            .view("orders")
                            .key("o-1")
                            .waitUpTo(Duration.ofSeconds(1))
                            .get())
                    .isEmpty();

            assertThat(server.asked())
                    .extracting(StubServer.Request::target)
                    .containsExactly("/v1/views/orders/keys/o-1", "/v1/views/orders/keys/o-1");
        }
    }

    @Test
    void what_an_answer_reflects_the_next_read_must_reflect_too() throws Exception {
        try (StubServer server = server(exchange -> {
                    switch (exchange.number()) {
                        case 1 -> exchange.value(1, "1");
                        default -> exchange.absent();
                    }
                });
                OrielClient client = client(server)) {
            Session session = client.session();
            session.view("orders").get("o-1");
            session.view("orders").getAsync("o-2").get(5, TimeUnit.SECONDS);
            session.reset();
            session.view("orders").get("o-3");
            session.view("orders").get("o-4");

            assertThat(afterOf(server, "orders")).containsExactly("", StubServer.POSITION, "", StubServer.POSITION);
        }
    }

    @Test
    void answers_of_every_kind_are_remembered() throws Exception {
        try (StubServer server = server(exchange -> {
                    Map<String, String> headers = new TreeMap<>(StubServer.READ);
                    String key = exchange.request().path().replaceAll(".*/", "");
                    headers.put("Oriel-Position", "orders/" + key + "@5");
                    switch (key) {
                        case "0" -> exchange.problem(404, "key-not-found", "", headers);
                        case "1" -> exchange.send(304, headers, new byte[0]);
                        default -> exchange.problem(412, "version-not-reached", "", headers);
                    }
                });
                OrielClient client = client(server)) {
            Session session = client.session();
            for (int key = 0; key < 3; key++) {
                session.view("orders").key(key).changedSince(1).read();
            }

            assertThat(session.token().split(",")).containsExactlyInAnyOrder("orders/0@5", "orders/1@5", "orders/2@5");
        }
    }

    @Test
    void a_view_is_asked_only_for_positions_of_its_own_topics() throws Exception {
        try (StubServer server = server(exchange -> exchange.absent());
                OrielClient client = client(server)) {
            Session session = client.session("orders/0@17,customers/0@5");
            session.view("orders").get("o-1");
            session.view("customers").get("c-1");
            session.view("other").get("x");

            assertThat(afterOf(server, "orders")).containsExactly("orders/0@17");
            assertThat(afterOf(server, "customers")).containsExactly("customers/0@5");
            assertThat(reads(server, "other").get(0).target()).isEqualTo("/v1/views/other/keys/x");
        }
    }

    @Test
    void the_catalog_is_asked_once_for_all_sessions_of_a_client() throws Exception {
        try (StubServer server = server(StubServer.Exchange::absent);
                OrielClient client = client(server)) {
            for (int i = 0; i < 3; i++) {
                Session session = client.session("orders/0@17");
                session.view("orders").get("o-1");
                session.view("orders").get("o-2");
            }

            assertThat(server.asked())
                    .filteredOn(request -> request.target().equals("/v1/views/orders"))
                    .hasSize(1);
            assertThat(reads(server, "orders")).hasSize(6);
        }
    }

    @Test
    void a_view_that_is_not_there_is_told_as_without_a_session() throws Exception {
        try (StubServer server = StubServer.start(exchange -> exchange.problem(404, "view-not-found"));
                OrielClient client = client(server)) {
            Session session = client.session("orders/0@17");

            assertThatExceptionOfType(ViewNotFoundException.class)
                    .isThrownBy(() -> session.view("orders").get("o-1"));
        }
    }

    @Test
    void a_position_of_a_log_that_is_gone_is_told_until_the_session_is_reset() throws Exception {
        try (StubServer server = server(exchange -> {
                    if (exchange.request().header("Oriel-After").contains("~gone")) {
                        exchange.problem(409, "position-unknown");
                    } else {
                        exchange.absent();
                    }
                });
                OrielClient client = client(server)) {
            Session session = client.session("orders/0@17~gone");
            for (int i = 0; i < 2; i++) {
                assertThatExceptionOfType(PositionUnknownException.class)
                        .isThrownBy(() -> session.view("orders").get("o-1"));
            }
            session.reset();

            assertThat(session.token()).isEmpty();
            assertThat(session.view("orders").get("o-1")).isEmpty();
        }
    }

    @Test
    void a_view_that_was_declared_anew_is_asked_for_its_topics_again() throws Exception {
        String[] topic = {"old"};
        try (StubServer server = StubServer.start(exchange -> {
                    if (exchange.request().target().equals("/v1/views/orders")) {
                        exchange.json("{\"sources\":[{\"topic\":\"" + topic[0] + "\"}]}");
                    } else if (exchange.request().header("Oriel-After").startsWith(topic[0] + "/")) {
                        exchange.absent();
                    } else {
                        exchange.problem(409, "position-unknown");
                    }
                });
                OrielClient client = client(server)) {
            assertThat(client.session("old/0@1,new/0@1").view("orders").get("o-1"))
                    .isEmpty();
            topic[0] = "new";

            assertThat(client.session("old/0@1,new/0@1").view("orders").get("o-1"))
                    .isEmpty();
        }
    }

    @Test
    void a_session_is_handed_on_as_text() throws Exception {
        try (OrielClient client =
                OrielClient.builder().server(StubServer.deadUrl()).build()) {
            Session session = client.session();
            session.wrote("orders", 0, 17);
            session.remember("orders/1@3~life, customers/0@5");
            session.remember("");
            Session other = client.session(session.token());

            assertThat(other.token().split(","))
                    .containsExactlyInAnyOrder("orders/0@17", "orders/1@3~life", "customers/0@5");
            assertThat(client.session("").token()).isEmpty();
            assertThatIllegalArgumentException().isThrownBy(() -> client.session("orders"));
        }
    }

    @Test
    void a_read_s_own_conditions_are_sent_along() throws Exception {
        try (StubServer server = server(exchange -> exchange.value(1, "1"));
                OrielClient client = client(server)) {
            Session session = client.session("orders/0@17");
            session.view("orders")
                    .key("o-1")
                    .after("orders/1@3")
                    .waitUpTo(Duration.ofSeconds(2))
                    .get();

            StubServer.Request read = reads(server, "orders").get(0);
            assertThat(read.header("Oriel-After")).isEqualTo("orders/1@3,orders/0@17");
            assertThat(read.target()).matches(".*\\?wait=(1[0-9]{3}|2000)ms");
        }
    }

    @Test
    void a_write_that_does_not_arrive_in_time_is_told() throws Exception {
        try (StubServer server = server(exchange -> exchange.problem(412, "position-not-reached"));
                OrielClient client = client(server)) {
            Session session = client.session("orders/0@17");

            assertThatExceptionOfType(NotReachedException.class)
                    .isThrownBy(() -> session.view("orders").get("o-1"));
        }
    }

    @Test
    void a_session_that_is_full_fails_the_read_whose_answer_it_cannot_remember() throws Exception {
        try (StubServer server = server(exchange -> exchange.value(1, "1"));
                OrielClient client = client(server)) {
            Session session = client.session();
            for (int partition = 0; partition < 1_000; partition++) {
                session.wrote("elsewhere", partition, 1);
            }

            assertThatExceptionOfType(SessionFullException.class)
                    .isThrownBy(() -> session.view("orders").get("o-1"));
        }
    }
}
