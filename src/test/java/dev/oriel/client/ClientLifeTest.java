package dev.oriel.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What ends a request before its answer, and what is left then. */
@Timeout(20)
class ClientLifeTest {

    private final CountDownLatch gone = new CountDownLatch(1);

    /** Holds every request until its client goes. */
    private StubServer holding() throws Exception {
        return StubServer.start(exchange -> {
            exchange.awaitClosed();
            gone.countDown();
        });
    }

    private static OrielClient.Builder client(StubServer server) {
        return OrielClient.builder().server(server.url());
    }

    @Test
    void a_cancelled_future_closes_its_connection() throws Exception {
        try (StubServer server = holding();
                OrielClient client = client(server).build()) {
            CompletableFuture<Optional<Entry>> read = client.view("v").getAsync("k");
            await().until(() -> server.asked().size() == 1);
            read.cancel(true);

            assertThat(gone.await(5, TimeUnit.SECONDS)).isTrue();
            assertThat(server.asked()).as("not asked again").hasSize(1);
        }
    }

    @Test
    void a_future_that_its_owner_lets_time_out_closes_its_connection() throws Exception {
        try (StubServer server = holding();
                OrielClient client = client(server).build()) {
            CompletableFuture<Optional<Entry>> read =
                    client.view("v").getAsync("k").orTimeout(300, TimeUnit.MILLISECONDS);

            assertThat(gone.await(5, TimeUnit.SECONDS)).isTrue();
            assertThat(read).isCompletedExceptionally();
        }
    }

    @Test
    void an_interrupted_thread_gives_its_request_up_and_stays_interrupted() throws Exception {
        try (StubServer server = holding();
                OrielClient client = client(server).build()) {
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            Thread reader = new Thread(() -> {
                try {
                    client.view("v").get("k");
                } catch (ReadInterruptedException e) {
                    thrown.set(Thread.currentThread().isInterrupted() ? e : new AssertionError("not interrupted"));
                }
            });
            reader.start();
            await().until(() -> server.asked().size() == 1);
            reader.interrupt();
            reader.join();

            assertThat(thrown.get()).isInstanceOf(ReadInterruptedException.class);
            assertThat(gone.await(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void a_closed_client_ends_what_is_under_way_and_begins_nothing() throws Exception {
        try (StubServer server = holding()) {
            OrielClient client = client(server).build();
            CompletableFuture<Optional<Entry>> read = client.view("v").getAsync("k");
            CompletableFuture<Void> watch = client.view("v").watchAll().consume(event -> {});
            await().until(() -> server.asked().size() == 2);
            client.close();
            client.close();

            assertThatThrownBy(() -> read.get(5, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the client was closed");
            watch.get(5, TimeUnit.SECONDS);
            // Not "two have closed": the JDK may just be connecting once more, though it sends nothing there.
            await().until(() -> server.openConnections() == 0);
            assertThat(server.asked()).as("nothing asked again").hasSize(2);
            assertThatIllegalStateException().isThrownBy(() -> client.view("v").get("k"));
            assertThatIllegalStateException().isThrownBy(() -> client.view("v").getAsync("k"));
            assertThat(client.view("v").watchAll().consume(event -> {}))
                    .failsWithin(Duration.ofSeconds(5))
                    .withThrowableThat()
                    .withCauseInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void its_threads_end_by_themselves() throws Exception {
        try (StubServer server = StubServer.start(exchange -> exchange.value(1, "1"))) {
            try (OrielClient client = client(server).build()) {
                assertThat(client.view("v").get("k")).isPresent();
            }
            await().atMost(Duration.ofSeconds(15))
                    .until(() -> Thread.getAllStackTraces().keySet().stream()
                            .noneMatch(thread -> thread.getName().startsWith("oriel-client-")));
        }
    }

    @Test
    void no_more_requests_than_allowed_are_under_way() throws Exception {
        try (StubServer server = holding();
                OrielClient client = client(server).maxConcurrentRequests(3).build()) {
            List<CompletableFuture<Optional<Entry>>> held = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                held.add(client.view("v").getAsync("k"));
            }
            CompletableFuture<Void> watch = client.view("v").watch("k").consume(event -> {});
            await().until(() -> server.asked().size() == 3);

            assertThatExceptionOfType(OverloadedException.class)
                    .isThrownBy(() -> client.view("v").get("k"))
                    .withMessageContaining("3 requests are under way");
            assertThat(client.view("v").watchAll().consume(event -> {}))
                    .failsWithin(Duration.ofSeconds(5))
                    .withThrowableThat()
                    .withCauseInstanceOf(OverloadedException.class);
            assertThat(server.asked()).hasSize(3);

            watch.cancel(true);
            held.add(client.view("v").getAsync("k"));
            await().until(() -> server.asked().size() == 4);
            assertThat(held).noneMatch(CompletableFuture::isDone);
        }
    }

    @Test
    void connections_are_used_again() throws Exception {
        try (StubServer server = StubServer.start(exchange -> exchange.value(1, "1"));
                OrielClient client = client(server).build()) {
            for (int i = 0; i < 10; i++) {
                assertThat(client.view("v").get("k")).isPresent();
            }
            assertThat(server.closedConnections()).isZero();
        }
    }

    @Test
    void what_follows_on_a_read_may_read_again_and_wait_for_it() throws Exception {
        try (StubServer server = StubServer.start(exchange -> exchange.value(1, "1"));
                OrielClient client = client(server).build()) {
            List<CompletableFuture<Optional<Entry>>> chains = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                chains.add(client.view("v")
                        .getAsync("k")
                        .thenApply(first -> client.view("v").get("k")));
            }
            for (CompletableFuture<Optional<Entry>> chain : chains) {
                assertThat(chain.get(10, TimeUnit.SECONDS)).isPresent();
            }
        }
    }
}
