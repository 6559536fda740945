package dev.oriel.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The alerts that the chart brings. */
class RulesTest {

    private static final Path TESTS = Monitoring.PROJECT.resolve("src/test/prometheus");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

    private static List<JsonNode> alerts() {
        List<JsonNode> alerts = new ArrayList<>();
        for (Path file : Monitoring.ruleFiles()) {
            for (JsonNode group : Monitoring.yaml(file).path("groups")) {
                group.path("rules").forEach(rule -> {
                    if (rule.has("alert")) {
                        alerts.add(rule);
                    }
                });
            }
        }
        return alerts;
    }

    private static List<String> names(List<Path> files) {
        return files.stream().map(Path::toString).toList();
    }

    private static List<String> arguments(String what, List<Path> files) {
        return Stream.concat(Stream.of(what, "rules"), names(files).stream()).toList();
    }

    @Test
    void prometheus_can_read_the_rules() throws Exception {
        PromTool.Result result = PromTool.run(Monitoring.RULES, arguments("check", Monitoring.ruleFiles()));

        assertThat(result.exitCode()).as(result.output()).isZero();
    }

    @Test
    void alerts_fire_when_they_are_to_and_not_otherwise() throws Exception {
        PromTool.Result result = PromTool.run(TESTS, arguments("test", Monitoring.files(TESTS, ".yaml")));

        assertThat(result.exitCode()).as(result.output()).isZero();
    }

    @Test
    void each_alert_is_tested() {
        String tests =
                Monitoring.files(TESTS, ".yaml").stream().map(Monitoring::text).collect(Collectors.joining());

        assertThat(alerts())
                .extracting(alert -> alert.path("alert").asText())
                .isNotEmpty()
                .allSatisfy(alert -> assertThat(tests).contains("alertname: " + alert + "\n        exp_alerts:"));
    }

    @Test
    void each_alert_says_how_grave_it_is_what_is_wrong_and_where_to_read_what_to_do() {
        Set<String> anchors = anchors(Monitoring.text(Monitoring.PROJECT.resolve("docs/operations.md")));

        assertThat(alerts()).allSatisfy(alert -> {
            JsonNode annotations = alert.path("annotations");
            assertThat(alert.path("labels").path("severity").asText()).isIn("critical", "warning");
            assertThat(annotations.path("summary").asText()).isNotBlank();
            assertThat(annotations.path("description").asText()).isNotBlank();
            String[] link = annotations.path("runbook_url").asText().split("#", 2);
            assertThat(link[0]).isEqualTo("docs/operations.md");
            assertThat(anchors).contains(link[1]);
        });
    }

    /** As the usual renderers of Markdown name headings. */
    private static Set<String> anchors(String page) {
        return HEADING.matcher(page)
                .results()
                .map(heading -> heading.group(1)
                        .strip()
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\w\\- ]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }
}
