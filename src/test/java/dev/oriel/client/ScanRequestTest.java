package dev.oriel.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ranges read page by page. */
@Timeout(20)
class ScanRequestTest {

    private static OrielClient client(StubServer server) {
        return OrielClient.builder().server(server.url()).build();
    }

    /** Three pages, of which the second is empty. */
    private static void threePages(StubServer.Exchange exchange) throws IOException {
        String target = exchange.request().target();
        if (target.contains("cursor=c%2F2")) {
            exchange.json(Entries.pageOf(",\"missing\":[3,1]", "c"));
        } else if (target.contains("cursor=c1")) {
            exchange.json(Entries.pageOf(",\"next\":\"c/2\",\"missing\":[3]"));
        } else {
            exchange.json(Entries.pageOf(",\"next\":\"c1\"", "a", "b"));
        }
    }

    @Test
    void pages_follow_one_another_in_order() throws Exception {
        try (StubServer server = StubServer.start(ScanRequestTest::threePages);
                OrielClient client = client(server);
                Stream<ListedEntry> entries = client.view("orders").scan().stream()) {
            assertThat(entries).extracting(ListedEntry::key).containsExactly("a", "b", "c");
            assertThat(server.asked())
                    .extracting(StubServer.Request::target)
                    .containsExactly(
                            "/v1/views/orders/entries?limit=500",
                            "/v1/views/orders/entries?limit=500&cursor=c1",
                            "/v1/views/orders/entries?limit=500&cursor=c%2F2");
        }
    }

    @Test
    void a_page_is_asked_for_when_an_entry_of_it_is() throws Exception {
        try (StubServer server = StubServer.start(ScanRequestTest::threePages);
                OrielClient client = client(server);
                Scan scan = client.view("orders").scan().open()) {
            assertThat(server.asked()).isEmpty();
            assertThat(scan.next().key()).isEqualTo("a");
            assertThat(scan.next().key()).isEqualTo("b");
            assertThat(server.asked()).hasSize(1);
            assertThat(scan.hasNext()).isTrue();
            assertThat(server.asked()).hasSize(3);
            assertThat(scan.next().key()).isEqualTo("c");
            assertThat(scan.hasNext()).isFalse();
            assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(scan::next);
            assertThat(server.asked()).hasSize(3);
        }
    }

    @Test
    void a_stream_that_is_left_early_asks_for_no_more() throws Exception {
        try (StubServer server = StubServer.start(ScanRequestTest::threePages);
                OrielClient client = client(server);
                Stream<ListedEntry> entries = client.view("orders").scan().stream()) {
            assertThat(entries.limit(2).map(ListedEntry::valueString)).hasSize(2);
            assertThat(server.asked()).hasSize(1);
        }
    }

    @Test
    void what_is_asked_is_asked_with_every_page() throws Exception {
        try (StubServer server = StubServer.start(ScanRequestTest::threePages);
                OrielClient client = client(server);
                Scan scan = client.view("orders")
                        .scan()
                        .from("a b")
                        .to(99)
                        .descending()
                        .pageSize(2)
                        .allowPartial()
                        .after("orders", 0, 5)
                        .staleUpTo(Duration.ofSeconds(5))
                        .waitUpTo(Duration.ofSeconds(2))
                        .open()) {
            scan.forEachRemaining(entry -> assertThat(entry.version()).isEqualTo(7));

            assertThat(server.asked()).allSatisfy(asked -> {
                assertThat(asked.targetAsAsked())
                        .startsWith("/v1/views/orders/entries?from=a%20b&to=99&order=desc&limit=2")
                        .endsWith("&partial=allow&stale=5000ms&wait=2000ms");
                assertThat(asked.header("Oriel-After")).isEqualTo("orders/0@5");
            });
            assertThat(scan.missing()).containsExactly(1, 3);
            assertThat(scan.positions())
                    .extracting(Object::toString)
                    .containsExactlyInAnyOrder("orders/0@12~id", "orders/1@5~id");
        }
    }

    @Test
    void a_prefix_is_sent_as_such() throws Exception {
        try (StubServer server = StubServer.start(exchange -> exchange.json(Entries.pageOf("")));
                OrielClient client = client(server);
                Stream<ListedEntry> entries = client.view("v").scan().prefix("o-é").stream()) {
            assertThat(entries).isEmpty();
            assertThat(server.asked().get(0).target()).isEqualTo("/v1/views/v/entries?prefix=o-%C3%A9&limit=500");
        }
    }

    @Test
    void a_page_is_asked_for_again_as_any_read_is_and_of_another_server() throws Exception {
        try (StubServer broken = StubServer.start(StubServer.Exchange::abort);
                StubServer patient = StubServer.start(exchange -> {
                    if (exchange.number() == 2) {
                        exchange.problem(503, "overloaded", "", Map.of("Retry-After", "0"));
                    } else {
                        threePages(exchange);
                    }
                });
                OrielClient client = OrielClient.builder()
                        .server(broken.url())
                        .server(patient.url())
                        .build();
                Stream<ListedEntry> entries = client.view("v").scan().stream()) {
            assertThat(entries).extracting(ListedEntry::key).containsExactly("a", "b", "c");
            assertThat(patient.asked()).hasSize(4);
        }
    }

    @Test
    void a_session_s_pages_build_on_one_another() throws Exception {
        try (StubServer server = StubServer.start(exchange -> {
                    if (exchange.request().target().equals("/v1/views/orders")) {
                        exchange.json("{\"sources\":[{\"topic\":\"orders\"}]}");
                    } else if (exchange.request().target().contains("cursor")) {
                        exchange.json(Entries.pageOf("", "b"));
                    } else {
                        exchange.json(Entries.pageOf(",\"next\":\"c1\"", "a"));
                    }
                });
                OrielClient client = client(server)) {
            Session session = client.session();
            try (Stream<ListedEntry> entries = session.view("orders").scan().stream()) {
                assertThat(entries).hasSize(2);
            }

            List<StubServer.Request> pages = server.asked().stream()
                    .filter(request -> request.path().endsWith("/entries"))
                    .toList();
            assertThat(pages.get(0).headers()).doesNotContainKey("oriel-after");
            assertThat(pages.get(1).header("Oriel-After").split(","))
                    .containsExactlyInAnyOrder("orders/0@12~id", "orders/1@5~id");
            assertThat(pages.get(1).target()).containsPattern("&wait=[0-9]+ms");
            assertThat(session.token()).contains("orders/0@12~id");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, bad-request, BadRequestException",
        "404, view-not-found, ViewNotFoundException",
        "409, position-unknown, PositionUnknownException",
        "412, position-not-reached, NotReachedException",
        "503, partition-unavailable, UnavailableException"
    })
    void a_problem_in_the_middle_is_told_and_the_scan_can_go_on_from_there(int status, String type, String exception)
            throws Exception {
        try (StubServer server = StubServer.start(exchange -> {
                    if (exchange.number() == 2) {
                        exchange.problem(status, type);
                    } else {
                        threePages(exchange);
                    }
                });
                OrielClient client =
                        OrielClient.builder().server(server.url()).maxRetries(0).build();
                Scan scan = client.view("v").scan().open()) {
            scan.next();
            scan.next();
            assertThatExceptionOfType(OrielException.class)
                    .isThrownBy(scan::hasNext)
                    .satisfies(e -> assertThat(e.getClass().getSimpleName()).isEqualTo(exception));
            assertThat(scan.next().key()).isEqualTo("c");
        }
    }

    @Test
    void an_entry_without_a_value_is_none_that_oriel_sends() throws Exception {
        try (StubServer server = StubServer.start(exchange -> exchange.json(Entries.page("", Entries.absent("a"))));
                OrielClient client = client(server);
                Scan scan = client.view("v").scan().open()) {
            assertThatExceptionOfType(UnexpectedAnswerException.class).isThrownBy(scan::next);
        }
    }

    @Test
    void another_thread_may_close_it_which_ends_the_request() throws Exception {
        try (StubServer server = StubServer.start(StubServer.Exchange::awaitClosed);
                OrielClient client = client(server)) {
            Scan scan = client.view("v").scan().open();
            CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(scan::hasNext);
            await().until(() -> server.asked().size() == 1);
            scan.close();

            assertThat(waiting)
                    .failsWithin(Duration.ofSeconds(5))
                    .withThrowableThat()
                    .havingCause()
                    .isInstanceOf(IllegalStateException.class)
                    .withMessageContaining("closed");
            await().until(() -> server.openConnections() == 0);
            assertThatIllegalStateException().isThrownBy(scan::hasNext);
        }
    }

    @Test
    void mistakes_are_told_at_once() throws Exception {
        try (OrielClient client =
                OrielClient.builder().server(StubServer.deadUrl()).build()) {
            ScanRequest scan = client.view("v").scan();

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> scan.prefix("a").from("b"))
                    .withMessageContaining("found both");
            assertThatIllegalArgumentException().isThrownBy(() -> scan.to("b").prefix("a"));
            assertThatIllegalArgumentException().isThrownBy(() -> scan.prefix("\udd11"));
            assertThatIllegalArgumentException().isThrownBy(() -> scan.pageSize(0));
            assertThatIllegalArgumentException().isThrownBy(() -> scan.pageSize(10_001));
            assertThatIllegalArgumentException().isThrownBy(() -> scan.waitUpTo(Duration.ofDays(2)));
            assertThatIllegalArgumentException().isThrownBy(() -> scan.after("nonsense"));
            try (Scan waits = scan.waitUpTo(Duration.ofSeconds(1)).open()) {
                assertThatIllegalStateException().isThrownBy(waits::hasNext);
            }
        }
    }
}
