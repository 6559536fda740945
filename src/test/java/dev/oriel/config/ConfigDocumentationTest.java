package dev.oriel.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConfigDocumentationTest {

    private static final Path DISTRIBUTED = Path.of("src/main/dist/conf/oriel.yaml");
    private static final Path PAGE = Path.of("docs/configuration.md");
    private static final Pattern SAMPLE = Pattern.compile("(?ms)^```yaml\n(.*?)^```$");
    private static final Pattern COMMENTED_SETTING = Pattern.compile("(?m)^( *)#(?=[a-z])");

    @Test
    void the_distributed_file_loads_and_changes_no_default() throws ConfigException, IOException {
        OrielConfig distributed = parse(Files.readString(DISTRIBUTED));

        assertThat(distributed).isEqualTo(parse("""
                kafka: { bootstrap.servers: "localhost:9092" }
                views: { orders: { table: { topic: orders } } }
                """));
    }

    @Test
    void the_distributed_file_shows_every_setting_and_its_default() throws ConfigException, IOException {
        String uncommented =
                COMMENTED_SETTING.matcher(Files.readString(DISTRIBUTED)).replaceAll("$1");
        OrielConfig shown = parse(uncommented);
        OrielConfig byDefault = parse(Files.readString(DISTRIBUTED));

        assertThat(shown.applicationId()).isEqualTo(byDefault.applicationId());
        assertThat(shown.stateDir()).isEqualTo(byDefault.stateDir());
        assertThat(shown.memory()).isEqualTo(byDefault.memory());
        assertThat(shown.reads()).isEqualTo(byDefault.reads());
        assertThat(shown.watches()).isEqualTo(byDefault.watches());
        assertThat(shown.tracing().sample()).isEqualTo(byDefault.tracing().sample());
        assertThat(shown.server())
                .usingRecursiveComparison()
                .ignoringFields("name", "managementPort", "advertised", "publicUrl")
                .isEqualTo(byDefault.server());
        assertThat(shown.views().getFirst())
                .usingRecursiveComparison()
                .ignoringFields("version", "deadLetterTopic", "kafka", "streams")
                .isEqualTo(byDefault.views().getFirst());
        assertThat(settings())
                .allSatisfy(setting -> assertThat(uncommented).containsPattern("(?m)^ *" + setting + ":"));
    }

    @Test
    void the_page_names_every_setting() throws IOException {
        String page = Files.readString(PAGE);

        assertThat(settings()).allSatisfy(setting -> assertThat(page).containsPattern("`[a-z.]*" + setting + "[`.]"));
    }

    @Test
    void every_sample_on_the_page_loads() throws IOException {
        List<String> samples = SAMPLE.matcher(Files.readString(PAGE))
                .results()
                .map((MatchResult sample) -> sample.group(1))
                .toList();

        assertThat(samples)
                .hasSize(2)
                .allSatisfy(sample -> assertThatCode(() -> parse(sample)).doesNotThrowAnyException());
    }

    private static Stream<String> settings() {
        return Stream.of(
                        OrielReader.SETTINGS,
                        ServerReader.SETTINGS,
                        ViewReader.SETTINGS.stream()
                                .filter(setting -> !setting.equals("global"))
                                .toList(),
                        ReadsReader.SETTINGS,
                        OrielReader.MEMORY_SETTINGS,
                        OrielReader.WATCHES_SETTINGS,
                        OrielReader.TRACING_SETTINGS)
                .flatMap(List::stream);
    }

    private static OrielConfig parse(String yaml) throws ConfigException {
        return ConfigLoader.parse(yaml, "oriel.yaml", Path.of("/etc/oriel"), name -> Optional.empty());
    }
}
