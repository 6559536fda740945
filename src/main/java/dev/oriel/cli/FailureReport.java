package dev.oriel.cli;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells a failure on the error stream, in one line unless more was asked for, and turns it into an exit code. */
final class FailureReport implements IExecutionExceptionHandler, IParameterExceptionHandler {

    private final Terminal terminal;
    private final BooleanSupplier verbose;

    /** @param verbose whether to show stack traces, asked at each failure */
    FailureReport(Terminal terminal, BooleanSupplier verbose) {
        this.terminal = terminal;
        this.verbose = verbose;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        if (verbose.getAsBoolean()) {
            failure.printStackTrace(terminal.err());
        }
        if (failure instanceof CliException known) {
            say(known.getMessage());
            return known.exitCode();
        }
        say("unexpected " + failure + (verbose.getAsBoolean() ? "" : " (--verbose shows where)"));
        return ExitCode.SOFTWARE;
    }

    @Override
    public int handleParseException(ParameterException failure, String[] args) {
        CommandLine command = failure.getCommandLine();
        say(message(failure));
        UnmatchedArgumentException.printSuggestions(failure, command.getErr());
        terminal.err()
                .println("Try '%s --help'.".formatted(command.getCommandSpec().qualifiedName()));
        return ExitCode.USAGE;
    }

    /** picocli speaks of unmatched arguments where there is simply no such command. */
    private static @Nullable String message(ParameterException failure) {
        boolean atTop = failure.getCommandLine().getParent() == null;
        if (atTop && failure instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()) {
            return "there is no command '%s'".formatted(unmatched.getUnmatched().getFirst());
        }
        return failure.getMessage();
    }

    private void say(@Nullable String message) {
        terminal.err().println("oriel: " + message);
    }
}
