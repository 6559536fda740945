package dev.oriel.read;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.oriel.api.Headers;
import dev.oriel.config.HostPort;
import dev.oriel.config.ReadsConfig;
import dev.oriel.route.PeerClient;
import dev.oriel.route.PeerHealth;
import dev.oriel.route.RoutingTables;
import dev.oriel.store.Access;
import dev.oriel.store.ReplicaSet;
import dev.oriel.trace.Trace;
import dev.oriel.view.HostReplicas;
import dev.oriel.view.View;
import dev.oriel.view.ViewConfigs;
import dev.oriel.wait.ThreadTimer;
import dev.oriel.wait.WaitLimits;
import dev.oriel.wait.WaitRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reads of a key that another instance owns. The others are stubs, which say what they are told to. */
class KeyReaderTest {

    private static final HostPort SELF = new HostPort("127.0.0.1", 1);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final View view = new View(ViewConfigs.table());
    private final RoutingTables tables = new RoutingTables(SELF, List.of(view));
    private final PeerHealth health = new PeerHealth();
    private final PeerClient peers = new PeerClient(health);
    private final ThreadTimer timer = new ThreadTimer();
    private final ExecutorService workers = Executors.newSingleThreadExecutor();
    private final List<HttpServer> stubs = new ArrayList<>();

    @AfterEach
    void stop() {
        stubs.forEach(stub -> stub.stop(0));
        peers.close();
        timer.close();
        workers.shutdownNow();
    }

    @Test
    void reads_that_wait_for_an_owner_are_not_counted_as_forwarded_and_take_turns_when_there_is_one() throws Exception {
        KeyReader reader = reader(1);
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger mostAtOnce = new AtomicInteger();
        HostPort owner = stub(exchange -> {
            mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            atOnce.decrementAndGet();
            answer(exchange, 200);
        });
        ViewConfigs.publish(view, new ReplicaSet(1));
        List<CompletableFuture<Outcome>> reads = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            reads.add(begin(reader));
        }
        await().until(() -> tables.waiting() == 20);

        own(owner);

        for (CompletableFuture<Outcome> read : reads) {
            assertThat(status(read)).isEqualTo(200);
        }
        assertThat(mostAtOnce).hasValue(1);
    }

    @Test
    void a_read_beyond_those_that_are_under_way_to_others_is_refused_at_once() throws Exception {
        KeyReader reader = reader(1);
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        HostPort owner = stub(exchange -> {
            asked.countDown();
            pass(goOn);
            answer(exchange, 200);
        });
        ViewConfigs.publish(view, new ReplicaSet(1));
        own(owner);
        CompletableFuture<Outcome> first = begin(reader);
        pass(asked);

        assertThat(begin(reader).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
                .isInstanceOf(Outcome.Overloaded.class);

        goOn.countDown();
        assertThat(status(first)).isEqualTo(200);
    }

    @Test
    void the_owner_that_a_former_owner_names_is_asked_at_once() throws Exception {
        HostPort owner = stub(exchange -> answer(exchange, 200));
        HostPort former = stub(exchange -> {
            exchange.getResponseHeaders().set(Headers.OWNER, owner.toString());
            answer(exchange, 421);
        });
        ViewConfigs.publish(view, new ReplicaSet(1));
        own(former);

        assertThat(status(begin(reader(1)))).isEqualTo(200);
    }

    @Test
    void of_two_that_each_name_the_other_neither_is_asked_twice_for_one_try() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        CompletableFuture<HostPort> second = new CompletableFuture<>();
        HostPort first = stub(exchange -> {
            asked.incrementAndGet();
            exchange.getResponseHeaders().set(Headers.OWNER, second.join().toString());
            answer(exchange, 421);
        });
        second.complete(stub(exchange -> {
            asked.incrementAndGet();
            exchange.getResponseHeaders().set(Headers.OWNER, first.toString());
            answer(exchange, 421);
        }));
        ViewConfigs.publish(view, new ReplicaSet(1));
        own(first);

        Outcome outcome = begin(reader(1), Duration.ofMillis(20)).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);

        assertThat(Unavailability.passes(outcome)).isTrue();
        assertThat(asked.get()).isEven().isLessThanOrEqualTo(4);
    }

    private KeyReader reader(int maxForwards) {
        ReadsConfig byDefault = ReadsConfig.DEFAULT;
        ReadsConfig bounds = new ReadsConfig(
                byDefault.timeout(),
                maxForwards,
                byDefault.maxWait(),
                byDefault.maxWaiters(),
                byDefault.maxWaitersPerView(),
                byDefault.hedgeAfter(),
                byDefault.maxScans(),
                byDefault.slowAfter());
        WaitRegistry<Sighting> waits = new WaitRegistry<>(List.of(view.name()), new WaitLimits(10, 10), workers, timer);
        return new KeyReader("oriel-0", tables, peers, health, waits, bounds);
    }

    private CompletableFuture<Outcome> begin(KeyReader reader) {
        return begin(reader, PATIENCE);
    }

    private CompletableFuture<Outcome> begin(KeyReader reader, Duration within) {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        KeyRead read = new KeyRead(
                view,
                "k".getBytes(UTF_8),
                "k",
                Conditions.NONE,
                Standbys.UNSAID,
                Optional.empty(),
                KeyRead.Origin.CLIENT,
                Trace.NONE,
                Deadline.in(within));
        assertThat(reader.here(read, Access.MEMORY)).isInstanceOf(Here.Elsewhere.class);
        reader.pend(read, new Pending.Reply() {
                    @Override
                    public void outcome(Outcome ended) {
                        outcome.complete(ended);
                    }

                    @Override
                    public void failure(RuntimeException cause) {
                        outcome.completeExceptionally(cause);
                    }
                })
                .begin();
        return outcome;
    }

    private static int status(CompletableFuture<Outcome> read) throws Exception {
        Outcome outcome = read.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        return outcome instanceof Outcome.Relayed relayed ? relayed.answer().status() : -1;
    }

    private void own(HostPort owner) {
        ViewConfigs.publish(view, List.of(new HostReplicas(owner, Set.of(0), Set.of())));
        tables.refresh();
    }

    @FunctionalInterface
    private interface Stub {
        void handle(HttpExchange exchange) throws IOException;
    }

    private HostPort stub(Stub handler) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", handler::handle);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        stubs.add(server);
        return new HostPort("127.0.0.1", server.getAddress().getPort());
    }

    private static void answer(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private static void pass(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
