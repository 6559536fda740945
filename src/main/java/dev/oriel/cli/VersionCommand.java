package dev.oriel.cli;

import picocli.CommandLine.Command;

/** {@code oriel version}: the same as {@code oriel --version}. */
@Command(name = "version", description = "Print the version.")
final class VersionCommand implements Runnable {

    private final Terminal terminal;

    VersionCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        for (String line : new ManifestVersion().getVersion()) {
            terminal.out().println(line);
        }
    }
}
