package dev.oriel.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.oriel.process.AotInstallation;
import dev.oriel.process.BenchReport;
import dev.oriel.process.KafkaProcess;
import dev.oriel.process.KeepAliveConnection;
import dev.oriel.process.OrielProcess;
import dev.oriel.process.ServeConfig;
import dev.oriel.process.ServeProcess;
import dev.oriel.process.ShowLogs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** From the start of a process until it answers a lookup, with its state on disk: as it is, and with an AOT cache (JEP 483, JEP 514). */
@ExtendWith(ShowLogs.class)
@Timeout(1800)
class StartBench {

    private static final int ROUNDS = Integer.getInteger("bench.rounds", 9);
    private static final int ROWS = Integer.getInteger("bench.rows", 200_000);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration ATTEMPT = Duration.ofSeconds(1);
    private static final String VIEWS = "rows:\n  table: { topic: rows }\n";

    @TempDir
    private Path folder;

    @Test
    void from_the_start_to_the_first_answer() throws Exception {
        try (KafkaProcess kafka = KafkaProcess.start(folder.resolve("kafka"), "rows:8:compact")) {
            Rows.produce(kafka.bootstrapServers(), "rows", ROWS);
            ServeConfig config = ServeConfig.of(folder, "oriel-0", kafka.bootstrapServers(), VIEWS);
            Path asItIs = OrielProcess.installation();
            Path withCache = AotInstallation.make(folder.resolve("oriel"));
            long unused = start(config, asItIs);

            Map<String, List<Long>> times = new LinkedHashMap<>();
            for (int round = 0; round < ROUNDS; round++) {
                times.computeIfAbsent("as it is", first -> new ArrayList<>()).add(start(config, asItIs));
                times.computeIfAbsent("with an AOT cache", first -> new ArrayList<>())
                        .add(start(config, withCache));
            }
            report(times, Files.size(AotInstallation.cache(withCache)));
        }
    }

    /** Starts an instance, waits for its first answer and stops it; how long the answer took, in nanoseconds. */
    private static long start(ServeConfig config, Path installation) {
        long began = System.nanoTime();
        try (ServeProcess serve = ServeProcess.start(config, installation, "")) {
            await().pollInterval(Duration.ofMillis(5)).atMost(PATIENCE).until(() -> answers(config.port()));
            long took = System.nanoTime() - began;
            assertThat(serve.process().terminate().exitCode()).isZero();
            return took;
        }
    }

    private static boolean answers(int port) {
        try (KeepAliveConnection connection = new KeepAliveConnection(port, ATTEMPT)) {
            return connection
                            .get("/v1/views/rows/keys/" + (ROWS - 1), Map.of(), PATIENCE)
                            .status()
                    == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static void report(Map<String, List<Long>> times, long bytes) {
        BenchReport report = new BenchReport(
                "start",
                "From the start to the first answer",
                "Seconds from the start of `oriel serve` until it answers a lookup, with " + ROWS
                        + " entries of " + Rows.BYTES + " bytes on disk: medians of " + ROUNDS
                        + " interleaved starts, lowest and highest in brackets. The cache, which `oriel aot-cache` has made, has "
                        + bytes / 1_000_000 + " MB.",
                "./mvnw -B verify -Pbench -Dit.test=StartBench",
                List.of("how", "first answer s", "of as it is"));
        double asItIs = median(times.values().iterator().next());
        times.forEach((how, nanos) -> report.add(new BenchReport.Row(
                how, List.of(spread(nanos), String.format(Locale.ROOT, "%.2f", median(nanos) / asItIs)))));
        report.write();
    }

    private static double median(List<Long> nanos) {
        return nanos.stream().sorted().toList().get(nanos.size() / 2) / 1e9;
    }

    private static String spread(List<Long> nanos) {
        List<Long> sorted = nanos.stream().sorted().toList();
        return String.format(
                Locale.ROOT, "%.2f (%.2f–%.2f)", median(nanos), sorted.getFirst() / 1e9, sorted.getLast() / 1e9);
    }
}
