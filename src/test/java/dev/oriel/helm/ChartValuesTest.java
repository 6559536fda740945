package dev.oriel.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oriel.config.ConfigLoader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may be said in values, and what is told of it. */
class ChartValuesTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([A-Za-z.]+)` \\|.*\\| (?:`(.*)`|none) \\|$");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "replica: 5                                                            | replica",
                "replicas: 0                                                           | /replicas",
                "replicas: three                                                       | /replicas",
                "image: { pullPolicy: Sometimes }                                      | /image/pullPolicy",
                "image: { digest: latest }                                             | /image/digest",
                "persistence: { size: a lot }                                          | /persistence/size",
                "persistence: { accessModes: [ReadWriteMany] }                         | /persistence/accessModes",
                "service: { port: 70000 }                                              | /service/port",
                "spread: { nodes: maybe }                                              | /spread/nodes",
                "autoscaling: { kind: both }                                           | /autoscaling/kind",
                "metrics: { serviceMonitor: { interval: often } }                      | /metrics/serviceMonitor/interval",
                "kafka: { sasl: { password: secret } }                                 | password",
                "podLabels: { tier: 1 }                                                | /podLabels/tier",
                "config: { kafak: {} }                                                 | kafak",
                "config: { views: { Orders: { table: { topic: orders } } } }           | Orders",
                "config: { views: { orders: { key: text } } }                          | /config/views/orders/key",
                "config: { views: { orders: { tabel: { topic: orders } } } }           | tabel",
                "config: { kafka: { group.id: mine } }                                 | /config/kafka/group.id",
            })
    void what_is_wrong_is_refused_by_name(String values, String named) {
        assertThatThrownBy(() -> Chart.RELEASED.render("minimal", values))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("values don't meet the specifications of the schema")
                .hasMessageContaining(named);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kafka: { sasl: { mechanism: PLAIN } } | kafka.sasl.secret",
                "ingress: { enabled: true }            | ingress.host",
            })
    void what_is_missing_is_asked_for_by_name(String values, String named) {
        assertThatThrownBy(() -> Chart.RELEASED.render("minimal", values)).hasMessageContaining(named);
    }

    @Test
    void brokers_and_a_view_have_to_be_said() {
        assertThatThrownBy(() -> Chart.RELEASED.render("minimal", "config: { kafka: { bootstrap.servers: null } }"))
                .hasMessageContaining("/config/kafka/bootstrap.servers");
        assertThatThrownBy(() -> Chart.RELEASED.render("minimal", "config: { views: { orders: null } }"))
                .hasMessageContaining("/config/views");
    }

    @Test
    void the_configuration_is_judged_by_oriels_own_schema() throws IOException {
        JsonNode values = Yaml.JSON.readTree(
                Chart.RELEASED.folder().resolve("values.schema.json").toFile());

        try (InputStream in = Objects.requireNonNull(ConfigLoader.class.getResourceAsStream("oriel.schema.json"))) {
            assertThat(values.at("/$defs/config"))
                    .as("$defs.config of values.schema.json, a copy of oriel.schema.json")
                    .isEqualTo(Yaml.JSON.readTree(in));
        }
        assertThat(values.at("/properties/config/$ref").asText())
                .isEqualTo(values.at("/$defs/config/$id").asText());
    }

    @Test
    void the_readme_tells_every_value_and_its_default() throws IOException {
        String readme = Files.readString(Chart.RELEASED.folder().resolve("README.md"));
        Map<String, String> told = ROW.matcher(readme)
                .results()
                .collect(Collectors.toMap(
                        row -> row.group(1),
                        row -> Objects.requireNonNullElse(row.group(2), "none"),
                        (a, b) -> a + " and " + b));

        assertThat(told).containsExactlyInAnyOrderEntriesOf(defaults());
    }

    /** By path: as deep as the schema says what there is. */
    private static Map<String, String> defaults() throws IOException {
        JsonNode values = Yaml.read(Files.readString(Chart.RELEASED.folder().resolve("values.yaml")));
        JsonNode schema = Yaml.JSON.readTree(
                Chart.RELEASED.folder().resolve("values.schema.json").toFile());
        Map<String, String> defaults = new TreeMap<>();
        collect("", schema, values, defaults);
        defaults.remove("global");
        return defaults;
    }

    private static void collect(String path, JsonNode schema, JsonNode value, Map<String, String> defaults) {
        if (path.equals("config") || !schema.has("properties")) {
            boolean empty =
                    value.isNull() || value.isMissingNode() || text(value).isEmpty();
            defaults.put(path, path.equals("config") || empty ? "none" : text(value));
            return;
        }
        schema.path("properties")
                .properties()
                .forEach(each -> collect(
                        path.isEmpty() ? each.getKey() : path + "." + each.getKey(),
                        each.getValue(),
                        value.path(each.getKey()),
                        defaults));
    }

    private static String text(JsonNode value) {
        return value.isTextual() ? value.asText() : value.toString();
    }
}
