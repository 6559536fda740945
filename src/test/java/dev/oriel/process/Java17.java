package dev.oriel.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A JDK 17 on this machine, looked for where such are usually installed. */
final class Java17 {

    /** What to do where there is none. */
    static final String MISSING = "there is no JDK 17 here: install one, or name it in JAVA17_HOME";

    private static final String RELEASE = "JAVA_VERSION=\"17";

    private Java17() {}

    /** The home of a JDK or JRE 17; what {@code JAVA17_HOME} names goes before all. */
    static Optional<Path> find() {
        return Stream.of(named("JAVA17_HOME"), named("JAVA_HOME"), onPath(), installed())
                .flatMap(homes -> homes)
                .filter(Java17::isIt)
                .findFirst();
    }

    private static Stream<Path> named(String variable) {
        return Optional.ofNullable(System.getenv(variable)).map(Path::of).stream();
    }

    private static Stream<Path> onPath() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Arrays.stream(path.split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, "java"))
                .filter(Files::isExecutable)
                .flatMap(java -> home(java).stream());
    }

    private static Optional<Path> home(Path java) {
        try {
            return Optional.ofNullable(java.toRealPath().getParent())
                    .flatMap(bin -> Optional.ofNullable(bin.getParent()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Stream<Path> installed() {
        Path user = Path.of(System.getProperty("user.home"));
        return Stream.of(
                        Path.of("/usr/lib/jvm"),
                        Path.of("/usr/java"),
                        Path.of("/opt"),
                        Path.of("/opt/java"),
                        Path.of("/Library/Java/JavaVirtualMachines"),
                        Path.of("/opt/homebrew/opt"),
                        user.resolve(".sdkman/candidates/java"),
                        user.resolve(".jdks"),
                        user.resolve(".asdf/installs/java"),
                        user.resolve(".local/share/mise/installs/java"),
                        user.resolve(".gradle/jdks"))
                .flatMap(folder -> below(folder).stream())
                .flatMap(folder -> Stream.of(folder, folder.resolve("Contents/Home"), folder.resolve("libexec")));
    }

    private static List<Path> below(Path folder) {
        try (Stream<Path> below = Files.list(folder)) {
            return below.sorted().toList();
        } catch (IOException notThere) {
            return List.of();
        }
    }

    private static boolean isIt(Path home) {
        try {
            return Files.isExecutable(home.resolve("bin/java"))
                    && Files.readAllLines(home.resolve("release")).stream().anyMatch(line -> line.startsWith(RELEASE));
        } catch (IOException notOne) {
            return false;
        }
    }
}
