package dev.oriel.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Reads that are forwarded to an owner which takes them and never answers. */
@Timeout(120)
class AbandonedForwardIT {

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    private static final Duration AT_ONCE = Duration.ofSeconds(5);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final String THREE_LEFT = "oriel_requests_seconds_count{hops=\"0\",listener=\"public\","
            + "operation=\"get\",role=\"none\",status=\"499\",view=\"quiet\"} 3";

    private static SilentPeer peer;
    private static OrielCluster cluster;
    private static String key = "";

    @BeforeAll
    static void start() throws Exception {
        KAFKA.create("silent:2");
        peer = new SilentPeer();
        cluster = new OrielCluster(KAFKA, "quiet: { table: { topic: silent } }").with("reads.max-forwards", "1");
        cluster.start(0);
        // This instance owns a partition, but tells its peers to ask for it elsewhere.
        cluster.start(1, "127.0.0.1:" + peer.port());
        OrielClient client = cluster.client(0);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> client.get("/health/ready").status() == 200);
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            for (int i = 0; i < 20; i++) {
                if (client.key("quiet", "k-" + i, "Oriel-Route", "direct").status() == 421) {
                    key = "k-" + i;
                    return true;
                }
            }
            return false;
        });
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
        peer.close();
    }

    @BeforeEach
    void forget() {
        peer.reads.clear();
    }

    @Test
    void when_the_client_leaves_the_forward_is_cancelled_at_once_and_its_place_is_free() throws Exception {
        for (int round = 0; round < 3; round++) {
            peer.reads.clear();
            SilentPeer.Read forward;
            try (RawConnection client = connect()) {
                client.send("GET " + OrielClient.keyPath("quiet", key) + " HTTP/1.1\r\nHost: a\r\n\r\n");
                forward = peer.awaitRead();
                assertThat(forward.ended()).isFalse();
                // The one place is taken, so whoever comes now is told so and does not wait.
                Answer refused = cluster.client(0).key("quiet", key);
                assertThat(refused.problem()).isEqualTo("overloaded");
            }

            await().atMost(AT_ONCE).until(forward::ended);
        }
        await().atMost(AT_ONCE)
                .until(() -> cluster.client(0).get("/metrics").text().contains(THREE_LEFT));
    }

    @Test
    void a_client_that_stays_is_told_in_time_that_the_owner_does_not_answer() throws Exception {
        long start = System.nanoTime();
        Answer answer = cluster.client(0).key("quiet", key);
        Duration took = Duration.ofNanos(System.nanoTime() - start);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.problem()).isEqualTo("partition-unavailable");
        assertThat(answer.json().path("state").asText()).isEqualTo("unreachable");
        assertThat(answer.header("Retry-After")).isPresent();
        assertThat(took).isBetween(TIMEOUT.minusMillis(100), TIMEOUT.plusSeconds(2));
        await().atMost(AT_ONCE).until(peer.awaitRead()::ended);
        assertThat(peer.reads.getFirst().head()).anyMatch(line -> line.matches("(?i)oriel-time-left: [0-9]{1,4}"));
    }

    @Test
    void the_silent_instance_is_listed_as_unreachable_and_nobody_waits_long_for_it() throws Exception {
        long start = System.nanoTime();
        var instances = cluster.client(0).get("/v1/cluster").json().path("instances");

        assertThat(instances)
                .filteredOn(each -> !each.path("reachable").asBoolean())
                .extracting(each -> each.path("peer").asText())
                .containsExactly("127.0.0.1:" + peer.port());
        assertThat(cluster.client(0).get("/v1/views/quiet").json().path("unreachable"))
                .hasSize(1);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(6));
    }

    private static RawConnection connect() throws IOException {
        return new RawConnection(cluster.instance(0).port());
    }

    /** Accepts, listens and says nothing. */
    private static final class SilentPeer implements AutoCloseable {
        private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final List<Socket> sockets = new CopyOnWriteArrayList<>();
        final List<Read> reads = new CopyOnWriteArrayList<>();

        /** A forwarded read. */
        static final class Read {
            private final List<String> head;
            private volatile boolean ended;

            Read(List<String> head) {
                this.head = head;
            }

            List<String> head() {
                return head;
            }

            /** Whether the one who asked has closed the connection. */
            boolean ended() {
                return ended;
            }
        }

        SilentPeer() throws IOException {
            Thread.ofVirtual().start(() -> {
                while (!server.isClosed()) {
                    try {
                        Socket socket = server.accept();
                        sockets.add(socket);
                        Thread.ofVirtual().start(() -> listen(socket));
                    } catch (IOException closed) {
                        return;
                    }
                }
            });
        }

        int port() {
            return server.getLocalPort();
        }

        private void listen(Socket socket) {
            List<String> head = new CopyOnWriteArrayList<>();
            Read read = new Read(head);
            try (BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1))) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    if (line.isEmpty() && head.getFirst().startsWith("GET /v1/views/")) {
                        reads.add(read);
                    }
                    head.add(line);
                }
            } catch (IOException reset) {
                read.ended = true;
            }
            read.ended = true;
        }

        Read awaitRead() {
            await().atMost(Duration.ofSeconds(10)).until(() -> !reads.isEmpty());
            return reads.getLast();
        }

        @Override
        public void close() throws IOException {
            server.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }
}
