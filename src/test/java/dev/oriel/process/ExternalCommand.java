package dev.oriel.process;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command that is not ours and has to be installed. */
final class ExternalCommand {

    private ExternalCommand() {}

    /**
     * Fails with a word of advice if a command is not there; with {@code ORIEL_SKIP_EXTERNAL=1} the test is skipped instead.
     *
     * @param advice how to get it
     */
    static void require(String command, String advice) {
        boolean there = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
        if (there) {
            return;
        }
        String message = command + " is needed: " + advice + "; ORIEL_SKIP_EXTERNAL=1 skips the tests that use it";
        if ("1".equals(System.getenv("ORIEL_SKIP_EXTERNAL"))) {
            abort(message);
        }
        throw new AssertionError(message);
    }

    /** Runs a command to its end, which must be a good one, within two minutes. */
    static void run(Path folder, Path input, List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile(command.getFirst(), ".log");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectInput(input.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            boolean ended = process.waitFor(2, TimeUnit.MINUTES);
            process.destroyForcibly();
            if (!ended || process.waitFor() != 0) {
                throw new AssertionError(String.join(" ", command)
                        + (ended ? " ended with " + process.exitValue() : " does not end")
                        + ":\n"
                        + Files.readString(output));
            }
        } finally {
            Files.delete(output);
        }
    }
}
