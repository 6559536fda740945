package dev.oriel.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.oriel.api.Headers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads that are forwarded to an owner which says that it cannot answer now. */
@Timeout(120)
class StoppingOwnerIT {

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private static ScriptedPeer peer;
    private static OrielCluster cluster;
    private static String key = "";

    @BeforeAll
    static void start() throws Exception {
        KAFKA.create("handed-on:2");
        peer = new ScriptedPeer();
        cluster = new OrielCluster(KAFKA, "moving: { table: { topic: handed-on } }")
                .with("reads.timeout", TIMEOUT.toSeconds() + "s");
        cluster.start(0);
        // This instance owns a partition, but tells its peers to ask for it elsewhere.
        cluster.start(1, "127.0.0.1:" + peer.port());
        await().atMost(Duration.ofSeconds(30)).until(StoppingOwnerIT::findsAKeyOfTheOther);
    }

    private static boolean findsAKeyOfTheOther() throws Exception {
        for (int i = 0; i < 20; i++) {
            Answer direct = cluster.client(0).key("moving", "k-" + i, Headers.ROUTE, Headers.ROUTE_DIRECT);
            if (direct.status() == 421) {
                key = "k-" + i;
                return true;
            }
        }
        return false;
    }

    @AfterAll
    static void stop() {
        cluster.close();
        peer.close();
    }

    @BeforeEach
    void forget() {
        peer.states.clear();
        peer.always = Optional.empty();
        peer.reads.set(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stopping", "rebalancing"})
    void what_passes_is_asked_again_and_the_client_sees_the_value_alone(String state) throws Exception {
        peer.states.addAll(List.of(state, state));

        Answer answer = cluster.client(0).key("moving", key);

        assertThat(answer.status()).as(answer::toString).isEqualTo(200);
        assertThat(answer.text()).isEqualTo(ScriptedPeer.VALUE);
        assertThat(answer.servedBy().hops()).isEqualTo(1);
        assertThat(answer.header(Headers.UNAVAILABLE)).isEmpty();
        assertThat(peer.reads).hasValue(3);
    }

    @Test
    void an_owner_that_goes_on_stopping_is_told_when_the_time_for_a_read_is_over() throws Exception {
        peer.always = Optional.of("stopping");

        long start = System.nanoTime();
        Answer answer = cluster.client(0).key("moving", key);
        Duration took = Duration.ofNanos(System.nanoTime() - start);

        assertThat(answer.problem()).isEqualTo("partition-unavailable");
        assertThat(answer.header("Retry-After")).isPresent();
        assertThat(took).isBetween(TIMEOUT.minusMillis(300), TIMEOUT.plusSeconds(2));
        assertThat(peer.reads).hasValueGreaterThan(1);
    }

    @Test
    void what_takes_its_time_is_told_at_once() throws Exception {
        peer.states.add("restoring");

        Answer answer = cluster.client(0).key("moving", key);

        assertThat(answer.problem()).isEqualTo("partition-unavailable");
        assertThat(answer.json().path("state").asText()).isEqualTo("restoring");
        assertThat(peer.reads).hasValue(1);
    }

    /** Answers reads with 503 and one state after the other, and with the value when there are none left. */
    private static final class ScriptedPeer implements AutoCloseable {

        static final String VALUE = "{\"n\":1}";

        final Queue<String> states = new ConcurrentLinkedQueue<>();
        volatile Optional<String> always = Optional.empty();
        final AtomicInteger reads = new AtomicInteger();
        private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        private final HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);

        ScriptedPeer() throws IOException {
            server.setExecutor(threads);
            server.createContext("/v1/views/", this::answer);
            server.start();
        }

        int port() {
            return server.getAddress().getPort();
        }

        private void answer(HttpExchange exchange) throws IOException {
            reads.incrementAndGet();
            Optional<String> state = always.or(() -> Optional.ofNullable(states.poll()));
            if (state.isEmpty()) {
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.getResponseHeaders().set("Cache-Control", "no-cache");
                exchange.getResponseHeaders().set("ETag", "\"1\"");
                exchange.getResponseHeaders().set(Headers.VERSION, "1");
                exchange.getResponseHeaders().set(Headers.TIMESTAMP, "2026-11-25T10:00:00Z");
                exchange.getResponseHeaders().set(Headers.POSITION, "moving/1@1~AAAAAAAAAAAAAAAAAAAAAA");
                exchange.getResponseHeaders().set(Headers.SERVED_BY, "\"oriel-1\";role=active;hops=1;stale-ms=0");
                send(exchange, 200, VALUE);
            } else {
                exchange.getResponseHeaders().set("Content-Type", "application/problem+json");
                exchange.getResponseHeaders().set("Retry-After", "1");
                exchange.getResponseHeaders().set(Headers.UNAVAILABLE, state.get());
                send(exchange, 503, """
                        {"type":"https://oriel.dev/problems/partition-unavailable","title":"Partition unavailable",\
                        "status":503,"detail":"Not now.","instance":"/v1/views/moving/keys/k","view":"moving",\
                        "partition":1,"state":"%s"}""".formatted(state.get()));
            }
        }

        private static void send(HttpExchange exchange, int status, String body) throws IOException {
            byte[] bytes = body.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        }

        @Override
        public void close() {
            server.stop(0);
            threads.close();
        }
    }
}
