package dev.oriel.cli;

import java.io.Console;
import java.io.PrintStream;
import java.util.Map;

/**
 * Where a command writes and what it sees of its surroundings.
 *
 * @param out answers, and nothing else
 * @param err everything else: progress, errors
 * @param interactive whether a person reads {@code out}, rather than a file or a pipe
 * @param environment the environment variables
 */
public record Terminal(PrintStream out, PrintStream err, boolean interactive, Map<String, String> environment) {

    public Terminal {
        environment = Map.copyOf(environment);
    }

    /** The process's own. */
    @SuppressWarnings("SystemConsoleNull") // JDK 25 went back to null where there is no terminal.
    public static Terminal ofProcess() {
        Console console = System.console();
        return new Terminal(System.out, System.err, console != null && console.isTerminal(), System.getenv());
    }

    /** Writes bytes to {@code out} as they are, in no character set. */
    public void printBytes(byte[] bytes) {
        out.write(bytes, 0, bytes.length);
        out.flush();
    }
}
