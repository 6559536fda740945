package dev.oriel.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oriel.process.ShowLogs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One thing after the other goes wrong on Oriel, then on the plain server, and the tables of {@code docs/reliability.md} tell what
 * clients noticed: {@code ./mvnw -B verify -Pfaults}. Whatever happens, no answer of Oriel's may be wrong and no wait lost; all else
 * is told, not asserted.
 *
 * <p>{@code -Dfaults=sigkill,sigstop} runs some, {@code -Dfaults.on=oriel} on one subject, {@code -Dfaults.seconds=5} is how long a
 * fault lasts, {@code -Dfaults.rate=300} how many requests are made in a second, {@code -Dfaults.seed} repeats the same requests, and
 * {@code -Dfaults.keep=true} takes the rows that are not run over from an earlier pass of the day. {@code -Dfaults.note} is printed
 * below the tables.
 */
@ExtendWith(ShowLogs.class)
@Timeout(600)
class FaultSuite {

    private static final String ALL = "all";
    private static final long SEED = Long.getLong("faults.seed", System.nanoTime());
    private static final int RATE = Integer.getInteger("faults.rate", 1_000);
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("faults.seconds", 15));
    private static final ReliabilityReport REPORT = new ReliabilityReport(
            Path.of(System.getProperty("faults.folder", "target/docs")),
            command(),
            System.getProperty("faults.note", ""),
            new FaultRun.Settings(SEED, RATE, TIME, Path.of(".")),
            Boolean.getBoolean("faults.keep"));

    @TempDir
    private Path folder;

    static Stream<Arguments> rows() {
        List<Arguments> rows = new ArrayList<>();
        for (Subject subject : Subject.values()) {
            String on = System.getProperty("faults.on", ALL);
            if (on.equals(ALL) || on.equals(subject.id())) {
                faults().forEach(fault -> rows.add(Arguments.of(subject, fault)));
            }
        }
        return rows.stream();
    }

    private static List<Fault> faults() {
        String chosen = System.getProperty("faults", ALL);
        return chosen.equals(ALL)
                ? List.of(Fault.values())
                : Arrays.stream(chosen.split(",", -1)).map(Fault::of).toList();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("rows")
    void no_answer_is_wrong_and_no_wait_is_lost(Subject subject, Fault fault) {
        if (fault == Fault.DISK && !FullDisk.isPossible()) {
            tell(Row.notRun(subject, fault, "not run: only root can mount a small disk"));
            return;
        }
        FaultRun run = new FaultRun(subject, fault, new FaultRun.Settings(SEED, RATE, TIME, folder));
        Row row = run.run();
        tell(row);
        run.firstWrong().forEach(FaultSuite::show);
        if (subject == Subject.ORIEL) {
            assertThat(row.number("wrongAnswers"))
                    .as("wrong answers, seed %d", SEED)
                    .isZero();
            assertThat(row.number("waitsLost")).as("waits lost, seed %d", SEED).isZero();
        }
    }

    private static void tell(Row row) {
        REPORT.put(row);
        REPORT.write();
        show("faults, seed " + SEED + ", " + row.subject().title() + ", "
                + row.fault().id() + ": " + row.figures());
    }

    private static String command() {
        StringBuilder command = new StringBuilder("./mvnw -B verify -Pfaults");
        for (String name : List.of("faults", "faults.on", "faults.seconds", "faults.rate", "faults.keep")) {
            String value = System.getProperty(name, "");
            if (!value.isEmpty()) {
                command.append(" -D").append(name).append("=").append(value);
            }
        }
        return command.toString();
    }

    @SuppressWarnings("SystemOut")
    private static void show(String line) {
        System.out.println(line);
    }
}
