package dev.oriel.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Entries read by an index. */
@Timeout(20)
class IndexRequestTest {

    private static OrielClient client(StubServer server) {
        return OrielClient.builder().server(server.url()).build();
    }

    private static List<String> keys(Stream<ListedEntry> entries) {
        try (entries) {
            return entries.map(ListedEntry::key).toList();
        }
    }

    /** What is asked for in a URL, without the size of a page. */
    private static String asked(UnaryOperator<IndexRequest> range) throws Exception {
        try (StubServer server = StubServer.start(exchange -> exchange.json(Entries.pageOf("")));
                OrielClient client = client(server)) {
            assertThat(keys(range.apply(client.view("orders").index("by")).stream()))
                    .isEmpty();
            return server.asked().get(0).target().replaceFirst("[?&]limit=500$", "");
        }
    }

    private static void breaksOff(StubServer.Exchange exchange, String lines) throws IOException {
        exchange.begin(200, "application/x-ndjson");
        exchange.write(lines);
        exchange.abort();
    }

    @Test
    void pages_by_a_value_follow_one_another() throws Exception {
        try (StubServer server = StubServer.start(exchange -> exchange.json(
                        exchange.number() == 1
                                ? Entries.pageOf(",\"next\":\"c1\"", "a", "b")
                                : Entries.pageOf(",\"missing\":[2]", "c")));
                OrielClient client = client(server);
                Scan scan = client.view("orders")
                        .index("by status")
                        .value("paid")
                        .descending()
                        .pageSize(2)
                        .allowPartial()
                        .after("orders", 0, 5)
                        .staleUpTo(Duration.ofSeconds(5))
                        .waitUpTo(Duration.ofSeconds(2))
                        .open()) {
            assertThat(scan).toIterable().extracting(ListedEntry::key).containsExactly("a", "b", "c");
            assertThat(scan.missing()).containsExactly(2);
            String path = "/v1/views/orders/indexes/by%20status/%22paid%22?order=desc&limit=2";
            String conditions = "&partial=allow&stale=5000ms&wait=2000ms";
            assertThat(server.asked())
                    .extracting(StubServer.Request::targetAsAsked)
                    .containsExactly(path + conditions, path + "&cursor=c1" + conditions);
            assertThat(server.asked())
                    .allSatisfy(
                            request -> assertThat(request.header("Oriel-After")).isEqualTo("orders/0@5"));
        }
    }

    @Test
    void values_are_written_so_that_a_string_is_none_of_the_others() throws Exception {
        String path = "/v1/views/orders/indexes/by";

        assertThat(asked(all -> all)).isEqualTo(path);
        assertThat(asked(all -> all.value("42"))).isEqualTo(path + "/%2242%22");
        assertThat(asked(all -> all.value(""))).isEqualTo(path + "/%22%22");
        assertThat(asked(all -> all.value("a\"/é"))).isEqualTo(path + "/%22a%5C%22%2F%C3%A9%22");
        assertThat(asked(all -> all.value(42))).isEqualTo(path + "/42");
        assertThat(asked(all -> all.value(-0.5))).isEqualTo(path + "/-0.5");
        assertThat(asked(all -> all.value(true))).isEqualTo(path + "/true");
        assertThat(asked(all -> all.prefix("c-"))).isEqualTo(path + "?prefix=%22c-%22");
        assertThat(asked(all -> all.from("a").to("b"))).isEqualTo(path + "?from=%22a%22&to=%22b%22");
        assertThat(asked(all -> all.from(10).to(99.5).descending())).isEqualTo(path + "?from=10&to=99.5&order=desc");
        assertThat(asked(all -> all.from(0.5))).isEqualTo(path + "?from=0.5");
        assertThat(asked(all -> all.to(7))).isEqualTo(path + "?to=7");
    }

    @Test
    void an_entry_that_has_two_of_the_values_comes_twice() throws Exception {
        try (StubServer server = StubServer.start(exchange -> {
                    if (exchange.request().target().contains("limit")) {
                        exchange.json(Entries.pageOf("", "a", "a"));
                    } else {
                        exchange.begin(200, "application/x-ndjson");
                        exchange.write(Entries.lines("a", "a"));
                        exchange.end();
                    }
                });
                OrielClient client = client(server)) {
            IndexRequest tags = client.view("orders").index("tag");

            assertThat(keys(tags.stream())).containsExactly("a", "a");
            assertThat(keys(tags.export())).containsExactly("a", "a");
        }
    }

    @Test
    void an_export_that_breaks_off_behind_an_entry_fails() throws Exception {
        try (StubServer server = StubServer.start(exchange -> breaksOff(exchange, Entries.lines("a", "b")));
                OrielClient client = client(server)) {
            assertThatExceptionOfType(UnreachableException.class)
                    .isThrownBy(() ->
                            keys(client.view("orders").index("tag").value("new").export()))
                    .withMessageContaining("the entries of orders broke off after 2 of them");
            assertThat(server.asked())
                    .extracting(StubServer.Request::target)
                    .containsExactly("/v1/views/orders/indexes/tag/%22new%22");
        }
    }

    @Test
    void an_export_that_breaks_off_before_its_first_entry_begins_anew() throws Exception {
        try (StubServer server = StubServer.start(exchange -> {
                    if (exchange.number() == 1) {
                        breaksOff(exchange, "{\"key\":");
                    } else {
                        exchange.begin(200, "application/x-ndjson");
                        exchange.write(Entries.lines("a", "a", "b"));
                        exchange.end();
                    }
                });
                OrielClient client = client(server)) {
            assertThat(keys(client.view("orders").index("tag").export())).containsExactly("a", "a", "b");
        }
    }

    @Test
    void an_index_that_is_not_declared_is_told_from_one_that_is_built() throws Exception {
        try (StubServer server = StubServer.start(exchange -> {
                    if (exchange.request().target().contains("smell")) {
                        exchange.problem(404, "index-not-found");
                    } else {
                        exchange.problem(
                                503,
                                "partition-unavailable",
                                ",\"partition\":1,\"state\":\"building\"",
                                Map.of("Retry-After", "3"));
                    }
                });
                OrielClient client =
                        OrielClient.builder().server(server.url()).maxRetries(0).build()) {
            ViewClient orders = client.view("orders");

            assertThatExceptionOfType(IndexNotFoundException.class)
                    .isThrownBy(() -> keys(orders.index("smell").stream()))
                    .withMessageContaining("What is wrong.");
            assertThatExceptionOfType(IndexBuildingException.class)
                    .isThrownBy(() -> keys(orders.index("colour").value("red").stream()))
                    .isInstanceOf(UnavailableException.class)
                    .satisfies(e -> assertThat(e.retryAfter()).contains(Duration.ofSeconds(3)));
        }
    }

    @Test
    void mistakes_are_told_at_once() throws Exception {
        try (OrielClient client =
                OrielClient.builder().server(StubServer.deadUrl()).build()) {
            ViewClient orders = client.view("orders");
            IndexRequest all = orders.index("by");

            assertThatIllegalArgumentException().isThrownBy(() -> orders.index(""));
            assertThatIllegalArgumentException().isThrownBy(() -> orders.index("\udd11"));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> all.value("a").from("b"))
                    .withMessageContaining("more than one");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> all.prefix("a").to("b"));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> all.prefix("a").value(1));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> all.from("1").to(2))
                    .withMessageContaining("found \"1\" and 2");
            assertThatIllegalArgumentException().isThrownBy(() -> all.value(Double.NaN));
            assertThatIllegalArgumentException().isThrownBy(() -> all.to(Double.POSITIVE_INFINITY));
            assertThatIllegalArgumentException().isThrownBy(() -> all.value("\udd11"));
            assertThatIllegalStateException()
                    .isThrownBy(() -> all.allowPartial().export());
        }
    }
}
