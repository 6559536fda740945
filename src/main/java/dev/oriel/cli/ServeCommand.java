package dev.oriel.cli;

import dev.oriel.config.OrielConfig;
import dev.oriel.server.OrielInstance;
import dev.oriel.server.StartException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** {@code oriel serve}: runs an instance until it is told to stop. */
@Command(
        name = "serve",
        description = "Run an instance: materialize the declared views and answer reads, until SIGTERM or Ctrl-C.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:stopped in order",
            "2:the configuration has mistakes, a port is taken, or the state directory cannot be had"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  oriel serve --config oriel.yaml"})
final class ServeCommand implements Runnable {

    private final Terminal terminal;

    @Mixin
    private final ConfigFile config = new ConfigFile();

    ServeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        LogLevels.checkFormat();
        LogLevels.takeInOthers();
        OrielConfig read = config.read(terminal);
        try {
            ShutdownSignal.await(terminal, stopping -> OrielInstance.start(read));
        } catch (StartException e) {
            throw new CliException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
