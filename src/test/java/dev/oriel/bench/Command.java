package dev.oriel.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Commands of the machine, and where on it they run. Linux only. */
final class Command {

    private Command() {}

    /** What a command prints; it must end well. */
    static String output(int core, List<String> command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(on(core, command))
                    .redirectErrorStream(true)
                    .start();
            String text = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(String.join(" ", command) + ":\n" + text);
            }
            return text;
        } catch (IOException e) {
            throw new AssertionError(
                    String.join(" ", command) + " (apt-get install wrk nginx-light redis-server webdis)", e);
        }
    }

    /** The same command on one core; -1 leaves it as it is. */
    static List<String> on(int core, List<String> command) {
        if (core < 0) {
            return command;
        }
        List<String> pinned = new ArrayList<>(List.of("taskset", "-c", Integer.toString(core)));
        pinned.addAll(command);
        return pinned;
    }
}
