package dev.oriel.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What an instance answers when it has been stopped or killed and is started again, with its state or without. */
@ExtendWith(ShowLogs.class)
@Timeout(240)
class RestartIT {

    private static final int ORDERS = 2_000;
    private static final int PRODUCTS = 200;
    private static final String CONSUMED = "kafka_consumer_fetch_manager_records_consumed_total";

    private static final String VIEWS = """
            orders:
              table: { topic: orders }
            orders-in-memory:
              table: { topic: orders }
              store: memory
            products:
              global: { topic: products }
            """;

    @TempDir
    private Path folder;

    private KafkaProcess kafka;
    private TopicWriter writer;

    @BeforeEach
    void start_broker_and_write() {
        kafka = KafkaProcess.start(folder.resolve("kafka"), "orders:6:compact", "products:2:compact");
        writer = new TopicWriter(kafka.bootstrapServers());
        for (int i = 0; i < ORDERS; i++) {
            writer.put("orders", "o-" + i, "{\"n\": " + i + "}");
        }
        for (int i = 0; i < PRODUCTS; i++) {
            writer.put("products", "p-" + i, "{\"sku\":" + i + "}");
        }
        for (int i = 0; i < ORDERS; i += 50) {
            writer.delete("orders", "o-" + i);
        }
        writer.flush();
    }

    @AfterEach
    void stop_broker() {
        writer.close();
        kafka.close();
    }

    @Test
    void with_its_state_it_reads_only_what_was_written_meanwhile() throws Exception {
        ServeConfig config = ServeConfig.of(folder, "oriel-0", kafka.bootstrapServers(), VIEWS);
        try (ServeProcess first = ServeProcess.start(config)) {
            first.awaitReady();
            assertAllAnswers(first);
            assertThat(first.metric(CONSUMED, "orders")).isGreaterThanOrEqualTo(ORDERS);
            first.process().terminate();
        }
        writer.put("orders", "o-1", "\"changed while it was down\"");
        writer.delete("orders", "o-2");
        writer.put("products", "p-new", "1.50");
        writer.flush();

        try (ServeProcess second = ServeProcess.start(config)) {
            second.awaitReady();
            assertAllAnswers(second);
            // The consumer that restores may poll before it has been told that there is nothing to restore, and then
            // gets them too.
            assertThat(second.metric(CONSUMED, "orders")).isBetween(2.0, 4.0);
            assertThat(second.metric(CONSUMED, "products")).isEqualTo(1);
            assertThat(second.metric(CONSUMED, "orders-in-memory")).isGreaterThanOrEqualTo(ORDERS);
        }
    }

    @Test
    void without_its_state_it_reads_all_again_and_answers_the_same() throws Exception {
        ServeConfig config = ServeConfig.of(folder, "oriel-0", kafka.bootstrapServers(), VIEWS);
        try (ServeProcess first = ServeProcess.start(config)) {
            first.awaitReady();
            assertAllAnswers(first);
            first.process().terminate();
        }
        deleteAll(config.stateDir());

        try (ServeProcess second = ServeProcess.start(config)) {
            second.awaitReady();
            assertAllAnswers(second);
            assertThat(second.metric(CONSUMED, "orders")).isGreaterThanOrEqualTo(ORDERS);
            assertThat(second.metric(CONSUMED, "products")).isGreaterThanOrEqualTo(PRODUCTS);
        }
    }

    @Test
    void killed_amid_writes_it_answers_right_as_soon_as_it_is_ready_again() throws Exception {
        try (ServeProcess survivor = start("oriel-0");
                ServeProcess victim = start("oriel-1")) {
            List.of(survivor, victim).forEach(ServeProcess::awaitReady);
            Map<String, Optional<String>> untouched = new HashMap<>(writer.expected("orders"));
            changeMany();
            victim.process().kill();
            writer.put("orders", "after", "\"the kill\"");
            writer.flush();
            changed().forEach(untouched::remove);

            try (WatchfulReader reader = new WatchfulReader(survivor, "orders", untouched);
                    ServeProcess again = ServeProcess.start(victim.config())) {
                again.awaitReady();
                assertAllAnswers(again);
                survivor.awaitReady();
                assertAllAnswers(survivor);
                assertThat(reader.wrong()).isEmpty();
                assertThat(reader.reads()).isPositive();
            }
        }
    }

    private ServeProcess start(String name) {
        return ServeProcess.start(ServeConfig.of(folder, name, kafka.bootstrapServers(), VIEWS)
                .withKafka("session.timeout.ms: 6000\nheartbeat.interval.ms: 1000"));
    }

    private void changeMany() {
        for (String key : changed()) {
            int number = Integer.parseInt(key.substring(2));
            switch (number % 3) {
                case 0 -> writer.put("orders", key, "{\"changed\": " + number + "}");
                case 1 -> writer.delete("orders", key);
                default -> {
                    writer.delete("orders", key);
                    writer.put("orders", key, "{\"again\": " + number + "}");
                }
            }
        }
        writer.flush();
    }

    private static List<String> changed() {
        return Stream.iterate(0, i -> i < ORDERS + 100, i -> i + 7)
                .map(i -> "o-" + i)
                .toList();
    }

    private void assertAllAnswers(ServeProcess instance) throws IOException {
        Oracle.assertAnswers(instance, "orders", writer.expected("orders"));
        Oracle.assertAnswers(instance, "orders-in-memory", writer.expected("orders"));
        Oracle.assertAnswers(instance, "products", writer.expected("products"));
    }

    private static void deleteAll(Path folder) throws IOException {
        try (Stream<Path> below = Files.walk(folder)) {
            below.sorted(Comparator.reverseOrder()).forEach(RestartIT::delete);
        }
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
