package dev.oriel.cli;

import dev.oriel.server.StartException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;

/**
 * {@code oriel aot-cache}: a run of the demo from which the JVM learns what a start takes. The launcher has the JVM write it down
 * when the run ends (JEP 483, 514 and 515), and gives it to every server that it starts from then on.
 */
@Command(
        name = "aot-cache",
        description = {
            "Make servers start faster: run the demo for a moment, and keep what the JVM has learned.",
            "The cache is a file of the installation. It holds for this version of Oriel on the JDK that made it."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the cache is written", "2:it cannot be written where the installation is"})
final class AotCacheCommand implements Runnable {

    private static final String OUTPUT = "-XX:AOTCacheOutput=";
    private static final int INSTANCES = 3;
    private static final double RATE = 200;
    private static final Duration READING = Duration.ofSeconds(5);

    private final Terminal terminal;

    AotCacheCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        if (ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .noneMatch(argument -> argument.startsWith(OUTPUT))) {
            throw new CliException(
                    ExitCode.USAGE, "the JVM is not told where to write (" + OUTPUT + "); the launcher does that");
        }
        LogLevels.keepScreenClear();
        Terminal screenless = new Terminal(
                new PrintStream(OutputStream.nullOutputStream()), terminal.err(), false, terminal.environment());
        DemoRun.Options options = new DemoRun.Options(0, INSTANCES, RATE, 0, 0, Optional.empty());
        try (DemoRun demo = DemoRun.start(screenless, options, () -> false)) {
            read(demo.samples());
        } catch (StartException e) {
            throw new CliException(ExitCode.SOFTWARE, String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException(ExitCode.SOFTWARE, "interrupted", e);
        }
    }

    /** Reads at every instance, as clients do: at once, and waiting for what does not come. */
    private static void read(List<URI> keys) {
        long end = System.nanoTime() + READING.toNanos();
        do {
            for (URI key : keys) {
                ServerConnection server = new ServerConnection(key);
                for (String condition : List.of("", "?stale=5s", "?version=9000000000000000000&wait=1ms")) {
                    HttpRequest request = server.request(condition).build();
                    server.send(request);
                }
            }
        } while (System.nanoTime() - end < 0);
    }
}
