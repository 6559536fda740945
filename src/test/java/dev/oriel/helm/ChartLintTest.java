package dev.oriel.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChartLintTest {

    @TempDir
    private Path folder;

    static Stream<String> value_sets() {
        return Chart.VALUE_SETS.stream();
    }

    @ParameterizedTest
    @MethodSource("value_sets")
    void helm_has_nothing_against_the_chart(String valueSet) throws IOException {
        LintResult result = new ChartCopy(folder).withDefaults(valueSet).chart().lint();

        assertThat(result.isFailed())
                .as(() -> String.join("\n", result.getMessages()))
                .isFalse();
    }

    @ParameterizedTest
    @MethodSource("value_sets")
    void kubernetes_knows_all_that_is_said_in_the_manifests(String valueSet) throws IOException {
        assertThat(new ChartCopy(folder).withTestPod().chart().render(valueSet).all())
                .isNotEmpty();
    }

    @Test
    void what_kubernetes_does_not_know_is_noticed() {
        assertThatThrownBy(() -> Chart.RELEASED.render("minimal", "securityContext: { privilegd: true }"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("privilegd");
        assertThatThrownBy(() -> Chart.RELEASED.render("minimal", "tolerations: [{ key: a, opperator: Exists }]"))
                .hasMessageContaining("opperator");
    }

    @Test
    void the_chart_runs_the_version_that_it_comes_with() throws IOException {
        JsonNode chart = Yaml.read(Files.readString(Chart.RELEASED.folder().resolve("Chart.yaml")));

        assertThat(Files.readString(Path.of("pom.xml")))
                .containsPattern("<artifactId>oriel</artifactId>\\s*<version>"
                        + chart.path("appVersion").asText() + "</version>");
    }

    @Test
    void every_name_fits_however_long_the_releases_is() {
        String longest = "a".repeat(53);
        Manifests made = Chart.RELEASED.render("minimal", "fullnameOverride: " + longest);

        // A StatefulSet's pods have its name and eleven characters more in a label, which ends after 63.
        assertThat(made.instances().getMetadata().getName()).hasSizeLessThanOrEqualTo(52);
        assertThat(made.instances().getSpec().getServiceName()).hasSizeLessThanOrEqualTo(63);
    }

    @Test
    void the_folders_for_dashboards_and_rules_are_there() {
        assertThat(List.of("files/dashboards", "files/rules"))
                .allSatisfy(each ->
                        assertThat(Chart.RELEASED.folder().resolve(each)).isDirectory());
    }
}
