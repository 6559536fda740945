package dev.oriel.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** More than an instance can take at once, or than its clients take from it. */
@Timeout(120)
class OverloadIT {

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    /** More than either listener has threads, on each side. */
    private static final int AT_ONCE_EACH_WAY = 500;

    private static final int KEYS = 64;
    private static final int LARGE = 12 << 20;

    /** Two instances that ask each other with all they have: were a thread held for each read, none were left to answer. */
    @Test
    void instances_that_ask_each_other_all_at_once_do_not_wait_for_each_other() throws Exception {
        KAFKA.create("crossed:4");
        for (int i = 0; i < KEYS; i++) {
            KAFKA.send("crossed", "k-" + i, Integer.toString(i));
        }
        KAFKA.flush();
        try (OrielCluster cluster = OrielCluster.ready(KAFKA, 2, "crossed: { table: { topic: crossed } }");
                HttpClient http = HttpClient.newHttpClient()) {
            cluster.awaitApplied("crossed", "crossed");
            List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
            List<List<String>> foreign = List.of(foreignKeys(cluster, 0), foreignKeys(cluster, 1));
            for (int i = 0; i < AT_ONCE_EACH_WAY; i++) {
                for (int asked = 0; asked < 2; asked++) {
                    List<String> keys = foreign.get(asked);
                    answers.add(http.sendAsync(
                            read(cluster, asked, "crossed", keys.get(i % keys.size())),
                            HttpResponse.BodyHandlers.ofByteArray()));
                }
            }

            for (CompletableFuture<HttpResponse<byte[]>> answer : answers) {
                HttpResponse<byte[]> response = answer.get(60, TimeUnit.SECONDS);
                assertThat(response.statusCode()).isEqualTo(200);
                assertThat(response.headers().firstValue("Oriel-Served-By").orElse(""))
                        .contains("hops=1");
            }
        }
    }

    private static List<String> foreignKeys(OrielCluster cluster, int asked) throws Exception {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < KEYS; i++) {
            if (cluster.client(asked).key("crossed", "k-" + i).servedBy().hops() == 1) {
                keys.add("k-" + i);
            }
        }
        assertThat(keys).isNotEmpty();
        return keys;
    }

    @Test
    void clients_that_do_not_take_their_answers_cost_no_more_than_was_allowed() throws Exception {
        KAFKA.create("large:1");
        KAFKA.admin()
                .incrementalAlterConfigs(Map.of(
                        new ConfigResource(ConfigResource.Type.TOPIC, "large"),
                        List.of(new AlterConfigOp(
                                new ConfigEntry("max.message.bytes", Integer.toString(2 * LARGE)),
                                AlterConfigOp.OpType.SET))))
                .all()
                .get(30, TimeUnit.SECONDS);
        try (KafkaProducer<byte[], byte[]> producer =
                KAFKA.producer(Map.of("max.request.size", 2 * LARGE, "buffer.memory", 4L * LARGE))) {
            String value = "\"" + "x".repeat(LARGE) + "\"";
            producer.send(new ProducerRecord<>("large", "large".getBytes(UTF_8), value.getBytes(UTF_8)))
                    .get(30, TimeUnit.SECONDS);
        }
        KAFKA.write("large", "small", "1");
        OrielCluster cluster = new OrielCluster(KAFKA, "large: { table: { topic: large } }")
                .with("server.max-response-bytes", "16MiB");
        try (cluster) {
            cluster.start(0);
            cluster.awaitReady();
            cluster.awaitApplied("large", "large");
            try (Socket slow = requestWithoutReading(cluster.instance(0).port())) {
                await().untilAsserted(() -> {
                    Answer refused = cluster.client(0).key("large", "large");
                    assertThat(refused.status()).isEqualTo(503);
                    assertThat(refused.problem()).isEqualTo("overloaded");
                    assertThat(refused.header("Retry-After")).contains("1");
                });
                assertThat(cluster.client(0).key("large", "small").status()).isEqualTo(200);
                // It gets what it asked for, whenever it takes it.
                assertThat(countToEnd(slow)).isGreaterThan(LARGE);
            }
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> cluster.client(0).key("large", "large").status() == 200);
        }
    }

    private static Socket requestWithoutReading(int port) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.getOutputStream()
                .write(("GET " + OrielClient.keyPath("large", "large")
                                + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                        .getBytes(ISO_8859_1));
        return socket;
    }

    private static long countToEnd(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[1 << 16];
        long count = 0;
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            count += read;
        }
        return count;
    }

    private static HttpRequest read(OrielCluster cluster, int asked, String view, String key) {
        return HttpRequest.newBuilder(URI.create(
                        "http://127.0.0.1:" + cluster.instance(asked).port() + OrielClient.keyPath(view, key)))
                .build();
    }
}
