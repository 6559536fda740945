package dev.oriel.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.stream.Stream;

/** A copy of the distribution under test, in which {@code oriel aot-cache} has been run. */
public final class AotInstallation {

    /** Half a minute, on a machine that has nothing else to do. */
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private AotInstallation() {}

    /** Makes it, at a folder that is not there yet; takes its time. */
    public static Path make(Path folder) throws IOException {
        Path distribution = OrielProcess.installation();
        try (Stream<Path> files = Files.walk(distribution)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(distribution.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        try (OrielProcess making = OrielProcess.start(folder, "aot-cache", "aot-cache")) {
            assertThat(making.awaitEnd(PATIENCE)).isZero();
        }
        assertThat(cache(folder)).isNotEmptyFile();
        return folder;
    }

    /** Where the cache is. */
    public static Path cache(Path installation) {
        return installation.resolve("lib/oriel.aot");
    }
}
