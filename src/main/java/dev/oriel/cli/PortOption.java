package dev.oriel.cli;

import picocli.CommandLine.ExitCode;

/** What is a port, among numbers that were given for one. */
final class PortOption {

    private static final int MAX = 65_535;

    private PortOption() {}

    /**
     * Refuses what is none.
     *
     * @param option the option's name, for the message
     * @param first the port, or the first of several in a row; 0 stands for any free one
     * @throws CliException if it, or the last of them, is not within 0 to 65535
     */
    static void check(String option, int first, int count) {
        int most = MAX - count + 1;
        if (first < 0 || first > most) {
            throw new CliException(ExitCode.USAGE, option + ": expected 0 to " + most + ", found " + first);
        }
    }
}
