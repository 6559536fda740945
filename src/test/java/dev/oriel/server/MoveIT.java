package dev.oriel.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Partitions move while clients that retry nothing read: no value is wrong, and no key is missing. */
@Timeout(120)
class MoveIT {

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    private static final String VIEWS = """
            stock: { table: { topic: stock } }
            remembered: { table: { topic: stock }, store: memory }
            """;

    private static final int KEYS = 500;
    private static final int ENOUGH = 1_000;
    private static final Duration SETTLED = Duration.ofSeconds(3);
    private static final Duration AT_MOST = Duration.ofSeconds(40);

    private OrielCluster cluster;
    private final Map<String, String> values = new HashMap<>();

    @BeforeEach
    void start() throws Exception {
        KAFKA.create("stock:6:compact");
        for (int i = 0; i < KEYS; i++) {
            values.put("s-" + i, "{\"left\":" + i + "}");
        }
        values.forEach((key, value) -> KAFKA.send("stock", key, value));
        KAFKA.flush();
        cluster = OrielCluster.ready(KAFKA, 3, VIEWS);
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void while_an_instance_leaves_and_another_joins_every_read_is_right_or_honestly_refused(TestReporter reporter)
            throws Exception {
        try (Readers leaving = new Readers(0, 1)) {
            awaitQuiet(3);
            cluster.stop(2);
            awaitQuiet(2);
            report(reporter, "an instance leaves", leaving.finish());
        }
        try (Readers joining = new Readers(0, 1)) {
            cluster.start(3);
            awaitQuiet(3);
            report(reporter, "an instance joins", joining.finish());
        }
    }

    /** Waits until the partitions are shared by so many instances that are ready, and a while more. */
    private void awaitQuiet(int sharing) {
        await().during(SETTLED).atMost(AT_MOST).until(() -> {
            for (OrielClient client : cluster.clients()) {
                if (client.get("/health/ready").status() != 200) {
                    return false;
                }
            }
            long owners = 0;
            for (int instance : cluster.running()) {
                String name = "\"instance\":\"oriel-" + instance + '"';
                owners += cluster.client(0)
                                .get("/v1/views/stock/partitions")
                                .text()
                                .contains(name)
                        ? 1
                        : 0;
            }
            return owners == sharing && cluster.running().size() == sharing;
        });
    }

    private static void report(TestReporter reporter, String what, Map<String, Integer> counts) {
        reporter.publishEntry(what, counts.toString());
        int reads = counts.values().stream().mapToInt(Integer::intValue).sum();
        assertThat(reads).isGreaterThan(ENOUGH);
        assertThat(counts.keySet()).allMatch(kind -> kind.startsWith("200 ") || kind.startsWith("503 "));
        assertThat(counts.getOrDefault("200 with the right value", 0))
                .as("most reads are answered: %s", counts)
                .isGreaterThan(reads * 95 / 100);
    }

    /** Clients of some instances, each reading one random key after the other until they are told to finish. */
    private final class Readers implements AutoCloseable {
        private final AtomicBoolean done = new AtomicBoolean();
        private final AtomicInteger made = new AtomicInteger();
        private final ExecutorService threads = Executors.newCachedThreadPool();
        private final List<Future<Map<String, Integer>>> results = new ArrayList<>();

        Readers(int... instances) {
            for (int instance : instances) {
                OrielClient client = cluster.client(instance);
                for (String view : List.of("stock", "remembered")) {
                    results.add(threads.submit(() -> read(client, view)));
                }
            }
        }

        private Map<String, Integer> read(OrielClient client, String view) throws Exception {
            Random random = new Random();
            Map<String, Integer> counts = new TreeMap<>();
            while (!done.get()) {
                String key = "s-" + random.nextInt(KEYS);
                Answer answer = client.key(view, key);
                counts.merge(kind(answer, key), 1, Integer::sum);
                made.incrementAndGet();
            }
            return counts;
        }

        private String kind(Answer answer, String key) {
            if (answer.status() == 200) {
                return answer.text().equals(values.get(key)) ? "200 with the right value" : "wrong: " + answer;
            }
            return answer.problem().equals("partition-unavailable")
                    ? "503 " + answer.json().path("state").asText()
                    : "wrong: " + answer;
        }

        /** Once there are enough, however slow the machine is. */
        Map<String, Integer> finish() throws Exception {
            await().atMost(AT_MOST).until(() -> made.get() > ENOUGH);
            done.set(true);
            Map<String, Integer> all = new TreeMap<>();
            for (Future<Map<String, Integer>> result : results) {
                result.get().forEach((kind, count) -> all.merge(kind, count, Integer::sum));
            }
            return all;
        }

        @Override
        public void close() {
            done.set(true);
            threads.close();
        }
    }
}
