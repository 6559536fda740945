package dev.oriel.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A folder in which the launcher finds a distribution, a source tree with a stand-in for Maven, and only those JDKs that
 * the test put there.
 */
final class LauncherSandbox {

    private static final List<String> TOOLS = List.of(
            "awk", "cat", "date", "find", "flock", "head", "ln", "mkdir", "mv", "readlink", "rm", "sleep", "tail");

    /** Answers as {@code java -XshowSettings:properties} does; otherwise prints what it was started with. */
    private static final String JAVA = """
            #!/bin/sh
            home=${0%/bin/java}
            if [ "$1" = -XshowSettings:properties ]; then
              printf 'Property settings:\\n    java.home = %s\\n    java.version = VERSION\\n' "$home" >&2
              exit 0
            fi
            printf '%s\\n' "$home" "${LC_ALL-unset}" "$@"
            exit "${EXIT_WITH:-0}"
            """;

    /** Takes long enough for another start to come in between. */
    private static final String MAVEN = """
            #!/bin/sh
            echo "JAVA_HOME=$JAVA_HOME" >> builds
            echo '[INFO] --- compiler:3.15.0:compile (default-compile) @ oriel ---'
            sleep 0.5
            if [ -e fail ]; then
              echo '[ERROR] cannot find symbol'
              exit 1
            fi
            mkdir -p target/oriel-1.2.3/lib
            echo > target/oriel-1.2.3.tar.gz
            """;

    /**
     * What came of a start.
     *
     * @param out the stand-in's account: its home, its locale, its arguments; empty if it was not started
     */
    record Run(int exitCode, List<String> out, String err) {

        Path java() {
            return Path.of(out.get(0));
        }

        String locale() {
            return out.get(1);
        }

        List<String> arguments() {
            return out.subList(2, out.size());
        }
    }

    private final Path root;

    LauncherSandbox(Path root) {
        this.root = root;
    }

    void create() throws IOException {
        Files.createDirectories(distribution().resolve("lib"));
        copyLauncher(distribution().resolve("bin"));
        copyLauncher(sources());
        Files.writeString(
                sources().resolve("pom.xml"),
                "<project>\n  <version>1.2.3</version>\n  <dependency><version>9</version></dependency>\n</project>\n");
        Files.createFile(sources().resolve("openapi.yaml"));
        Files.createDirectories(sources().resolve("src/main/java"));
        Files.createFile(sources().resolve("src/main/java/A.java"));
        writeScript(sources().resolve("mvnw"), MAVEN);
        Files.createDirectories(root.resolve("jvm"));
        Files.createDirectories(tools());
        for (String tool : TOOLS) {
            addTool(tool);
        }
    }

    private static void copyLauncher(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path launcher = folder.resolve("oriel");
        Files.copy(Path.of("oriel"), launcher);
        launcher.toFile().setExecutable(true);
    }

    private void addTool(String tool) throws IOException {
        for (String folder : List.of("/usr/bin", "/bin")) {
            Path real = Path.of(folder, tool);
            if (Files.isExecutable(real)) {
                writeScript(tools().resolve(tool), "#!/bin/sh\nexec %s \"$@\"\n".formatted(real));
                return;
            }
        }
    }

    void removeTool(String tool) throws IOException {
        Files.deleteIfExists(tools().resolve(tool));
    }

    Path distribution() {
        return root.resolve("oriel dist");
    }

    Path sources() {
        return root.resolve("source tree");
    }

    private Path tools() {
        return root.resolve("tools");
    }

    /** A runtime in a folder below the sandbox; those below {@code jvm} are where the launcher looks. */
    Path jdk(String folder, String version) throws IOException {
        Path home = root.resolve(folder);
        Files.createDirectories(home.resolve("bin"));
        writeScript(home.resolve("bin/java"), JAVA.replace("VERSION", version));
        Files.writeString(
                home.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"%s\"\nLIBC=\"gnu\"\n".formatted(version));
        return home;
    }

    Path jdkWithCompiler(String folder, String version) throws IOException {
        Path home = jdk(folder, version);
        writeScript(home.resolve("bin/javac"), "#!/bin/sh\n");
        return home;
    }

    void javaOnPath(Path jdk) throws IOException {
        Path alternative = root.resolve("alternative");
        Files.createSymbolicLink(alternative, jdk.resolve("bin/java"));
        Files.createSymbolicLink(tools().resolve("java"), Path.of("../alternative"));
    }

    /** @param kind absolute, relative, or chain: a relative link to an absolute one */
    Path linkToLauncher(String kind) throws IOException {
        Path folder = Files.createDirectories(root.resolve("links"));
        Path launcher = distribution().resolve("bin/oriel");
        Path link = folder.resolve("oriel");
        return switch (kind) {
            case "absolute" -> Files.createSymbolicLink(link, launcher);
            case "relative" -> Files.createSymbolicLink(link, folder.relativize(launcher));
            default -> {
                Files.createSymbolicLink(folder.resolve("first"), launcher);
                yield Files.createSymbolicLink(link, Path.of("first"));
            }
        };
    }

    Run runDistribution(Map<String, Object> environment, String... arguments) throws Exception {
        return run(distribution().resolve("bin/oriel"), environment, List.of(arguments));
    }

    Run runSources(String... arguments) throws Exception {
        return run(sources().resolve("oriel"), Map.of(), List.of(arguments));
    }

    List<Run> runSourcesConcurrently(int starts, String... arguments) throws Exception {
        List<Start> started = new ArrayList<>();
        for (int i = 0; i < starts; i++) {
            started.add(start(sources().resolve("oriel"), Map.of(), List.of(arguments)));
        }
        List<Run> runs = new ArrayList<>();
        for (Start start : started) {
            runs.add(start.end());
        }
        return runs;
    }

    Run run(Path launcher, Map<String, Object> environment, List<String> arguments) throws Exception {
        return start(launcher, environment, arguments).end();
    }

    /** One line for each time that Maven ran. */
    List<String> builds() throws IOException {
        Path builds = sources().resolve("builds");
        return Files.exists(builds) ? Files.readAllLines(builds) : List.of();
    }

    private Start start(Path launcher, Map<String, Object> environment, List<String> arguments) throws IOException {
        List<String> command = Stream.concat(Stream.of(launcher.toString()), arguments.stream())
                .toList();
        Path out = Files.createTempFile(root, "out", "");
        Path err = Files.createTempFile(root, "err", "");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(root.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", tools().toString());
        builder.environment().put("ORIEL_JDK_FOLDERS", root.resolve("jvm").toString());
        environment.forEach((name, value) -> builder.environment().put(name, value.toString()));
        return new Start(builder.start(), out, err);
    }

    private record Start(Process process, Path out, Path err) {

        Run end() throws Exception {
            try {
                if (!process.waitFor(30, TimeUnit.SECONDS)) {
                    throw new AssertionError("the launcher does not end: " + Files.readString(err));
                }
            } finally {
                process.destroyForcibly();
            }
            return new Run(process.exitValue(), Files.readAllLines(out, UTF_8), Files.readString(err));
        }
    }

    private static void writeScript(Path file, String text) throws IOException {
        Files.writeString(file, text);
        file.toFile().setExecutable(true);
    }
}
