package dev.oriel.monitoring;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A command that is not ours. */
final class InstalledCommand {

    private InstalledCommand() {}

    /**
     * Skips the test if a command is not there.
     *
     * @param debian the package of Debian that has it
     */
    static void require(String command, String debian) {
        boolean there = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
        assumeTrue(there, command + " is needed: apt-get install " + debian);
    }
}
