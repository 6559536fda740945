package dev.oriel.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BadConfigTest {

    @ParameterizedTest
    @MethodSource("dev.oriel.config.ConfigSamples#bad")
    void every_mistake_is_reported_on_a_line_of_its_own(ConfigSamples.Sample sample) {
        ConfigException refusal = catchThrowableOfType(ConfigException.class, () -> ConfigSamples.parse(sample.yaml()));

        assertThat(refusal).as(sample.yaml()).isNotNull();
        assertThat(refusal.getMessage().lines()).containsExactlyElementsOf(sample.problems());
        assertThat(refusal.problems()).hasSameSizeAs(sample.problems());
    }

    @Test
    void a_problem_tells_its_parts() {
        String yaml = """
                kafka: { bootstrap.servers: "kafka:9092" }
                views:
                  orders: { table: { topic: orders }, key: strin }
                """;

        ConfigException refusal = catchThrowableOfType(ConfigException.class, () -> ConfigSamples.parse(yaml));

        assertThat(refusal.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.file()).isEqualTo("oriel.yaml");
            assertThat(problem.line()).isEqualTo(3);
            assertThat(problem.column()).isEqualTo(44);
            assertThat(problem.path()).isEqualTo("views.orders.key");
            assertThat(problem.found()).isEqualTo("'strin'");
            assertThat(problem.expected()).isEqualTo("one of string, int, long, uuid");
            assertThat(problem.suggestion()).contains("string");
        });
    }

    @Test
    void columns_count_characters_and_lines_end_as_windows_ends_them() {
        String yaml = "kafka: { client.id: \"\uD83D\uDE00\", bootstrap.server: \"k:9092\" }\r\nviews: { a: 1 }\r\n";

        ConfigException refusal = catchThrowableOfType(ConfigException.class, () -> ConfigSamples.parse(yaml));

        assertThat(refusal.problems())
                .extracting(problem -> problem.line() + ":" + problem.column())
                .containsExactly("1:8", "1:26", "2:13");
    }

    @Test
    void a_character_that_yaml_does_not_allow_is_located() {
        ConfigException refusal =
                catchThrowableOfType(ConfigException.class, () -> ConfigSamples.parse("kafka: {}\nviews: \u0007\n"));

        assertThat(refusal)
                .hasMessage("oriel.yaml:2:8: found the character U+0007, expected only characters that YAML allows");
    }

    @Test
    void a_missing_file_is_reported_without_a_place(@TempDir Path folder) {
        assertRefused(folder.resolve("oriel.yaml"), "no such file");
    }

    @Test
    void a_folder_is_no_file(@TempDir Path folder) {
        assertRefused(folder, "a folder");
    }

    @Test
    void a_file_that_is_not_utf_8_is_refused(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("oriel.yaml"), new byte[] {'a', ':', ' ', (byte) 0xE4});

        assertRefused(file, "bytes that are not UTF-8");
    }

    private static void assertRefused(Path file, String found) {
        ConfigException refusal = catchThrowableOfType(ConfigException.class, () -> ConfigLoader.load(file));

        assertThat(refusal).hasMessage("%s: found %s, expected a readable YAML file", file, found);
    }
}
