package dev.oriel.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client's own jar: what is in it, and that its tests pass with it on Java 17, beside nothing but what tests need. */
class ClientJarIT {

    private static final Path JAR = Path.of(Optional.ofNullable(System.getProperty("oriel.client.jar"))
            .orElseThrow(() -> new AssertionError("the build tells where the jar is")));

    /** The class file version of Java 17. */
    private static final int JAVA_17 = 61;

    private static final int SECONDS = 240;

    /** What JUnit, AssertJ and Awaitility come in; not JSpecify, whose annotations are not needed when code runs. */
    private static final Pattern TEST_LIBRARY = Pattern.compile(
            "(junit-|opentest4j-|open-test-reporting-|apiguardian-|fastcsv-|assertj-|byte-buddy-|awaitility-|hamcrest-).*\\.jar");

    @Test
    void it_holds_the_client_and_the_wires_words_for_java_17_and_nothing_else() throws Exception {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            List<JarEntry> files =
                    jar.stream().filter(entry -> !entry.isDirectory()).toList();

            assertThat(files)
                    .extracting(JarEntry::getName)
                    .contains(
                            "dev/oriel/client/OrielClient.class",
                            "dev/oriel/api/Position.class",
                            "META-INF/LICENSE",
                            "META-INF/maven/dev.oriel/oriel-client/pom.xml")
                    .allMatch(name -> name.matches("dev/oriel/(api|client)/[^/]+\\.class|META-INF/.*"));
            assertThat(jar.getManifest().getMainAttributes().getValue("Automatic-Module-Name"))
                    .isEqualTo("dev.oriel.client");
            for (JarEntry file : files) {
                if (file.getName().endsWith(".class")) {
                    assertThat(version(jar, file)).as(file.getName()).isEqualTo(JAVA_17);
                }
            }
        }
    }

    private static int version(JarFile jar, JarEntry file) throws IOException {
        try (InputStream in = jar.getInputStream(file);
                DataInputStream data = new DataInputStream(in)) {
            data.readInt();
            data.readUnsignedShort();
            return data.readUnsignedShort();
        }
    }

    @Test
    void its_tests_pass_on_java_17(@TempDir Path folder) throws Exception {
        Optional<Path> java17 = Java17.find();
        assumeTrue(java17.isPresent(), Java17.MISSING);
        Path output = folder.resolve("output.txt");
        Process tests = new ProcessBuilder(
                        java17.get().resolve("bin/java").toString(),
                        "-cp",
                        classPath(),
                        "org.junit.platform.console.ConsoleLauncher",
                        "execute",
                        "--select-package=dev.oriel.client",
                        "--details=summary",
                        "--disable-banner",
                        "--disable-ansi-colors")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(tests.waitFor(SECONDS, TimeUnit.SECONDS))
                    .as("done within " + SECONDS + " s")
                    .isTrue();
        } finally {
            tests.destroyForcibly();
        }

        String said = Files.readString(output);
        assertThat(tests.exitValue()).as(said).isZero();
        Matcher successful = Pattern.compile("(\\d+) tests successful").matcher(said);
        assertThat(successful.find()).as(said).isTrue();
        assertThat(Integer.parseInt(successful.group(1))).isGreaterThan(100);
    }

    private static String classPath() {
        Stream<String> libraries = Arrays.stream(
                        System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> TEST_LIBRARY
                        .matcher(String.valueOf(Path.of(entry).getFileName()))
                        .matches());
        return Stream.concat(Stream.of(JAR.toString(), testClasses().toString()), libraries)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Path testClasses() {
        return Optional.ofNullable(JAR.getParent()).orElseThrow().resolve("test-classes");
    }
}
