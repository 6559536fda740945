package dev.oriel.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Java client's example is shown as it is compiled and run. */
class ClientExampleDocumentationTest {

    private static final Path PROJECT =
            Path.of(System.getProperty("oriel.basedir", ".")).toAbsolutePath();
    private static final Path EXAMPLE = PROJECT.resolve("src/test/java/dev/oriel/client/ClientExample.java");

    @ParameterizedTest
    @CsvSource({
        "docs/client.md, connect",
        "docs/client.md, read",
        "src/main/java/dev/oriel/client/package-info.java, connect",
        "src/main/java/dev/oriel/client/package-info.java, read",
    })
    void the_example_is_shown_as_it_runs(String document, String part) throws IOException {
        String shown = Files.readString(PROJECT.resolve(document)).replaceAll("(?m)^ \\* ?", "");

        assertThat(shown).contains(example(part));
    }

    private static String example(String part) throws IOException {
        String source = Files.readString(EXAMPLE);
        String begin = "// begin: " + part + "\n";
        String end = "// end: " + part;
        return source.substring(source.indexOf(begin) + begin.length(), source.indexOf(end))
                .stripIndent()
                .strip();
    }
}
