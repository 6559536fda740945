package dev.oriel.docs;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs commands in a folder as a reader would, some of them in the background until the shell is closed. Variables in lower case go
 * from one run to the next.
 */
final class Shell implements AutoCloseable {

    private static final int SECONDS = 120;
    private static final int STOP_SECONDS = 20;

    /** Takes over the variables of the last run, and keeps those of this one whatever it ends with. */
    private static final String VARIABLES = """
            touch variables && source ./variables
            keep() {
              for each in $(compgen -v); do
                if [[ $each =~ ^[a-z_]+$ ]]; then declare -p "$each"; fi
              done > variables
            }
            trap keep EXIT
            """;

    /** A command's end. */
    record Result(int exitCode, String output) {}

    /** A command that goes on. */
    record Background(Process process, Path output) {
        String outputSoFar() {
            try {
                return Files.readString(output);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private final Path folder;
    private final Map<String, String> environment;
    private final Deque<Background> background = new ArrayDeque<>();
    private int outputs;

    Shell(Path folder, Map<String, String> environment) {
        this.folder = folder;
        this.environment = environment;
    }

    Result run(String commands) throws IOException, InterruptedException {
        Path output = nextOutput();
        Process process = start(VARIABLES + commands, output);
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("not done after " + SECONDS + " s: " + commands);
        }
        return new Result(process.exitValue(), Files.readString(output));
    }

    Background runInBackground(String command) throws IOException {
        Path output = nextOutput();
        Background running = new Background(start("exec " + command, output), output);
        background.push(running);
        return running;
    }

    private Path nextOutput() {
        return folder.resolve("output-" + outputs++ + ".txt");
    }

    private Process start(String commands, Path output) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("bash", "-e", "-o", "pipefail", "-c", commands);
        builder.directory(folder.toFile());
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true);
        builder.redirectOutput(output.toFile());
        builder.redirectInput(new File("/dev/null"));
        return builder.start();
    }

    /** Stops what runs in the background, the last first, as Ctrl-C would. */
    void stopBackground() throws InterruptedException {
        while (!background.isEmpty()) {
            Background running = background.pop();
            running.process().destroy();
            if (!running.process().waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                running.process().destroyForcibly();
                throw new AssertionError("did not stop within " + STOP_SECONDS + " s:\n" + running.outputSoFar());
            }
        }
    }

    @Override
    public void close() {
        try {
            stopBackground();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
