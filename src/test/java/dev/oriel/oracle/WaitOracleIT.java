package dev.oriel.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oriel.process.OrielProcess;
import dev.oriel.process.ShowLogs;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reads that wait, on three instances that are stopped, killed, started again, made to stand still and cut off, while the broker is
 * restarted: what may be relied on must hold for every answer. {@code -Doracle.seed} repeats a plan, {@code -Doracle.minutes} is how long, one by itself.
 */
@ExtendWith(ShowLogs.class)
class WaitOracleIT {

    private static final int SHOWN = 20;

    @TempDir
    private Path folder;

    @Test
    void no_answer_is_wrong_and_no_wait_is_lost_whatever_happens(TestReporter reporter) throws InterruptedException {
        long seed = Long.getLong("oracle.seed", System.nanoTime());
        Duration duration =
                Duration.ofSeconds((long) (60 * Double.parseDouble(System.getProperty("oracle.minutes", "1"))));
        reporter.publishEntry("oracle.seed", Long.toString(seed));
        show("oracle, seed " + seed + ", " + duration.toSeconds() + " s");

        OracleReport report =
                OracleRun.of(new OracleRun.Settings(seed, duration, true, folder, OrielProcess.installation()));

        show(report.line());
        show("the answer that missed its deadline by most: " + report.slowestEnd());
        show("the slowest in quiet times: " + report.slowestAnswer());
        assertThat(report.violations().stream().limit(SHOWN))
                .as("seed %d, %d violations", seed, report.violations().size())
                .isEmpty();
        assertThat(report.counted(Writer.KIND)).isGreaterThan(duration.toSeconds());
        assertThat(report.counted(SessionReader.KIND)).isGreaterThan(duration.toSeconds());
        assertThat(report.counted(Follower.CHANGE)).isGreaterThan(duration.toSeconds());
        assertThat(report.counted(Follower.VERSION)).isGreaterThan(duration.toSeconds());
        assertThat(report.counted(Follower.GONE)).isPositive();
        for (FaultPlan.Kind kind :
                new FaultPlan.Kind[] {FaultPlan.Kind.STOP, FaultPlan.Kind.KILL, FaultPlan.Kind.RESTART_BROKER}) {
            assertThat(report.counted(OracleReport.FAULT + kind))
                    .as(kind.toString())
                    .isPositive();
        }
    }

    @SuppressWarnings("SystemOut")
    private static void show(String line) {
        System.out.println(line);
    }
}
