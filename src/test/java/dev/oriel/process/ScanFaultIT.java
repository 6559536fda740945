package dev.oriel.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Scans and indexes of three instances, of which one hangs, one is killed, and is started again. */
@ExtendWith(ShowLogs.class)
@Timeout(240)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ScanFaultIT {

    private static final int ORDERS = 1_500;
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String VIEWS = """
            orders:
              table: { topic: orders }
              indexes: { status: .status }
            """;
    private static final List<String> KEYS = IntStream.range(0, ORDERS)
            .mapToObj(i -> String.format(Locale.ROOT, "o-%05d", i))
            .toList();

    @TempDir
    private static Path folder;

    private static final List<ServeProcess> INSTANCES = new ArrayList<>();
    private static KafkaProcess kafka;
    private static TopicWriter writer;

    @BeforeAll
    static void start_three_instances() {
        kafka = KafkaProcess.start(folder.resolve("kafka"), "orders:6:compact");
        writer = new TopicWriter(kafka.bootstrapServers());
        KEYS.forEach(key -> writer.put("orders", key, "{\"status\":\"new\"}"));
        writer.flush();
        for (int i = 0; i < 3; i++) {
            INSTANCES.add(ServeProcess.start(config(i)));
        }
        INSTANCES.forEach(ServeProcess::awaitReady);
        INSTANCES.forEach(instance -> await().atMost(SOON)
                .until(() -> instance.partitionsOf("orders", instance.name()).size() == 2));
    }

    private static ServeConfig config(int number) {
        return ServeConfig.of(folder, "oriel-" + number, kafka.bootstrapServers(), VIEWS)
                .withKafka("session.timeout.ms: 6000\nheartbeat.interval.ms: 1000")
                .withReads("timeout: 2s");
    }

    @AfterAll
    static void stop_all() {
        INSTANCES.forEach(ServeProcess::close);
        writer.close();
        kafka.close();
    }

    private static List<String> keys(JsonNode page) {
        List<String> keys = new ArrayList<>();
        page.path("entries").forEach(entry -> keys.add(entry.path("key").asText()));
        return keys;
    }

    @Test
    @Order(1)
    void what_cannot_be_read_is_named_and_left_out_where_that_is_allowed() {
        ServeProcess asked = INSTANCES.getFirst();
        ServeProcess hanging = INSTANCES.getLast();
        List<Integer> without =
                hanging.partitionsOf("orders", hanging.name()).stream().sorted().toList();
        hanging.process().pause();
        try {
            HttpResponse<byte[]> whole = asked.get("/v1/views/orders/entries?limit=10");
            assertThat(whole.statusCode()).isEqualTo(503);
            JsonNode problem = ServeProcess.parse(whole);
            assertThat(problem.path("type").asText()).endsWith("/partition-unavailable");
            assertThat(problem.path("partitions").valueStream().map(JsonNode::asInt))
                    .isEqualTo(without);
            assertThat(asked.get("/v1/views/orders/entries?limit=10").headers().firstValue("Retry-After"))
                    .isPresent();

            JsonNode part = ServeProcess.parse(asked.get("/v1/views/orders/entries?limit=10000&partial=allow"));
            assertThat(part.path("missing").valueStream().map(JsonNode::asInt)).isEqualTo(without);
            assertThat(keys(part)).hasSizeBetween(ORDERS / 2, ORDERS - 1).isSorted();
        } finally {
            hanging.process().goOn();
        }
        await().atMost(SOON)
                .until(() -> asked.get("/v1/views/orders/entries?limit=10").statusCode() == 200);
    }

    @Test
    @Order(2)
    void a_cursor_outlives_the_instance_that_gave_it() {
        List<String> met = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        List<ServeProcess> alive = new ArrayList<>(INSTANCES);
        for (int asked = 0; asked == 0 || cursor.isPresent(); asked++) {
            if (asked == 5) {
                alive.removeLast().process().kill();
            }
            ServeProcess instance = alive.get((asked + 2) % alive.size());
            String path = "/v1/views/orders/entries?limit=97"
                    + cursor.map(next -> "&cursor=" + next).orElse("");
            AtomicReference<JsonNode> page = new AtomicReference<>(MissingNode.getInstance());
            await().atMost(SOON).until(() -> {
                HttpResponse<byte[]> answer = instance.get(path);
                page.set(ServeProcess.parse(answer));
                return answer.statusCode() == 200;
            });
            met.addAll(keys(page.get()));
            cursor = Optional.ofNullable(page.get().get("next")).map(JsonNode::asText);
        }

        assertThat(met).isEqualTo(KEYS);
    }

    @Test
    @Order(3)
    void after_a_kill_the_index_is_what_a_look_at_all_entries_would_give() {
        for (int i = 0; i < ORDERS; i += 3) {
            writer.put("orders", KEYS.get(i), "{\"status\":\"paid\"}");
        }
        writer.flush();
        INSTANCES.removeLast().close();
        ServeProcess again = ServeProcess.start(config(2)).awaitReady();
        INSTANCES.add(again);
        List<String> paid = IntStream.range(0, ORDERS)
                .filter(i -> i % 3 == 0)
                .mapToObj(KEYS::get)
                .toList();

        for (ServeProcess instance : INSTANCES) {
            await().atMost(SOON).untilAsserted(() -> {
                assertThat(found(instance, "paid")).isEqualTo(paid);
                assertThat(found(instance, "new")).hasSize(ORDERS - paid.size()).doesNotContainAnyElementsOf(paid);
            });
        }
    }

    private static List<String> found(ServeProcess instance, String status) {
        return keys(ServeProcess.parse(instance.get("/v1/views/orders/indexes/status/" + status + "?limit=10000")));
    }

    @Test
    @Order(4)
    void the_terminal_shows_the_same() throws Exception {
        String server = "--server=" + INSTANCES.getFirst().uri("/");
        Path file = folder.resolve("orders.ndjson");

        OrielProcess.Result export = OrielProcess.run("export", "orders", server, "-o", file.toString());
        OrielProcess.Result scan = OrielProcess.run("scan", "orders", server, "--prefix", "o-0000", "--desc");
        OrielProcess.Result index = OrielProcess.run("index", "orders", "status", "paid", server, "--limit", "7");
        OrielProcess.Result lookup = OrielProcess.run("lookup", "orders", server, "o-00007", "absent");

        assertThat(export.exitCode()).as(export.err()).isZero();
        assertThat(Files.readAllLines(file, UTF_8)).hasSize(ORDERS);
        assertThat(scan.out().lines()).hasSize(10).first().asString().contains("\"o-00009\"");
        assertThat(index.out().lines()).hasSize(7).allMatch(line -> line.contains("\"paid\""));
        assertThat(lookup.exitCode()).isEqualTo(1);
        assertThat(lookup.out()).contains("{\"key\":\"absent\",\"absent\":true}");
    }
}
