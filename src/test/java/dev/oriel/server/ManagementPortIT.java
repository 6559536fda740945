package dev.oriel.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An instance with a port for those who run it. */
@Timeout(120)
class ManagementPortIT {

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    /** As few as there may be. */
    private static final int CONNECTIONS = 10;

    private static OrielCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        KAFKA.create("managed:2");
        cluster = new OrielCluster(KAFKA, "managed: { table: { topic: managed } }")
                .with("server.management-port", "0")
                .with("server.max-connections", Integer.toString(CONNECTIONS));
        cluster.start(0);
        cluster.awaitReady();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static OrielClient management() {
        return new OrielClient(cluster.instance(0).managementPort().orElseThrow());
    }

    @Test
    void metrics_are_told_there_and_not_to_clients() throws Exception {
        assertThat(management().get("/metrics").text()).contains("oriel_version{");
        assertThat(cluster.client(0).get("/metrics").status()).isEqualTo(404);
    }

    @Test
    void health_is_told_there_and_to_load_balancers() throws Exception {
        for (OrielClient client : List.of(management(), cluster.client(0))) {
            assertThat(client.get("/health/live").status()).isEqualTo(200);
            assertThat(client.get("/health/started").status()).isEqualTo(200);
            assertThat(client.get("/health/ready").status()).isEqualTo(200);
        }
    }

    @Test
    void entries_are_not_told_there() throws Exception {
        for (String path : List.of("/v1/views", "/v1/views/managed/keys/a", "/v1/cluster", "/docs")) {
            assertThat(status(path)).as(path).isEqualTo(404);
        }
    }

    /** Of a listener that does not answer as {@code openapi.yaml} says. */
    private static int status(String path) throws Exception {
        URI uri = URI.create(
                "http://127.0.0.1:" + cluster.instance(0).managementPort().orElseThrow() + path);
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    @Test
    void its_requests_are_counted_apart() throws Exception {
        assertThat(management().get("/health/live").status()).isEqualTo(200);

        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(management().get("/metrics").text())
                        .contains(
                                "oriel_requests_seconds_count{hops=\"0\",listener=\"management\",operation=\"other\""));
    }

    @Test
    void while_clients_hold_all_connections_a_probe_is_answered() throws Exception {
        List<Socket> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 2 * CONNECTIONS; i++) {
                clients.add(new Socket(
                        InetAddress.getLoopbackAddress(), cluster.instance(0).port()));
            }
            Socket last = clients.getLast();
            last.setSoTimeout(500);
            last.getOutputStream().write("GET /health/ready HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(US_ASCII));

            assertThatThrownBy(() -> last.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            assertThat(management().get("/health/ready").status()).isEqualTo(200);
        } finally {
            for (Socket client : clients) {
                client.close();
            }
        }
    }
}
