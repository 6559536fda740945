package dev.oriel.bench;

import static java.util.Objects.requireNonNull;

import dev.oriel.bench.Ingest.Way;
import dev.oriel.process.BenchReport;
import dev.oriel.process.KafkaProcess;
import dev.oriel.process.OrielProcess;
import dev.oriel.process.ShowLogs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** How fast a topic is made a table of, beside a consumer that does little or nothing. */
@ExtendWith(ShowLogs.class)
@Timeout(3600)
class IngestBench {

    private static final int ROWS = Integer.getInteger("bench.rows", 1_000_000);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir
    private Path folder;

    @Test
    void from_the_first_record_of_a_topic_to_the_last() throws Exception {
        Map<Way, Samples> rates = new EnumMap<>(Way.class);
        try (KafkaProcess kafka = KafkaProcess.start(folder.resolve("kafka"), "rows:8:compact")) {
            Rows.produce(kafka.bootstrapServers(), "rows", ROWS);
            for (int round = 0; round < Race.ROUNDS; round++) {
                for (Way way : Way.values()) {
                    rates.computeIfAbsent(way, first -> new Samples()).add(run(way, kafka, round));
                }
            }
        }
        report(rates);
    }

    private double run(Way way, KafkaProcess kafka, int round) throws IOException {
        Path state = Files.createDirectories(folder.resolve("state"));
        try (OrielProcess process = OrielProcess.startMain(
                "ingest",
                Ingest.class,
                "",
                List.of(
                        way.name(),
                        kafka.bootstrapServers(),
                        Integer.toString(ROWS),
                        state.toString(),
                        // The second of two of one name restores.
                        "ingest-" + round + "-" + way.indexes()))) {
            return ROWS
                    / Double.parseDouble(
                            process.awaitOut("seconds: ([0-9.]+)", PATIENCE).group(1));
        } finally {
            delete(state);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> below = Files.walk(folder)) {
            for (Path each : below.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    private static void report(Map<Way, Samples> rates) {
        BenchReport report = new BenchReport(
                "ingest",
                "From the first record of a topic to the last",
                ROWS + " records with values of " + Rows.BYTES
                        + " bytes in 8 partitions, one thread and one process for each run,"
                        + " begun with empty state; medians of " + Race.ROUNDS
                        + " interleaved rounds, lowest and highest in brackets. The broker shares the two cores.",
                "./mvnw -B verify -Pbench -Dit.test=IngestBench",
                List.of("who", "records/s", "of consumer + WriteBatch"));
        double whole = requireNonNull(rates.get(Way.BATCH)).median();
        rates.forEach((way, all) -> report.add(new BenchReport.Row(
                way.title(), List.of(all.spread("%,.0f"), String.format(Locale.ROOT, "%.2f", all.median() / whole)))));
        report.write();
    }
}
