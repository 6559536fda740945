package dev.oriel.bench;

import dev.oriel.process.BenchReport;
import dev.oriel.process.KafkaProcess;
import dev.oriel.process.OrielProcess;
import dev.oriel.process.ProcessCost;
import dev.oriel.process.ServeConfig;
import dev.oriel.process.ServeProcess;
import dev.oriel.process.ShowLogs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The same instance under other settings of the JVM than those the launcher gives it. */
@ExtendWith(ShowLogs.class)
@Timeout(3600)
class SettingsBench {

    private static final int ROWS = Integer.getInteger("bench.rows", 200_000);
    private static final int CONNECTIONS = 64;
    private static final Duration LOADED = Duration.ofMinutes(5);

    private static final Map<String, String> SETTINGS = new LinkedHashMap<>();

    static {
        SETTINGS.put("as the launcher has it: G1, compact object headers", "");
        SETTINGS.put("ordinary object headers", "-XX:-UseCompactObjectHeaders");
        SETTINGS.put("Parallel", "-XX:+UseParallelGC");
        SETTINGS.put("Serial", "-XX:+UseSerialGC");
        SETTINGS.put("ZGC", "-XX:+UseZGC");
        SETTINGS.put("G1, a quarter of the heap", "-Xmx512m");
    }

    @TempDir
    private Path folder;

    @RegisterExtension
    private final StartedProcesses started = new StartedProcesses();

    @Test
    void the_same_lookup_under_each_setting() throws Exception {
        KafkaProcess kafka = started.add(KafkaProcess.start(folder.resolve("kafka"), "rows:8:compact"));
        Rows.produce(kafka.bootstrapServers(), "rows", ROWS);
        List<Contender> contenders = new ArrayList<>();
        for (Map.Entry<String, String> setting : SETTINGS.entrySet()) {
            contenders.add(contender(setting.getKey(), setting.getValue(), contenders.size(), kafka));
        }
        report(new Race(new Wrk(folder), contenders, CONNECTIONS).run(), contenders);
    }

    private Contender contender(String name, String options, int number, KafkaProcess kafka) {
        String view = "rows-" + number;
        ServeConfig config = ServeConfig.of(
                        folder,
                        "oriel-" + number,
                        kafka.bootstrapServers(),
                        view + ":\n  table: { topic: rows }\n  store: memory\n")
                .withMemory("hot-entries: 0B");
        ServeProcess serve = started.add(ServeProcess.start(config, OrielProcess.installation(), options))
                .awaitReady(LOADED);
        return Contender.oriel(name, serve, List.of(serve), view, ROWS);
    }

    private static void report(Race race, List<Contender> contenders) throws IOException {
        BenchReport report = new BenchReport(
                "settings",
                "The same lookup under other settings of the JVM",
                race.method() + " A view in memory of " + ROWS + " entries with values of " + Rows.BYTES
                        + " bytes, with a heap of at most 2 GB unless it is said. The ratio is that of the median rates;"
                        + " resident memory is that of the end.",
                "./mvnw -B verify -Pbench -Dit.test=SettingsBench",
                List.of(
                        "setting",
                        "requests/s",
                        "of the launcher's",
                        "p50 ms",
                        "p99 ms",
                        "CPU µs a request",
                        "resident MB"));
        for (Contender contender : contenders) {
            long resident = new ProcessCost(contender.pids().getFirst()).resident();
            List<String> cells = new ArrayList<>(race.figuresBeside(contender, contenders.getFirst()));
            cells.add(Long.toString(resident / 1_000_000));
            report.add(new BenchReport.Row(contender.name(), cells));
        }
        report.write();
    }
}
