package dev.oriel.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oriel.process.MassRead.Tally;
import dev.oriel.process.VegaDatasets.Row;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A hundred thousand records that a producer of another make has written, read from three instances. */
@ExtendWith(ShowLogs.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class MainJobIT {

    private static final int KEYS = 100_000;
    private static final int ABSENT_KEYS = 300;

    /** Which keys are read: every one takes minutes, {@code -Dmain-job.every=1}. */
    private static final int EVERY = Integer.getInteger("main-job.every", 5);

    /** The last view says what is not so: who wrote its topic places keys by CRC32. */
    private static final String VIEWS = """
            rows:
              table: { topic: rows }
            rows-crc32:
              table: { topic: rows-crc32 }
              partitioner: crc32
            rows-misread:
              table: { topic: rows-crc32 }
              partitioner: murmur2
            """;

    private final List<ServeProcess> instances = new ArrayList<>();
    private final List<AutoCloseable> processes = new ArrayList<>();
    private List<Row> rows = List.of();

    @BeforeAll
    void produce_and_start(@TempDir Path folder) throws Exception {
        Kcat.require();
        rows = VegaDatasets.rows(KEYS);
        KafkaProcess kafka = KafkaProcess.start(folder.resolve("kafka"), "rows:12:compact", "rows-crc32:12:compact");
        processes.add(kafka);
        Path file = Kcat.write(folder.resolve("rows"), rows);
        Kcat.produce(kafka.bootstrapServers(), "rows", file, "topic.partitioner=murmur2_random");
        Kcat.produce(kafka.bootstrapServers(), "rows-crc32", file);
        for (int i = 0; i < 3; i++) {
            ServeConfig config = ServeConfig.of(folder, "oriel-" + i, kafka.bootstrapServers(), VIEWS);
            ServeProcess instance = ServeProcess.start(config);
            instances.add(instance);
            processes.addFirst(instance);
        }
        instances.forEach(ServeProcess::awaitReady);
        instances.forEach(MainJobIT::awaitItsShare);
    }

    private static void awaitItsShare(ServeProcess instance) {
        await().alias(instance.name() + " holds a third of the partitions")
                .atMost(Duration.ofSeconds(60))
                .until(() -> instance.partitionsOf("rows", instance.name()).size() == 4
                        && instance.partitionsOf("rows-crc32", instance.name()).size() == 4);
    }

    @AfterAll
    void stop() throws Exception {
        for (AutoCloseable process : processes) {
            process.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rows", "rows-crc32"})
    void every_key_read_from_every_instance_gives_the_produced_bytes(String view) throws Exception {
        List<Row> read = IntStream.range(0, KEYS / EVERY)
                .mapToObj(i -> rows.get(i * EVERY))
                .toList();

        Tally tally = MassRead.of(instances, view, read);

        report(view, tally);
        assertThat(tally.wrong()).isEmpty();
        assertThat(tally.reads()).isEqualTo(3L * read.size());
        assertThat(tally.shareForwarded()).isBetween(0.60, 0.73);
    }

    @SuppressWarnings("SystemOut")
    private static void report(String view, Tally tally) {
        System.out.printf(
                Locale.ROOT,
                "%s: %,d reads in %.1f s, %,.0f/s, %.4f forwarded%n",
                view,
                tally.reads(),
                tally.took().toMillis() / 1e3,
                tally.perSecond(),
                tally.shareForwarded());
    }

    @ParameterizedTest
    @ValueSource(strings = {"rows", "rows-crc32"})
    void an_absent_key_is_404_from_every_instance(String view) {
        for (ServeProcess instance : instances) {
            for (int i = 0; i < ABSENT_KEYS; i++) {
                HttpResponse<byte[]> response = instance.read(view, "absent/" + i);

                assertThat(response.statusCode()).isEqualTo(404);
                assertThat(ServeProcess.parse(response).path("type").asText()).endsWith("/key-not-found");
                assertThat(response.headers().firstValue("Oriel-Position")).isPresent();
            }
        }
    }

    @Test
    void the_wrong_partitioner_is_named_with_the_right_one_in_the_log_and_in_the_catalog() {
        for (ServeProcess instance : instances) {
            instance.process()
                    .awaitErr(
                            "WARN .*view rows-misread: \\d+ of \\d+ sampled keys are not in the partition that murmur2"
                                    + " .*set views\\.rows-misread\\.partitioner: crc32");
            JsonNode misread = instance.json("/v1/views/rows-misread");
            assertThat(misread.path("detail").asText()).contains("set views.rows-misread.partitioner: crc32");

            assertThat(instance.json("/v1/views/rows").has("detail")).isFalse();
            assertThat(instance.json("/v1/views/rows-crc32").has("detail")).isFalse();
            assertThat(instance.process().err()).doesNotContainPattern("view rows(-crc32)?: .*sampled keys");
        }
    }
}
