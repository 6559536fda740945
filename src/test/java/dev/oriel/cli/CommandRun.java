package dev.oriel.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * One run of a command inside the test.
 *
 * @param exitCode what the process would have ended with
 * @param latin1 what went to stdout, each byte as one character
 * @param err what went to stderr
 */
record CommandRun(int exitCode, String latin1, String err) {

    static CommandRun of(String... args) {
        return in(Map.of(), false, args);
    }

    static CommandRun in(Map<String, String> environment, boolean interactive, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                interactive,
                environment);
        int exitCode = Main.run(terminal, args);
        terminal.out().flush();
        return new CommandRun(
                exitCode, out.toString(StandardCharsets.ISO_8859_1), err.toString(StandardCharsets.UTF_8));
    }

    byte[] outBytes() {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }

    String out() {
        return new String(outBytes(), StandardCharsets.UTF_8);
    }
}
