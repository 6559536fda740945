package dev.oriel.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.oriel.process.OrielProcess.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code oriel kafka}: what it keeps, what it refuses, and what it leaves behind. */
@ExtendWith(ShowLogs.class)
@Timeout(180)
class KafkaIT {

    private static final Duration STOP = Duration.ofSeconds(10);
    private static final int PARTITIONS = 3;

    @TempDir
    private Path folder;

    @Test
    void with_a_folder_topics_and_records_survive_a_restart() {
        Map<String, String> written = new TreeMap<>();
        try (KafkaProcess first = KafkaProcess.start(folder.resolve("data"), "kept:" + PARTITIONS + ":compact");
                TopicWriter writer = new TopicWriter(first.bootstrapServers())) {
            for (int i = 0; i < 300; i++) {
                writer.put("kept", "k-" + i, "v-" + i);
                written.put("k-" + i, "v-" + i);
            }
            writer.flush();
            OrielProcess.End end = first.process().terminate();
            assertThat(end.exitCode()).isZero();
            assertThat(end.took()).isLessThan(STOP);
        }

        try (KafkaProcess second = KafkaProcess.start(folder.resolve("data"), "kept:" + PARTITIONS + ":compact");
                TopicWriter writer = new TopicWriter(second.bootstrapServers())) {
            writer.put("kept", "k-0", "written after");
            written.put("k-0", "written after");
            writer.flush();

            assertThat(read(second.bootstrapServers(), 301)).isEqualTo(written);
        }
    }

    @Test
    void what_cannot_be_had_is_one_line_and_exit_code_2() throws IOException {
        try (KafkaProcess running = KafkaProcess.start(folder.resolve("data"), "a:1");
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            Path other = folder.resolve("other");

            assertRefused(
                    OrielProcess.run(
                            "kafka", "--port", "0", "--dir", running.folder().toString()),
                    "data directory " + running.folder() + " is in use by another broker");
            assertRefused(
                    OrielProcess.run("kafka", "--port", Integer.toString(port), "--dir", other.toString()),
                    "port " + port + " is already in use (--port)");
            assertThat(other).doesNotExist();
        }
        assertRefused(
                OrielProcess.run(
                        "kafka", "--port", "0", "--dir", folder.resolve("data").toString(), "--topic", "a:7"),
                "topic a exists with 1 partitions, expected 7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"the start", "a start that fails", "the run"})
    void without_a_folder_nothing_is_left_of_it_when_it_is_stopped_amid(String moment) throws IOException {
        Path temporary = Files.createDirectory(folder.resolve("temporary"));
        List<String> command = List.of("kafka", "--port", "0", "--topic", "a:1");
        int exitCode = 0;
        switch (moment) {
            case "the start" -> {
                try (OrielProcess process = OrielProcess.startIn(temporary, command)) {
                    await().atMost(Duration.ofSeconds(30)).until(() -> isInUse(temporary));
                    exitCode = process.terminate().exitCode();
                }
            }
            case "a start that fails" -> {
                try (OrielProcess process = OrielProcess.startIn(
                        temporary, List.of("kafka", "--port", "0", "--topic", "a:1", "--topic", "a:2"))) {
                    assertThat(process.awaitEnd()).isEqualTo(2);
                }
            }
            default -> {
                try (OrielProcess process = OrielProcess.startIn(temporary, command)) {
                    process.awaitOut("Ctrl-C stops it");
                    exitCode = process.terminate().exitCode();
                }
            }
        }

        assertThat(exitCode).isZero();
        assertThat(temporary).isEmptyDirectory();
    }

    private static boolean isInUse(Path temporary) throws IOException {
        try (var content = Files.list(temporary)) {
            return content.findAny().isPresent();
        }
    }

    private static void assertRefused(Result result, String message) {
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err().lines()).containsExactly("oriel: " + message);
    }

    private static Map<String, String> read(String bootstrapServers, int records) {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(IntStream.range(0, PARTITIONS)
                    .mapToObj(i -> new TopicPartition("kept", i))
                    .toList());
            Map<String, String> latest = new TreeMap<>();
            int[] seen = {0};
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    latest.put(record.key(), record.value());
                    seen[0]++;
                });
                return seen[0] >= records;
            });
            return latest;
        }
    }
}
