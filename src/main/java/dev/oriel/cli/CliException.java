package dev.oriel.cli;

/** Ends a command with an exit code and one line for the user; the stack trace shows only with {@code --verbose}. */
public final class CliException extends RuntimeException {

    private final int exitCode;

    /**
     * @param exitCode 1 when what was asked failed, 2 when it could not even be tried: wrong usage or configuration, a
     *     taken port, an unreachable server
     * @param message one line that says what is wrong and, where it is not obvious, what to do
     */
    public CliException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** As {@link #CliException(int, String)}, with the failure behind it. */
    public CliException(int exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** The process's exit code. */
    public int exitCode() {
        return exitCode;
    }
}
