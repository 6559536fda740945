package dev.oriel.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class WatchTest {

    private static final int MANY = 4_000;

    /** Notes what it is told; asks for nothing by itself. */
    private static final class Listener implements Flow.Subscriber<WatchEvent> {

        final List<WatchEvent> events = new CopyOnWriteArrayList<>();
        final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
        final CompletableFuture<Boolean> end = new CompletableFuture<>();

        void request(long n) {
            subscription.join().request(n);
        }

        List<Long> versions() {
            return events.stream()
                    .filter(event -> event instanceof WatchEvent.Put)
                    .map(event -> ((WatchEvent.Put) event).version())
                    .toList();
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription.complete(given);
        }

        @Override
        public void onNext(WatchEvent event) {
            events.add(event);
        }

        @Override
        public void onError(Throwable failure) {
            end.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            end.complete(true);
        }
    }

    private static Listener listen(Watch watch, long demand) {
        Listener listener = new Listener();
        watch.subscribe(listener);
        listener.request(demand);
        return listener;
    }

    private static OrielClient.Builder client(StubServer... servers) {
        OrielClient.Builder builder = OrielClient.builder();
        for (StubServer server : servers) {
            builder.server(server.url());
        }
        return builder;
    }

    @Test
    void events_come_as_the_server_tells_them() throws Exception {
        try (StubServer server = StubServer.start(exchange -> {
                    exchange.beginEvents();
                    exchange.put("o-1", 1, "{\"a\":1}");
                    exchange.write(":\n\n");
                    exchange.write("event: of-a-later-version\ndata: {}\n\n");
                    exchange.write("""
                            event: delete
                            id: orders/0@2
                            data: {"key":"o-1","version":2,"timestamp":"2026-11-25T10:00:00Z","conflated":4}

                            """);
                    exchange.write("event: reset\ndata: {}\n\n");
                    exchange.awaitClosed();
                });
                OrielClient client = client(server).build()) {
            Listener listener = listen(client.view("orders").watch("o-1"), 100);

            await().until(() -> listener.events.size() == 3);
            assertThat(listener.events)
                    .hasExactlyElementsOfTypes(WatchEvent.Put.class, WatchEvent.Delete.class, WatchEvent.Reset.class);
            assertThat(listener.events.get(0)).isInstanceOfSatisfying(WatchEvent.Put.class, put -> {
                assertThat(put.valueJson()).isEqualTo("{\"a\":1}");
                assertThat(put.positions()).hasToString("[orders/0@1~k3Qx]");
            });
            assertThat(listener.events.get(1))
                    .isInstanceOfSatisfying(
                            WatchEvent.Delete.class,
                            delete -> assertThat(delete.conflated()).isEqualTo(4));
            assertThat(server.asked().get(0).header("Accept")).isEqualTo("text/event-stream");
            assertThat(server.asked().get(0).headers()).doesNotContainKey("last-event-id");
        }
    }

    @Test
    void what_is_watched_stands_in_the_path() throws Exception {
        try (StubServer server = StubServer.start(exchange -> exchange.send(204, Map.of(), new byte[0]));
                OrielClient client = client(server).build()) {
            ViewClient view = client.view("orders");
            UUID uuid = new UUID(1, 2);
            for (Watch watch : List.of(
                    view.watch("a/b"), view.watch(7), view.watch(uuid), view.watchAll(), view.watchPrefix("o &"))) {
                watch.consume(event -> {}).get(5, TimeUnit.SECONDS);
            }

            assertThat(server.asked())
                    .extracting(StubServer.Request::target)
                    .containsExactly(
                            "/v1/views/orders/keys/a%2Fb/watch",
                            "/v1/views/orders/keys/7/watch",
                            "/v1/views/orders/keys/" + uuid + "/watch",
                            "/v1/views/orders/watch",
                            "/v1/views/orders/watch?prefix=o%20%26");
        }
    }

    @Test
    void only_what_is_asked_for_comes() throws Exception {
        try (StubServer server = StubServer.start(exchange -> {
                    exchange.beginEvents();
                    for (int version = 1; version <= 10; version++) {
                        exchange.put("o-1", version, "1");
                    }
                    exchange.awaitClosed();
                });
                OrielClient client = client(server).build()) {
            Listener listener = listen(client.view("orders").watchAll(), 2);
            await().until(() -> listener.events.size() == 2);
            listener.request(1);
            listener.request(2);
            await().until(() -> listener.events.size() == 5);

            await().during(Duration.ofMillis(300)).until(() -> listener.events.size() == 5);
            listener.request(Long.MAX_VALUE);
            listener.request(Long.MAX_VALUE);
            await().until(() -> listener.events.size() == 10);
            assertThat(listener.versions()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
        }
    }

    @Test
    void a_server_cannot_send_what_nobody_asks_for() throws Exception {
        AtomicLong sent = new AtomicLong();
        String value = "\"" + "x".repeat(10_000) + "\"";
        try (StubServer server = StubServer.start(exchange -> {
                    exchange.beginEvents();
                    for (int version = 1; version <= MANY; version++) {
                        exchange.put("o-1", version, value);
                        sent.set(version);
                    }
                    exchange.awaitClosed();
                });
                OrielClient client =
                        client(server).watchSilence(Duration.ofSeconds(1)).build()) {
            Listener listener = listen(client.view("orders").watchAll(), 1);
            await().until(() -> listener.events.size() == 1);
            // As long as the sockets take it up; then it stands, for longer than the silence that would end a
            // connection.
            await().atMost(Duration.ofSeconds(15))
                    .during(Duration.ofSeconds(2))
                    .until(sent::get, new Unchanging()::holds);

            assertThat(sent.get()).as("of " + MANY + " events").isLessThan(MANY / 2);
            listener.request(Long.MAX_VALUE);
            await().atMost(Duration.ofSeconds(20)).until(() -> listener.events.size() == MANY);
            assertThat(server.asked()).hasSize(1);
        }
    }

    /** Holds while a number is what it was when it was last looked at. */
    private static final class Unchanging {
        private long last = -1;

        boolean holds(long number) {
            boolean same = number == last;
            last = number;
            return same;
        }
    }

    @Test
    void to_cancel_closes_the_connection_even_while_nothing_is_asked_for() throws Exception {
        try (StubServer server = StubServer.start(exchange -> {
                    exchange.beginEvents();
                    exchange.put("o-1", 1, "1");
                    exchange.put("o-1", 2, "1");
                    exchange.awaitClosed();
                });
                OrielClient client = client(server).build()) {
            Listener listener = listen(client.view("orders").watchAll(), 1);
            await().until(() -> listener.events.size() == 1);
            listener.subscription.join().cancel();

            await().until(() -> server.closedConnections() == 1);
            listener.request(1);
            await().during(Duration.ofMillis(300)).until(() -> listener.events.size() == 1 && !listener.end.isDone());
            assertThat(server.asked()).hasSize(1);
        }
    }

    @Test
    void a_connection_that_breaks_is_replaced_and_goes_on_where_it_was() throws Exception {
        try (StubServer server = StubServer.start(exchange -> {
                    exchange.beginEvents();
                    exchange.put("o-1", exchange.number(), "1");
                    switch (exchange.number()) {
                        case 1 -> exchange.abort();
                        case 2 -> exchange.end();
                        default -> exchange.awaitClosed();
                    }
                });
                OrielClient client = client(server).build()) {
            Listener listener = listen(client.view("orders").watchAll(), 100);

            await().until(() -> listener.events.size() == 3);
            assertThat(server.asked())
                    .extracting(request -> request.header("Last-Event-ID"))
                    .containsExactly("", "orders/0@1~k3Qx", "orders/0@2~k3Qx");
            assertThat(listener.versions()).containsExactly(1L, 2L, 3L);
        }
    }

    @Test
    void a_connection_that_falls_silent_is_replaced_and_heartbeats_keep_one() throws Exception {
        try (StubServer server = StubServer.start(exchange -> {
                    exchange.beginEvents();
                    if (exchange.number() > 1) {
                        exchange.put("o-1", 2, "1");
                        beat(exchange);
                    }
                    exchange.awaitClosed();
                });
                OrielClient client =
                        client(server).watchSilence(Duration.ofMillis(600)).build()) {
            Listener listener = listen(client.view("orders").watchAll(), 100);

            await().until(() -> listener.events.size() == 1);
            await().during(Duration.ofSeconds(2)).until(() -> server.asked().size() == 2);
        }
    }

    /** Sends a heartbeat every tenth of a second for four seconds. */
    private static void beat(StubServer.Exchange exchange) throws IOException {
        try {
            for (int i = 0; i < 40; i++) {
                exchange.write(":\n\n");
                TimeUnit.MILLISECONDS.sleep(100);
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void another_server_takes_over() throws Exception {
        StubServer.Handler stream = exchange -> {
            exchange.beginEvents();
            exchange.put("o-1", 1, "1");
            exchange.awaitClosed();
        };
        try (StubServer first = StubServer.start(stream);
                StubServer second = StubServer.start(stream);
                OrielClient client = client(first, second).build()) {
            Listener listener = listen(client.view("orders").watchAll(), 100);
            await().until(() -> listener.events.size() == 1);
            (first.asked().isEmpty() ? second : first).close();

            await().until(() -> listener.events.size() == 2);
            assertThat(first.asked()).hasSize(1);
            assertThat(second.asked()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {503, 429, 500, 502})
    void a_server_that_asks_for_patience_is_asked_again(int status) throws Exception {
        try (StubServer server = StubServer.start(exchange -> {
                    if (exchange.number() < 3) {
                        exchange.problem(status, "overloaded", "", Map.of("Retry-After", "0"));
                    } else {
                        exchange.beginEvents();
                        exchange.put("o-1", 1, "1");
                        exchange.awaitClosed();
                    }
                });
                OrielClient client = client(server).build()) {
            Listener listener = listen(client.view("orders").watchAll(), 100);

            await().until(() -> listener.events.size() == 1);
        }
    }

    @Test
    void a_watch_that_never_began_gives_up_as_a_read_does() throws Exception {
        try (StubServer server = StubServer.start(
                        exchange -> exchange.problem(503, "partition-unavailable", "", Map.of("Retry-After", "0")));
                OrielClient client = client(server).maxRetries(2).build();
                OrielClient lost = OrielClient.builder()
                        .server(StubServer.deadUrl())
                        .maxRetries(1)
                        .build()) {
            assertThat(client.view("orders").watchAll().consume(event -> {}))
                    .failsWithin(Duration.ofSeconds(5))
                    .withThrowableThat()
                    .withCauseInstanceOf(UnavailableException.class);
            assertThat(server.asked()).hasSize(3);
            assertThat(lost.view("orders").watchAll().consume(event -> {}))
                    .failsWithin(Duration.ofSeconds(5))
                    .withThrowableThat()
                    .withCauseInstanceOf(UnreachableException.class);
        }
    }

    @Test
    void a_watch_that_once_began_does_not_give_up() throws Exception {
        try (StubServer server = StubServer.start(exchange -> {
                    if (exchange.number() == 1 || exchange.number() > 6) {
                        exchange.beginEvents();
                        exchange.put("o-1", exchange.number(), "1");
                        exchange.end();
                    } else {
                        exchange.problem(503, "partition-unavailable", "", Map.of("Retry-After", "0"));
                    }
                });
                OrielClient client = client(server).maxRetries(0).build()) {
            Listener listener = listen(client.view("orders").watchAll(), 100);

            await().until(() -> listener.versions().contains(7L));
        }
    }

    @Test
    void a_server_that_refuses_ends_the_watch() throws Exception {
        try (StubServer server = StubServer.start(exchange -> exchange.problem(404, "view-not-found"));
                OrielClient client = client(server).build()) {
            assertThat(client.view("orders").watchAll().consume(event -> {}))
                    .failsWithin(Duration.ofSeconds(5))
                    .withThrowableThat()
                    .withCauseInstanceOf(ViewNotFoundException.class);
            assertThat(server.asked()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"event: put\ndata: nonsense\n\n", "event: put\ndata: {\"key\":\"a\"}\n\n"})
    void an_event_that_cannot_be_read_ends_the_watch(String event) throws Exception {
        try (StubServer server = StubServer.start(exchange -> {
                    exchange.beginEvents();
                    exchange.write(event);
                    exchange.awaitClosed();
                });
                OrielClient client = client(server).build()) {
            assertThat(client.view("orders").watchAll().consume(each -> {}))
                    .failsWithin(Duration.ofSeconds(5))
                    .withThrowableThat()
                    .withCauseInstanceOf(UnexpectedAnswerException.class);
            await().until(() -> server.closedConnections() == 1);
        }
    }

    @Test
    void an_event_longer_than_allowed_ends_the_watch() throws Exception {
        try (StubServer server = StubServer.start(exchange -> {
                    exchange.beginEvents();
                    exchange.put("o-1", 1, "\"" + "x".repeat(5_000) + "\"");
                    exchange.awaitClosed();
                });
                OrielClient client = client(server).maxAnswerBytes(4_096).build()) {
            assertThat(client.view("orders").watchAll().consume(event -> {}))
                    .failsWithin(Duration.ofSeconds(5))
                    .withThrowableThat()
                    .withMessageContaining("more than 4096 bytes");
        }
    }

    @Test
    void a_page_that_is_not_a_stream_ends_the_watch() throws Exception {
        try (StubServer server = StubServer.start(
                        exchange -> exchange.send(200, Map.of("Content-Type", "text/html"), new byte[9]));
                OrielClient client = client(server).build()) {
            assertThat(client.view("orders").watchAll().consume(event -> {}))
                    .failsWithin(Duration.ofSeconds(5))
                    .withThrowableThat()
                    .withCauseInstanceOf(UnexpectedAnswerException.class);
        }
    }

    @Test
    void what_a_consumer_throws_ends_the_watch_and_its_connection() throws Exception {
        try (StubServer server = StubServer.start(exchange -> {
                    exchange.beginEvents();
                    exchange.put("o-1", 1, "1");
                    exchange.awaitClosed();
                });
                OrielClient client = client(server).build()) {
            CompletableFuture<Void> watch = client.view("orders").watchAll().consume(event -> {
                throw new UnsupportedOperationException("my own");
            });

            assertThat(watch)
                    .failsWithin(Duration.ofSeconds(5))
                    .withThrowableThat()
                    .withCauseInstanceOf(UnsupportedOperationException.class);
            await().until(() -> server.closedConnections() == 1);
        }
    }

    @Test
    void a_consumer_is_given_one_event_at_a_time_until_it_is_cancelled() throws Exception {
        try (StubServer server = StubServer.start(exchange -> {
                    exchange.beginEvents();
                    for (int version = 1; version <= 1_000; version++) {
                        exchange.put("o-1", version, "1");
                    }
                    exchange.awaitClosed();
                });
                OrielClient client = client(server).build()) {
            List<Long> versions = new CopyOnWriteArrayList<>();
            CompletableFuture<Void> watch =
                    client.view("orders").watchAll().consume(event -> versions.add(((WatchEvent.Put) event).version()));
            await().until(() -> versions.size() == 1_000);
            watch.cancel(true);

            assertThat(versions).isSorted();
            await().until(() -> server.closedConnections() == 1);
        }
    }

    @Test
    void an_id_that_cannot_be_sent_back_ends_the_watch() throws Exception {
        try (StubServer server = StubServer.start(exchange -> {
                    exchange.beginEvents();
                    exchange.write("id: \u0001\n\n");
                    exchange.end();
                });
                OrielClient client = client(server).build()) {
            assertThat(client.view("orders").watchAll().consume(event -> {}))
                    .failsWithin(Duration.ofSeconds(5))
                    .withThrowableThat()
                    .withCauseInstanceOf(UnexpectedAnswerException.class);
        }
    }

    @Test
    void a_demand_that_is_not_positive_is_an_error() throws Exception {
        try (StubServer server = StubServer.start(exchange -> {
                    exchange.beginEvents();
                    exchange.awaitClosed();
                });
                OrielClient client = client(server).build()) {
            Listener listener = listen(client.view("orders").watchAll(), 0);

            assertThat(listener.end)
                    .failsWithin(Duration.ofSeconds(5))
                    .withThrowableThat()
                    .withCauseInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void what_a_session_s_watch_delivers_the_session_remembers() throws Exception {
        try (StubServer server = StubServer.start(exchange -> {
                    exchange.beginEvents();
                    exchange.put("o-1", 17, "1");
                    exchange.awaitClosed();
                });
                OrielClient client = client(server).build()) {
            Session session = client.session();
            Listener listener = listen(session.view("orders").watchAll(), 100);
            await().until(() -> listener.events.size() == 1);

            assertThat(session.token()).isEqualTo("orders/0@17~k3Qx");
        }
    }
}
