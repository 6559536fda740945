package dev.oriel.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

class ConfigSchemaTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static JsonNode definition;
    private static Schema schema;

    @BeforeAll
    static void read_the_schema() throws IOException {
        try (InputStream in = Objects.requireNonNull(ConfigLoader.class.getResourceAsStream("oriel.schema.json"))) {
            definition = JSON.readTree(in);
        }
        schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(definition);
    }

    static Stream<ConfigSamples.Sample> bad_samples_that_are_yaml() {
        return ConfigSamples.bad().filter(ConfigSamples.Sample::isForSchema);
    }

    @Test
    void the_schema_is_itself_valid() {
        Schema metaschema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));

        assertThat(metaschema.validate(definition.toString(), InputFormat.JSON)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.oriel.config.ConfigSamples#good")
    void what_the_loader_takes_the_schema_takes(ConfigSamples.Sample sample) {
        assertThat(validate(sample.yaml())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("bad_samples_that_are_yaml")
    void what_the_loader_refuses_the_schema_refuses_where_it_can(ConfigSamples.Sample sample) {
        List<Error> errors = validate(sample.yaml());

        if (sample.schemaSeesProblem()) {
            assertThat(errors).isNotEmpty();
        } else {
            assertThat(errors).isEmpty();
        }
    }

    @Test
    void every_setting_of_the_schema_is_one_of_the_loader_and_described() {
        assertThat(settings(definition)).containsExactlyInAnyOrderElementsOf(OrielReader.SETTINGS);
        assertThat(settings(definition.at("/$defs/server"))).containsExactlyInAnyOrderElementsOf(ServerReader.SETTINGS);
        assertThat(settings(definition.at("/properties/watches")))
                .containsExactlyInAnyOrderElementsOf(OrielReader.WATCHES_SETTINGS);
        assertThat(settings(definition.at("/properties/tracing")))
                .containsExactlyInAnyOrderElementsOf(OrielReader.TRACING_SETTINGS);
        assertThat(settings(definition.at("/$defs/view"))).containsExactlyInAnyOrderElementsOf(ViewReader.SETTINGS);
        assertThat(List.of(
                        "",
                        "/$defs/server",
                        "/$defs/view",
                        "/properties/memory",
                        "/properties/reads",
                        "/properties/watches",
                        "/properties/tracing"))
                .allSatisfy(group -> assertThat(definition.at(group + "/properties"))
                        .filteredOn(setting -> !setting.has("$ref"))
                        .allSatisfy(setting ->
                                assertThat(setting.path("description").asText()).isNotBlank()));
    }

    @Test
    void the_defaults_of_the_schema_are_those_of_the_loader() throws ConfigException {
        String required = """
                kafka: { bootstrap.servers: "kafka:9092" }
                views: { orders: { table: { topic: orders } } }
                """;
        String explicit = """
                application-id: %s
                server: %s
                kafka: { bootstrap.servers: "kafka:9092" }
                state-dir: %s
                memory: %s
                reads: %s
                watches: %s
                tracing: %s
                views: { orders: %s }
                """.formatted(
                        definition.at("/properties/application-id/default"),
                        defaults("/$defs/server"),
                        definition.at("/properties/state-dir/default"),
                        defaults("/properties/memory"),
                        defaults("/properties/reads"),
                        defaults("/properties/watches"),
                        defaults("/properties/tracing"),
                        defaults("/$defs/view").replace("{", "{\"table\": {\"topic\": \"orders\"}, "));

        assertThat(ConfigSamples.parse(explicit)).isEqualTo(ConfigSamples.parse(required));
    }

    private static List<Error> validate(String yaml) {
        LoadSettings settings =
                LoadSettings.builder().setSchema(new CoreSchema()).build();
        Object document = Objects.requireNonNull(new Load(settings).loadFromString(yaml));
        return schema.validate(JSON.valueToTree(document).toString(), InputFormat.JSON);
    }

    private static List<String> settings(JsonNode group) {
        return group.path("properties").propertyStream().map(Map.Entry::getKey).toList();
    }

    private static String defaults(String group) {
        var values = JSON.createObjectNode();
        definition
                .at(group)
                .path("properties")
                .propertyStream()
                .filter(setting -> setting.getValue().has("default"))
                .forEach(setting ->
                        values.set(setting.getKey(), setting.getValue().path("default")));
        return values.toString();
    }
}
