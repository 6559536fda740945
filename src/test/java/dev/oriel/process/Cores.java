package dev.oriel.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;

/** Which of the machine's cores a process may use. Linux only. */
public final class Cores {

    private Cores() {}

    /**
     * From now on all threads of a process run on these cores.
     *
     * @param cores such as {@code 0} or {@code 0-3}
     */
    public static void pin(long pid, String cores) {
        try {
            Process process = new ProcessBuilder("taskset", "-a", "-p", "-c", cores, Long.toString(pid))
                    .redirectErrorStream(true)
                    .start();
            String text = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError("taskset: " + text);
            }
        } catch (IOException e) {
            throw new AssertionError("taskset, of Debian's util-linux, cannot be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
