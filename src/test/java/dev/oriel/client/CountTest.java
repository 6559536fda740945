package dev.oriel.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many entries there are. */
@Timeout(20)
class CountTest {

    private static OrielClient client(StubServer server) {
        return OrielClient.builder().server(server.url()).build();
    }

    private static String count(long count, boolean estimated, String members) {
        return "{\"count\":%d,\"estimated\":%b%s,\"position\":\"%s\"}"
                .formatted(count, estimated, members, Entries.POSITION);
    }

    @Test
    void what_is_counted_is_asked_for_without_an_order_or_pages() throws Exception {
        try (StubServer server = StubServer.start(exchange -> exchange.json(count(3, false, "")));
                OrielClient client = client(server)) {
            ViewClient orders = client.view("orders");
            orders.count();
            orders.scan().prefix("o-é").descending().pageSize(2).count();
            orders.scan().from(1).to(9).count();
            orders.index("by status").count();
            orders.index("status").value("paid").count();
            orders.index("total").from(10).to(20).descending().count();

            String path = "/v1/views/orders/count";
            assertThat(server.asked())
                    .extracting(StubServer.Request::target)
                    .containsExactly(
                            path,
                            path + "?prefix=o-%C3%A9",
                            path + "?from=1&to=9",
                            path + "?index=by%20status",
                            path + "?index=status&value=%22paid%22",
                            path + "?index=total&from=10&to=20");
        }
    }

    @Test
    void conditions_are_those_of_any_read() throws Exception {
        try (StubServer server = StubServer.start(exchange -> exchange.json(count(3, true, ",\"missing\":[1,3]")));
                OrielClient client = client(server)) {
            EntryCount count = client.view("orders")
                    .scan()
                    .allowPartial()
                    .after("orders", 0, 5)
                    .staleUpTo(Duration.ofSeconds(5))
                    .waitUpTo(Duration.ofSeconds(2))
                    .count();

            assertThat(server.asked().get(0).targetAsAsked())
                    .isEqualTo("/v1/views/orders/count?partial=allow&stale=5000ms&wait=2000ms");
            assertThat(server.asked().get(0).header("Oriel-After")).isEqualTo("orders/0@5");
            assertThat(count.count()).isEqualTo(3);
            assertThat(count.estimated()).isTrue();
            assertThat(count.missing()).containsExactly(1, 3);
            assertThat(count.positions())
                    .extracting(Object::toString)
                    .containsExactlyInAnyOrder("orders/0@12~id", "orders/1@5~id");
        }
    }

    @Test
    void a_session_s_count_reflects_what_it_has_seen_and_is_remembered() throws Exception {
        try (StubServer server = StubServer.start(exchange -> {
                    if (exchange.request().target().equals("/v1/views/orders")) {
                        exchange.json("{\"sources\":[{\"topic\":\"orders\"}]}");
                    } else {
                        exchange.json(count(1, false, ""));
                    }
                });
                OrielClient client = client(server)) {
            Session session = client.session("orders/0@3");
            assertThat(session.view("orders").count().count()).isOne();

            assertThat(server.asked().get(1).header("Oriel-After")).isEqualTo("orders/0@3");
            assertThat(List.of(session.token().split(",")))
                    .containsExactlyInAnyOrder("orders/0@12~id", "orders/1@5~id");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{\"estimated\":false,\"position\":\"\"}",
                "{\"count\":1.5,\"estimated\":false,\"position\":\"\"}",
                "{\"count\":1,\"position\":\"\"}",
                "{\"count\":1,\"estimated\":\"no\",\"position\":\"\"}",
                "{\"count\":1,\"estimated\":false}",
                "{\"count\":1,\"estimated\":false,\"missing\":1,\"position\":\"\"}",
                "{\"count\":1,\"estimated\":false,\"missing\":[\"a\"],\"position\":\"\"}",
                "{\"count\":1,\"estimated\":false,\"position\":\"nonsense\"}"
            })
    void an_answer_that_is_no_count_is_none_that_oriel_sends(String body) throws Exception {
        try (StubServer server = StubServer.start(exchange -> exchange.json(body));
                OrielClient client = client(server)) {
            assertThatExceptionOfType(UnexpectedAnswerException.class)
                    .isThrownBy(() -> client.view("orders").count())
                    .withMessageContaining("the count is unreadable");
        }
    }

    @Test
    void what_keeps_it_from_being_counted_is_told() throws Exception {
        try (StubServer server = StubServer.start(exchange -> {
                    if (exchange.request().target().contains("index=")) {
                        exchange.problem(404, "index-not-found");
                    } else {
                        exchange.problem(412, "position-not-reached");
                    }
                });
                OrielClient client = client(server)) {
            ViewClient orders = client.view("orders");

            assertThatExceptionOfType(IndexNotFoundException.class)
                    .isThrownBy(() -> orders.index("smell").count());
            assertThatExceptionOfType(NotReachedException.class)
                    .isThrownBy(() -> orders.scan().after("orders/0@99").count());
            assertThatIllegalStateException()
                    .isThrownBy(
                            () -> orders.scan().waitUpTo(Duration.ofSeconds(1)).count());
        }
    }
}
