package dev.oriel.process;

import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A command of the distribution, run as a process of its own. What it prints goes to files below {@code target/}. */
public final class OrielProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String JAVA_OPTIONS =
            requireNonNull(System.getProperty("oriel.process.options"), "the system property oriel.process.options");
    private static final int LINES_SHOWN = 60;
    private static final Path LOGS = Path.of("target", "process-logs", "fork-" + TestFork.NUMBER);
    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final Queue<OrielProcess> STARTED = new ConcurrentLinkedQueue<>();

    static {
        // Should the tests' own JVM be stopped, nothing that it started outlives it.
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> STARTED.forEach(OrielProcess::kill)));
    }

    /**
     * How a process ended.
     *
     * @param took from the signal on
     */
    public record End(int exitCode, Duration took) {}

    /** What came of a command that ends by itself. */
    record Result(int exitCode, String out, String err) {}

    private final String name;
    private final Process process;
    private final Path out;
    private final Path err;

    private OrielProcess(String name, Process process, Path out, Path err) {
        this.name = name;
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** The distribution under test. */
    public static Path installation() {
        return Path.of(requireNonNull(System.getProperty("oriel.home"), "the system property oriel.home"));
    }

    /** Starts a command, named in its log's file name and in messages. */
    static OrielProcess start(String name, String... arguments) {
        return start(installation(), name, arguments);
    }

    /** Starts a command of a distribution that may lie elsewhere. */
    static OrielProcess start(Path distribution, String name, String... arguments) {
        return start(distribution, name, JAVA_OPTIONS, List.of(arguments));
    }

    /** Starts a command of a distribution that may lie elsewhere, with more options of the JVM. */
    static OrielProcess startWith(String moreJavaOptions, Path distribution, String... arguments) {
        return start(distribution, arguments[0], JAVA_OPTIONS + " " + moreJavaOptions, List.of(arguments));
    }

    /** Starts a command that has a folder of the test's for temporary files. */
    static OrielProcess startIn(Path temporary, List<String> arguments) {
        return start(installation(), arguments.getFirst(), JAVA_OPTIONS + " -Djava.io.tmpdir=" + temporary, arguments);
    }

    /** Starts {@code oriel serve}, with more options of the JVM. */
    public static OrielProcess serve(ServeConfig config, String moreJavaOptions) {
        return serve(installation(), config, moreJavaOptions);
    }

    /** Starts {@code oriel serve} of a distribution that may lie elsewhere, with more options of the JVM. */
    static OrielProcess serve(Path distribution, ServeConfig config, String moreJavaOptions) {
        return start(
                distribution,
                config.name(),
                (JAVA_OPTIONS + " " + moreJavaOptions).strip(),
                List.of("serve", "--config", config.write().toString()));
    }

    /**
     * Starts a class of the tests as a process of its own, with the tests' class path.
     *
     * @param moreJavaOptions separated by spaces
     */
    public static OrielProcess startMain(String name, Class<?> main, String moreJavaOptions, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of((JAVA_OPTIONS + " --enable-native-access=ALL-UNNAMED "
                        + "--sun-misc-unsafe-memory-access=allow " + moreJavaOptions)
                .strip()
                .split(" ")));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return start(name, new ProcessBuilder(command));
    }

    private static OrielProcess start(Path distribution, String name, String javaOptions, List<String> arguments) {
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(Stream.of(launcher(distribution)), arguments.stream())
                .toList());
        builder.environment().put("ORIEL_JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("ORIEL_JAVA_OPTS", javaOptions);
        builder.environment().keySet().removeAll(List.of("JAVA_OPTS", "ORIEL_SERVER", "ORIEL_LOG_LEVEL"));
        return start(name, builder);
    }

    /** Starts any command. */
    static OrielProcess start(String name, ProcessBuilder builder) {
        String file = "%03d-%s".formatted(NUMBERS.incrementAndGet(), name);
        Path out = LOGS.resolve(file + ".out");
        Path err = LOGS.resolve(file + ".err");
        try {
            Files.createDirectories(LOGS);
            builder.redirectInput(new File("/dev/null"))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            OrielProcess started = new OrielProcess(name, builder.start(), out, err);
            STARTED.add(started);
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String launcher(Path distribution) {
        return distribution.resolve("bin").resolve("oriel").toString();
    }

    /** Runs a command to its end. */
    static Result run(String... arguments) {
        try (OrielProcess process = start(arguments[0], arguments)) {
            int exitCode = process.awaitEnd();
            return new Result(exitCode, process.out(), process.err());
        }
    }

    /** What it has printed so far. */
    String out() {
        return read(out);
    }

    /** Its log and its complaints so far. */
    String err() {
        return read(err);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its number on this machine. */
    public long pid() {
        return process.pid();
    }

    /** Waits until it has printed something, and returns the match; fails at once if it ends without. */
    public MatchResult awaitOut(String regex) {
        return awaitOut(regex, PATIENCE);
    }

    /** The same for what may take longer. */
    public MatchResult awaitOut(String regex, Duration patience) {
        return awaitIn(out, regex, patience);
    }

    /** Waits until it has logged something, and returns the match; fails at once if it ends without. */
    MatchResult awaitErr(String regex) {
        return awaitIn(err, regex, PATIENCE);
    }

    private MatchResult awaitIn(Path file, String regex, Duration patience) {
        Matcher matcher = Pattern.compile(regex).matcher("");
        await().alias(name + " prints " + regex).atMost(patience).until(() -> {
            boolean alive = process.isAlive();
            boolean found = matcher.reset(read(file)).find();
            if (!found && !alive) {
                throw new AssertionError(name + " ended with " + process.exitValue() + " and without " + regex);
            }
            return found;
        });
        return matcher.toMatchResult();
    }

    /** Whether it has not ended. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Waits until it ends by itself. */
    int awaitEnd() {
        return awaitEnd(PATIENCE);
    }

    /** Waits for its end, which must come within a time. */
    int awaitEnd(Duration within) {
        try {
            if (!process.waitFor(within.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError(name + " does not end");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Sends SIGTERM and waits for the end. */
    public End terminate() {
        long began = System.nanoTime();
        process.destroy();
        int exitCode = awaitEnd();
        return new End(exitCode, Duration.ofNanos(System.nanoTime() - began));
    }

    /** Sends SIGTERM and returns at once. */
    void signal() {
        process.destroy();
    }

    /** Sends SIGSTOP: it hangs until {@link #goOn}. */
    public void pause() {
        send("STOP");
    }

    /** Sends SIGCONT. */
    public void goOn() {
        send("CONT");
    }

    private void send(String signal) {
        try {
            ExternalCommand.run(
                    Path.of("."), Path.of("/dev/null"), List.of("kill", "-" + signal, Long.toString(process.pid())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Sends SIGKILL and waits for the end. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }

    /** Kills it if it still runs; a test that is about stopping calls {@link #terminate}. */
    @Override
    public void close() {
        kill();
    }

    /** The end of what each process has printed that was started since those that had ended were forgotten. */
    static String logs() {
        return STARTED.stream()
                .map(each -> "---- %s, more in %s%n%s%n%s"
                        .formatted(each.name, each.err, lastLines(each.out()), lastLines(each.err())))
                .collect(Collectors.joining("\n"));
    }

    private static String lastLines(String text) {
        List<String> lines = text.lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()));
    }

    /** Leaves those out of {@link #logs} that have ended. */
    static void forgetEnded() {
        STARTED.removeIf(each -> !each.isAlive());
    }
}
