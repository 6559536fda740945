package dev.oriel.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reads of keys whose owner hangs and then dies, long before its group notices: what standbys answer, and what they do not. One
 * cluster serves all tests, in this order, since a dead instance stays dead.
 */
@ExtendWith(ShowLogs.class)
@Timeout(240)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StandbyIT {

    private static final int PARTITIONS = 6;
    private static final int ORDERS = 300;
    private static final String VIEWS = """
            orders:
              table: { topic: orders }
              streams: { num.standby.replicas: 1 }
            anyhow:
              table: { topic: orders }
              availability: prefer-standby
              streams: { num.standby.replicas: 1 }
            """;

    @TempDir
    private static Path folder;

    private static final List<ServeProcess> INSTANCES = new ArrayList<>();
    private static KafkaProcess kafka;
    private static TopicWriter writer;
    private static ServeProcess owner;
    private static List<ServeProcess> others = List.of();

    /** Keys of the instance that is to die. */
    private static List<String> keys = List.of();

    private static String keyOfAnyhow = "";

    @BeforeAll
    static void start_three_instances_with_standbys() {
        kafka = KafkaProcess.start(folder.resolve("kafka"), "orders:" + PARTITIONS + ":compact");
        writer = new TopicWriter(kafka.bootstrapServers());
        for (int i = 0; i < ORDERS; i++) {
            writer.put("orders", "o-" + i, "{\"n\":" + i + "}");
        }
        writer.flush();
        for (int i = 0; i < 3; i++) {
            INSTANCES.add(ServeProcess.start(ServeConfig.of(folder, "oriel-" + i, kafka.bootstrapServers(), VIEWS)
                    .withReads("timeout: 3s")));
        }
        INSTANCES.forEach(ServeProcess::awaitReady);
        for (ServeProcess instance : INSTANCES) {
            await().atMost(Duration.ofSeconds(90)).until(() -> hasStandbys(instance, "orders"));
            await().atMost(Duration.ofSeconds(90)).until(() -> hasStandbys(instance, "anyhow"));
        }
        owner = INSTANCES.get(2);
        others = INSTANCES.subList(0, 2);
        keys = keysOf(owner, "orders");
        keyOfAnyhow = keysOf(owner, "anyhow").getFirst();
    }

    @AfterAll
    static void stop_all() {
        INSTANCES.forEach(ServeProcess::close);
        writer.close();
        kafka.close();
    }

    @Test
    @Order(1)
    void an_owner_that_hangs_is_passed_over_and_asked_again_when_it_goes_on() throws Exception {
        ServeProcess asked = others.getFirst();
        String key = keys.getLast();
        String path = ServeProcess.keyPath("orders", key);
        RecordMetadata before = writer.write("orders", key, "{\"n\":-1}");
        CompletableFuture<HttpResponse<byte[]>> wait = asked.getAsync(path + "?wait=30s&after=" + next(before));
        await().until(() -> owner.metric("oriel_reads_waiting", "orders") == 1);
        owner.process().pause();
        try {
            HttpResponse<byte[]> answer = asked.get(path + "?stale=10s");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(servedBy(answer)).contains("role=standby");

            writer.write("orders", key, "{\"n\":-2}");
            assertThat(text(wait.get(20, TimeUnit.SECONDS))).isEqualTo("{\"n\":-2}");
        } finally {
            owner.process().goOn();
        }
        await().atMost(Duration.ofSeconds(20))
                .until(() -> servedBy(asked.get(path + "?stale=10s")).contains("role=active"));
        assertThat(asked.process().err()).contains("is passed over").contains("answers again");
    }

    @Test
    @Order(2)
    void a_read_that_waits_at_an_owner_goes_on_at_a_standby_when_that_is_killed() throws Exception {
        String key = keys.getFirst();
        RecordMetadata before = writer.write("orders", key, "{\"n\":-1}");
        List<CompletableFuture<HttpResponse<byte[]>>> waits = new ArrayList<>();
        for (ServeProcess asked : others) {
            waits.add(asked.getAsync(ServeProcess.keyPath("orders", key) + "?wait=30s&after=" + next(before)));
        }
        await().until(() -> owner.metric("oriel_reads_waiting", "orders") == 2);
        owner.process().kill();
        writer.write("orders", key, "{\"n\":-2}");

        for (CompletableFuture<HttpResponse<byte[]>> wait : waits) {
            HttpResponse<byte[]> answer = wait.get(20, TimeUnit.SECONDS);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(text(answer)).isEqualTo("{\"n\":-2}");
            assertThat(servedBy(answer)).contains("role=standby");
        }
    }

    @Test
    @Order(3)
    void the_keys_of_a_killed_owner_are_answered_by_standbys_that_prove_to_be_fresh_enough() {
        for (ServeProcess asked : others) {
            for (String key : keys) {
                HttpResponse<byte[]> answer = asked.get(ServeProcess.keyPath("orders", key) + "?stale=10s");
                assertThat(answer.statusCode()).as(key).isEqualTo(200);
                assertThat(text(answer))
                        .isEqualTo(requireNonNull(writer.expected("orders").get(key))
                                .orElseThrow());
                assertThat(servedBy(answer)).matches(".*;role=standby;hops=[01];stale-ms=[1-9][0-9]{0,3}");
            }
        }
    }

    @Test
    @Order(4)
    void what_is_written_after_the_owner_was_killed_can_be_read_by_its_position() {
        String key = keys.getFirst();
        RecordMetadata written = writer.write("orders", key, "{\"n\":-3}");

        for (ServeProcess asked : others) {
            HttpResponse<byte[]> answer = asked.get(ServeProcess.keyPath("orders", key) + "?wait=20s&after=orders/"
                    + written.partition() + "@" + written.offset());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(text(answer)).isEqualTo("{\"n\":-3}");
            assertThat(servedBy(answer)).contains("role=standby");
        }
    }

    @Test
    @Order(5)
    void a_read_that_says_nothing_of_staleness_is_refused_and_told_who_is_gone_unless_the_view_prefers_standbys() {
        HttpResponse<byte[]> refused = others.getFirst().get(ServeProcess.keyPath("orders", keys.getFirst()));
        assertThat(refused.statusCode()).isEqualTo(503);
        JsonNode problem = ServeProcess.parse(refused);
        assertThat(problem.path("type").asText()).endsWith("/partition-unavailable");
        assertThat(problem.path("state").asText()).isEqualTo("unreachable");
        assertThat(problem.path("detail").asText())
                .contains("127.0.0.1:" + owner.config().peerPort());

        HttpResponse<byte[]> answered = others.getFirst().get(ServeProcess.keyPath("anyhow", keyOfAnyhow));
        assertThat(answered.statusCode()).isEqualTo(200);
        assertThat(servedBy(answered)).contains("role=standby").contains("stale-ms=");
    }

    /** The position of the record after one. */
    private static String next(RecordMetadata written) {
        return "orders/" + written.partition() + "@" + (written.offset() + 1);
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), UTF_8);
    }

    private static String servedBy(HttpResponse<byte[]> answer) {
        return answer.headers().firstValue("Oriel-Served-By").orElse("");
    }

    /** Whether every partition has a standby that has come as far as its owner. */
    private static boolean hasStandbys(ServeProcess instance, String view) {
        int standbys = 0;
        for (JsonNode partition :
                instance.json("/v1/views/" + view + "/partitions").path("partitions")) {
            standbys += partition.path("standbys").size();
        }
        int following = 0;
        for (JsonNode each : instance.json("/v1/cluster").path("instances")) {
            for (JsonNode ofView : each.path("views")) {
                if (ofView.path("view").asText().equals(view)) {
                    for (JsonNode replica : ofView.path("replicas")) {
                        boolean follows = replica.path("role").asText().equals("standby")
                                && replica.path("lag").asInt(-1) == 0;
                        following += follows ? 1 : 0;
                    }
                }
            }
        }
        return standbys == PARTITIONS && following == PARTITIONS;
    }

    /** Keys that an instance owns: those it answers without a hop. */
    private static List<String> keysOf(ServeProcess instance, String view) {
        List<String> owned = new ArrayList<>();
        for (String key : writer.expected("orders").keySet()) {
            if (servedBy(instance.read(view, key)).contains("role=active;hops=0")) {
                owned.add(key);
            }
        }
        assertThat(owned).as("keys of " + instance.name()).isNotEmpty();
        return owned;
    }
}
