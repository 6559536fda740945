package dev.oriel.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oriel.process.OrielProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That the oracle can see: against servers that are broken on purpose it has to find something wrong. */
@EnabledIfSystemProperty(named = "oracle.sight", matches = "true", disabledReason = "a part of the profile oracle")
class OracleSightIT {

    private static final Duration DURATION = Duration.ofSeconds(45);
    private static final int SHOWN = 3;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @MethodSource("dev.oriel.oracle.Defect#all")
    void a_broken_server_is_found_out(Defect defect) throws IOException, InterruptedException {
        long seed = Long.getLong("oracle.seed", System.nanoTime());
        Path sources = Path.of(System.getProperty("oriel.basedir", "."), "src", "main", "java");
        Path broken =
                BrokenDistribution.make(defect, sources, OrielProcess.installation(), folder.resolve("distribution"));

        OracleReport report =
                OracleRun.of(new OracleRun.Settings(seed, DURATION, false, folder.resolve("run"), broken));

        show(defect + ": " + report.line());
        report.violations().stream().limit(SHOWN).forEach(OracleSightIT::show);
        assertThat(report.violations()).as("seed %d", seed).isNotEmpty();
    }

    @SuppressWarnings("SystemOut")
    private static void show(String line) {
        System.out.println(line);
    }
}
