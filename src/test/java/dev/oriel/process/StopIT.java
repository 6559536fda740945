package dev.oriel.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.oriel.process.OrielProcess.End;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a planned stop is like, for the process, for its readers, and for the instances that go on. */
@ExtendWith(ShowLogs.class)
@Timeout(240)
class StopIT {

    private static final int ORDERS = 2_000;
    private static final int PARTITIONS = 6;
    private static final Duration STOP = Duration.ofSeconds(10);

    /** Far below the session timeout of 45 s, after which a silent member's partitions go to others anyway. */
    private static final Duration TAKE_OVER = Duration.ofSeconds(15);

    private static final String REBALANCES = "kafka_consumer_coordinator_rebalance_total";
    private static final String VIEWS = "orders:\n  table: { topic: orders }\n";

    @TempDir
    private Path folder;

    private final List<ServeProcess> instances = new ArrayList<>();
    private KafkaProcess kafka;
    private TopicWriter writer;

    @BeforeEach
    void start_broker_and_write() {
        kafka = KafkaProcess.start(folder.resolve("kafka"), "orders:" + PARTITIONS + ":compact");
        writer = new TopicWriter(kafka.bootstrapServers());
        for (int i = 0; i < ORDERS; i++) {
            writer.put("orders", "o-" + i, "{\"n\":" + i + "}");
        }
        writer.flush();
    }

    @AfterEach
    void stop_all() {
        instances.forEach(ServeProcess::close);
        writer.close();
        kafka.close();
    }

    @Test
    void on_sigterm_it_ends_in_order_and_the_others_take_over_at_once() throws Exception {
        startInstances(config -> config);
        ServeProcess leaving = instances.get(2);
        ServeProcess staying = instances.get(0);

        try (WatchfulReader reader = new WatchfulReader(staying, "orders", writer.expected("orders"));
                KeepAliveConnection open =
                        new KeepAliveConnection(leaving.config().port())) {
            assertThat(open.get("/health/ready").status()).isEqualTo(200);
            long signalled = System.nanoTime();
            leaving.process().signal();
            awaitNotReady(leaving);
            End end = leaving.process().terminate();
            await().atMost(TAKE_OVER)
                    .until(() -> staying.partitionsOf("orders", "oriel-0").size()
                                    + staying.partitionsOf("orders", "oriel-1").size()
                            == PARTITIONS);
            Oracle.assertAnswers(staying, "orders", writer.expected("orders"));
            Duration takenOver = Duration.ofNanos(System.nanoTime() - signalled);

            report("stop", end, takenOver, reader);
            assertThat(end.exitCode()).isZero();
            assertThat(end.took()).isLessThan(STOP);
            assertThat(takenOver).isLessThan(TAKE_OVER);
            assertThat(reader.wrong()).isEmpty();
            assertThat(reader.refused()).isEmpty();
        }
        assertThat(leaving.process().err()).contains("oriel-2 has stopped").doesNotContain("ERROR", "\tat ");
    }

    /** From the first "no" on it stays with that, until nobody listens any more. */
    private static void awaitNotReady(ServeProcess leaving) {
        await().pollDelay(Duration.ZERO).atMost(STOP).until(() -> !leaving.isReady());
        assertThat(leaving.isReady()).isFalse();
    }

    @Test
    void a_static_member_keeps_its_partitions_over_a_restart() throws Exception {
        startInstances(config -> config.withKafka("group.instance.id: " + config.name()));
        ServeProcess restarted = instances.get(2);
        ServeProcess staying = instances.get(0);
        Map<String, Set<Integer>> before = owners(staying);
        double rebalances = staying.metric(REBALANCES, "orders");

        End end = restarted.process().terminate();
        assertThat(end.exitCode()).isZero();
        assertThat(end.took()).isLessThan(STOP);
        instances.set(2, ServeProcess.start(restarted.config()).awaitReady());

        assertThat(owners(staying)).isEqualTo(before);
        assertThat(owners(instances.get(2))).isEqualTo(before);
        assertThat(staying.metric(REBALANCES, "orders")).isEqualTo(rebalances);
        Oracle.assertAnswers(staying, "orders", writer.expected("orders"));
        Oracle.assertAnswers(instances.get(2), "orders", writer.expected("orders"));
    }

    private void startInstances(UnaryOperator<ServeConfig> settings) throws IOException {
        for (int i = 0; i < 3; i++) {
            instances.add(ServeProcess.start(
                    settings.apply(ServeConfig.of(folder, "oriel-" + i, kafka.bootstrapServers(), VIEWS))));
        }
        instances.forEach(ServeProcess::awaitReady);
        for (ServeProcess instance : instances) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> owners(instance).values().stream()
                            .allMatch(partitions -> partitions.size() == PARTITIONS / 3));
            Oracle.assertAnswers(instance, "orders", writer.expected("orders"));
        }
    }

    private Map<String, Set<Integer>> owners(ServeProcess seenFrom) {
        Map<String, Set<Integer>> owners = new HashMap<>();
        instances.forEach(each -> owners.put(each.name(), seenFrom.partitionsOf("orders", each.name())));
        return owners;
    }

    @SuppressWarnings("SystemOut")
    private static void report(String what, End end, Duration takenOver, WatchfulReader reader) {
        System.out.printf(
                Locale.ROOT,
                "%s: exit %d after %d ms; all keys answered %d ms after the signal; %,d reads meanwhile, %d refused,"
                        + " the slowest %d ms%n",
                what,
                end.exitCode(),
                end.took().toMillis(),
                takenOver.toMillis(),
                reader.reads(),
                reader.refused().size(),
                reader.longest().toMillis());
    }
}
