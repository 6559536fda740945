package dev.oriel.bench;

import dev.oriel.bench.Ingest.Way;
import dev.oriel.process.BenchReport;
import dev.oriel.process.KafkaProcess;
import dev.oriel.process.OrielProcess;
import dev.oriel.process.ShowLogs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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

    @TempDir
    private Path folder;

    @Test
    void from_the_first_record_of_a_topic_to_the_last() throws Exception {
        Map<Way, List<Double>> rates = new EnumMap<>(Way.class);
        try (KafkaProcess kafka = KafkaProcess.start(folder.resolve("kafka"), "rows:8:compact")) {
            Rows.produce(kafka.bootstrapServers(), "rows", ROWS);
            for (int round = 0; round < Race.ROUNDS; round++) {
                for (Way way : Way.values()) {
                    rates.computeIfAbsent(way, first -> new ArrayList<>()).add(run(way, kafka, round));
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
                        "ingest-" + round))) {
            return ROWS
                    / Double.parseDouble(process.awaitOut("seconds: ([0-9.]+)").group(1));
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

    private static void report(Map<Way, List<Double>> rates) {
        BenchReport report = new BenchReport(
                "ingest",
                "From the first record of a topic to the last",
                ROWS + " records with values of " + Rows.BYTES
                        + " bytes in 8 partitions, one thread and one process for each run,"
                        + " begun with empty state; medians of " + Race.ROUNDS
                        + " interleaved rounds, lowest and highest in brackets. The broker shares the two cores.",
                "./mvnw -B verify -Pbench -Dit.test=IngestBench",
                List.of("who", "records/s", "of consumer + WriteBatch"));
        double whole = median(rates.getOrDefault(Way.BATCH, List.of()));
        rates.forEach((way, all) -> report.add(new BenchReport.Row(
                way.title(), List.of(spread(all), String.format(Locale.ROOT, "%.2f", median(all) / whole)))));
        report.write();
    }

    private static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static String spread(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return String.format(Locale.ROOT, "%,.0f (%,.0f–%,.0f)", median(values), sorted[0], sorted[sorted.length - 1]);
    }
}
