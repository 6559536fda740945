package dev.oriel.cli;

import dev.oriel.config.ConfigException;
import dev.oriel.config.ConfigLoader;
import dev.oriel.config.OrielConfig;
import java.nio.file.Path;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** The option that names the configuration. */
final class ConfigFile {

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            required = true,
            description = "The configuration, usually oriel.yaml.")
    private Path file = Path.of("oriel.yaml");

    /** Reads it; what is wrong with it is said line by line, and ends the command. */
    OrielConfig read(Terminal terminal) {
        try {
            return ConfigLoader.load(file);
        } catch (ConfigException e) {
            e.problems().forEach(terminal.err()::println);
            int count = e.problems().size();
            throw new CliException(
                    ExitCode.USAGE, file + " has " + count + (count == 1 ? " mistake" : " mistakes") + ", see above");
        }
    }

    /** The file's path, as it was given. */
    Path path() {
        return file;
    }
}
