package dev.oriel.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The load generator wrk, one thread of it on a core of its own. Debian has it as a package. */
final class Wrk {

    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
    private static final Pattern COUNT = Pattern.compile("(\\d+) requests in");
    private static final Pattern BAD = Pattern.compile("Non-2xx or 3xx responses: (\\d+)|Socket errors: (.*)");
    private static final Map<String, Double> MILLIS = Map.of("us", 1e-3, "ms", 1.0, "s", 1e3);

    /**
     * What a run came to.
     *
     * @param rate answers per second
     * @param count answers
     * @param p50 milliseconds
     * @param p99 milliseconds
     */
    record Result(double rate, long count, double p50, double p99) {}

    private final Path script;

    /** With its script in a folder. */
    Wrk(Path folder) {
        this.script = folder.resolve("keys.lua");
        try (InputStream text = Wrk.class.getResourceAsStream("keys.lua")) {
            if (text == null) {
                throw new AssertionError("keys.lua");
            }
            Files.write(script, text.readAllBytes());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * Asks for keys at random, each connection for the next one as soon as it has been answered.
     *
     * @param core where it runs; -1 for anywhere
     */
    Result run(Contender contender, int connections, int seconds, int core, long seed) throws InterruptedException {
        String text = Command.output(
                core,
                List.of(
                        "wrk",
                        "-t1",
                        "-c" + connections,
                        "-d" + seconds + "s",
                        "--latency",
                        "--timeout",
                        "10s",
                        "-s",
                        script.toString(),
                        "http://127.0.0.1:" + contender.port(),
                        "--",
                        contender.path(),
                        Integer.toString(contender.keys()),
                        Long.toString(seed)));
        Matcher bad = BAD.matcher(text);
        if (bad.find()) {
            throw new AssertionError(contender.name() + ": " + text);
        }
        return new Result(
                Double.parseDouble(find(RATE, text).group(1)),
                Long.parseLong(find(COUNT, text).group(1)),
                millis("50", text),
                millis("99", text));
    }

    private static double millis(String percent, String text) {
        Matcher found = find(Pattern.compile(percent + "%\\s+([0-9.]+)(us|ms|s)\\b"), text);
        Double unit = MILLIS.get(found.group(2).toLowerCase(Locale.ROOT));
        return Double.parseDouble(found.group(1)) * (unit == null ? 1 : unit);
    }

    private static Matcher find(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new AssertionError("no " + pattern + " in:\n" + text);
        }
        return matcher;
    }
}
