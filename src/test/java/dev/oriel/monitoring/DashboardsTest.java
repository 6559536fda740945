package dev.oriel.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The chart's dashboards, as far as they can be judged without a Grafana. That each query has an answer is for PrometheusSuite. */
class DashboardsTest {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?(\\w+)");
    private static final Pattern METRIC = Pattern.compile("\\boriel_\\w+");
    private static final int COLUMNS = 24;

    @TempDir
    private Path folder;

    private static List<Dashboard> dashboards() {
        return Dashboard.all();
    }

    @Test
    void they_are_what_their_source_says() throws IOException, InterruptedException {
        InstalledCommand.require("node", "nodejs");

        Process build = new ProcessBuilder("node", "helm/dashboards/build.mjs", "--check")
                .directory(Monitoring.PROJECT.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(build.waitFor()).as(output).isZero();
    }

    @Test
    void each_has_a_name_of_its_own() {
        assertThat(dashboards())
                .extracting(each -> each.json().path("uid").asText())
                .doesNotHaveDuplicates();
        assertThat(dashboards())
                .extracting(each -> each.json().path("title").asText())
                .doesNotHaveDuplicates();
        assertThat(dashboards())
                .extracting(Dashboard::name)
                .contains("overview", "view", "instance", "kafka", "orders");
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void panels_have_numbers_of_their_own_and_do_not_overlap(Dashboard dashboard) {
        List<JsonNode> panels = dashboard.allPanels();

        assertThat(panels)
                .extracting(panel -> panel.path("id").asInt())
                .doesNotHaveDuplicates()
                .doesNotContain(0);
        for (JsonNode one : panels) {
            JsonNode place = one.path("gridPos");
            assertThat(place.path("x").asInt() + place.path("w").asInt()).isLessThanOrEqualTo(COLUMNS);
            assertThat(panels)
                    .filteredOn(
                            other -> other.path("id").asInt() != one.path("id").asInt())
                    .noneMatch(other -> overlap(place, other.path("gridPos")));
        }
    }

    private static boolean overlap(JsonNode one, JsonNode other) {
        return meet(one, other, "x", "w") && meet(one, other, "y", "h");
    }

    private static boolean meet(JsonNode one, JsonNode other, String from, String size) {
        int first = one.path(from).asInt();
        int second = other.path(from).asInt();
        return first < second + other.path(size).asInt()
                && second < first + one.path(size).asInt();
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void each_panel_shows_something_in_a_unit_and_from_a_source_that_can_be_chosen(Dashboard dashboard) {
        assertThat(dashboard.json().path("schemaVersion").asInt()).isGreaterThanOrEqualTo(39);
        assertThat(dashboard.panels()).isNotEmpty().allSatisfy(panel -> {
            assertThat(panel.path("title").asText()).isNotBlank();
            assertThat(panel.path("fieldConfig").path("defaults").path("unit").asText())
                    .as(panel.path("title").asText())
                    .isNotBlank();
            assertThat(panel.path("targets")).isNotEmpty();
        });
        assertThat(dashboard.targets()).allSatisfy(target -> {
            assertThat(target.json().path("datasource").path("uid").asText()).isIn("${datasource}", "${infinity}");
            assertThat(target.json().path("expr").asText()
                            + target.json().path("url").asText())
                    .as(target.panel())
                    .isNotBlank();
        });
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void prometheus_can_read_each_expression(Dashboard dashboard) throws Exception {
        List<String> rules = dashboard.expressions().stream()
                .map(target -> target.json().path("expr").asText().replace("$__rate_interval", "1m"))
                .map(expression -> new TextNode(expression).toString())
                .map(expression -> "{\"record\":\"shown\",\"labels\":{\"expression\":" + expression + "},\"expr\":"
                        + expression + "}")
                .distinct()
                .toList();
        // All JSON is YAML, and expressions are checked where they are those of rules.
        Path file = Files.writeString(
                folder.resolve("rules.yaml"),
                "{\"groups\":[{\"name\":\"shown\",\"rules\":[" + String.join(",", rules) + "]}]}");

        PromTool.Result result = PromTool.run(folder, List.of("check", "rules", file.toString()));

        assertThat(result.exitCode()).as(result.output()).isZero();
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void each_variable_that_is_used_is_there_and_each_that_is_there_is_used(Dashboard dashboard) {
        Set<String> used = VARIABLE.matcher(dashboard.json().toString())
                .results()
                .map(variable -> variable.group(1))
                .filter(name -> !name.startsWith("__"))
                .collect(Collectors.toSet());

        assertThat(dashboard.variables())
                .extracting(variable -> variable.path("name").asText())
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(used);
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void each_metric_of_ours_that_is_shown_is_explained(Dashboard dashboard) {
        Set<String> explained = MetricsPage.documented().keySet();

        for (Dashboard.Target target : dashboard.expressions()) {
            Set<String> names = METRIC.matcher(target.json().path("expr").asText())
                    .results()
                    .map(metric -> metric.group().replaceAll("_seconds_(bucket|count|sum|max)$", "_seconds"))
                    .collect(Collectors.toSet());
            assertThat(explained).as(target.panel()).containsAll(names);
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void what_is_read_from_views_needs_no_script(Dashboard dashboard) {
        assertThat(dashboard.requests()).allSatisfy(target -> {
            JsonNode request = target.json();
            assertThat(request.path("parser").asText()).isEqualTo("backend");
            assertThat(request.path("url").asText()).startsWith("/v1/views/");
            assertThat(request.path("root_selector").asText()).isIn("", "entries");
            assertThat(request.path("columns"))
                    .isNotEmpty()
                    .allSatisfy(column ->
                            assertThat(column.path("selector").asText()).matches("[A-Za-z.]+"));
        });
    }
}
