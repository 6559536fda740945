package dev.oriel.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** {@code promtool}, by which Prometheus checks what it is to read. */
public final class PromTool {

    private static final Path NOTHING = Path.of("/dev/null");

    /**
     * How a run ended.
     *
     * @param output all that it has printed
     */
    public record Result(int exitCode, String output) {}

    private PromTool() {}

    /** Skips the test if Prometheus is not installed. */
    public static void require() {
        InstalledCommand.require("promtool", "prometheus");
    }

    /** What it finds in metrics in Prometheus' text format, each on a line. */
    public static List<String> lint(String metrics) throws IOException, InterruptedException {
        Path input = Files.createTempFile("metrics", ".txt");
        try {
            Files.writeString(input, metrics);
            Result result = run(Path.of("."), input, List.of("check", "metrics"));
            // 3 says that there are findings; anything else, that it could not read the metrics.
            assertThat(result.exitCode()).as(result.output()).isIn(0, 3);
            return result.output().lines().toList();
        } finally {
            Files.delete(input);
        }
    }

    /** Runs it to its end, in a folder. */
    static Result run(Path folder, List<String> arguments) throws IOException, InterruptedException {
        return run(folder, NOTHING, arguments);
    }

    private static Result run(Path folder, Path input, List<String> arguments)
            throws IOException, InterruptedException {
        require();
        Path output = Files.createTempFile("promtool", ".log");
        try {
            Process process = new ProcessBuilder(Stream.concat(Stream.of("promtool"), arguments.stream())
                            .toList())
                    .directory(folder.toFile())
                    .redirectInput(input.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            boolean ended = process.waitFor(1, TimeUnit.MINUTES);
            process.destroyForcibly();
            int exitCode = process.waitFor();
            String printed = Files.readString(output);
            assertThat(ended).as("promtool ends; it printed " + printed).isTrue();
            return new Result(exitCode, printed);
        } finally {
            Files.delete(output);
        }
    }
}
