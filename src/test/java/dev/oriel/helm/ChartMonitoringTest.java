package dev.oriel.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.RuleGroup;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is watched, and what follows from it. */
class ChartMonitoringTest {

    private static final String RULES = """
            groups:
              - name: %s
                rules:
                  - alert: OrielDown
                    expr: up{job="oriel"} == 0
                    for: 5m
                    annotations: { summary: "{{ $labels.pod }} is down" }
            """;
    private static final String DASHBOARD = """
            { "title": "Oriel", "legend": "{{pod}}", "panels": [] }
            """;
    private static final String HPA = "autoscaling: { kind: hpa, minReplicas: 2, maxReplicas: 4 }";

    @TempDir
    private Path folder;

    @Test
    void prometheus_scrapes_every_instance_once_ready_or_not() {
        Manifests made = Chart.RELEASED.render("production");
        ServiceMonitor monitor = made.only(ServiceMonitor.class);
        Map<String, String> selected = monitor.getSpec().getSelector().getMatchLabels();

        assertThat(made.peers().getMetadata().getLabels()).containsAllEntriesOf(selected);
        assertThat(made.readers().getMetadata().getLabels().entrySet().containsAll(selected.entrySet()))
                .isFalse();
        assertThat(made.peers().getSpec().getPorts())
                .extracting(ServicePort::getName)
                .contains(monitor.getSpec().getEndpoints().getFirst().getPort());
        assertThat(monitor.getMetadata().getLabels()).containsEntry("release", "prometheus");
    }

    @Test
    void nothing_for_monitoring_is_made_unless_it_is_asked_for() {
        Manifests made = Chart.RELEASED.render("minimal");

        assertThat(made.of(ServiceMonitor.class)).isEmpty();
        assertThat(made.of(PrometheusRule.class)).isEmpty();
        assertThat(made.of(ConfigMap.class)).hasSize(1);
    }

    @Test
    void the_rules_of_all_files_become_one_resource_word_for_word() throws IOException {
        Chart chart = new ChartCopy(folder)
                .write("files/rules/a.yaml", RULES.formatted("a"))
                .write("files/rules/b.yaml", RULES.formatted("b"))
                .chart();

        PrometheusRule rule = chart.render("production").only(PrometheusRule.class);

        assertThat(rule.getSpec().getGroups()).extracting(RuleGroup::getName).contains("a", "b");
        assertThat(rule.getSpec().getGroups())
                .filteredOn(group -> group.getName().equals("a"))
                .singleElement()
                .satisfies(group -> assertThat(group.getRules().getFirst().getAnnotations())
                        .containsEntry("summary", "{{ $labels.pod }} is down"));
        assertThat(chart.render("minimal").of(PrometheusRule.class)).isEmpty();
    }

    @Test
    void a_chart_without_rules_makes_none() throws IOException {
        Chart chart = new ChartCopy(folder).without("files/rules").chart();

        assertThat(chart.render("production").of(PrometheusRule.class)).isEmpty();
        assertThat(chart.notes("production", "{}")).contains("there is no PrometheusRule");
    }

    @Test
    void each_dashboard_is_for_grafanas_sidecar_word_for_word() throws IOException {
        Chart chart = new ChartCopy(folder)
                .without("files/dashboards")
                .write("files/dashboards/one.json", DASHBOARD)
                .write("files/dashboards/two.json", DASHBOARD)
                .chart();

        assertThat(chart.render("production").of(ConfigMap.class))
                .filteredOn(map -> map.getMetadata().getLabels().containsKey("grafana_dashboard"))
                .hasSize(2)
                .allSatisfy(map -> {
                    assertThat(map.getMetadata().getLabels()).containsEntry("grafana_dashboard", "1");
                    assertThat(map.getMetadata().getAnnotations()).containsEntry("grafana_folder", "Oriel");
                    assertThat(map.getData().values()).containsExactly(DASHBOARD);
                });
    }

    @Test
    void a_chart_without_dashboards_makes_none() throws IOException {
        Chart chart = new ChartCopy(folder).without("files/dashboards").chart();

        assertThat(chart.render("production").of(ConfigMap.class)).hasSize(1);
        assertThat(chart.notes("production", "{}")).contains("there is no dashboard");
    }

    @Test
    void an_autoscaler_decides_alone_how_many_instances_there_are() {
        Manifests made = Chart.RELEASED.render("minimal", HPA);
        HorizontalPodAutoscaler scaler = made.only(HorizontalPodAutoscaler.class);

        assertThat(made.instances().getSpec().getReplicas()).isNull();
        assertThat(scaler.getSpec().getScaleTargetRef().getName())
                .isEqualTo(made.instances().getMetadata().getName());
        assertThat(scaler.getSpec().getMinReplicas()).isEqualTo(2);
        assertThat(made.of(ScaledObject.class)).isEmpty();
    }

    @Test
    void instances_are_added_and_taken_away_one_by_one_and_slowly() {
        var behavior = Chart.RELEASED
                .render("minimal", HPA)
                .only(HorizontalPodAutoscaler.class)
                .getSpec()
                .getBehavior();

        assertThat(behavior.getScaleUp().getPolicies().getFirst().getValue()).isEqualTo(1);
        assertThat(behavior.getScaleDown().getPolicies().getFirst().getValue()).isEqualTo(1);
        assertThat(behavior.getScaleDown().getStabilizationWindowSeconds())
                .isGreaterThan(behavior.getScaleUp().getStabilizationWindowSeconds());
    }

    @Test
    void keda_asks_prometheus_for_load_and_lag_of_this_release() {
        Manifests made = Chart.RELEASED.render("production");
        ScaledObject scaler = made.only(ScaledObject.class);

        assertThat(made.instances().getSpec().getReplicas()).isNull();
        assertThat(made.of(HorizontalPodAutoscaler.class)).isEmpty();
        assertThat(scaler.spec().scaleTargetRef().name())
                .isEqualTo(made.instances().getMetadata().getName());
        assertThat(scaler.spec().maxReplicaCount()).isEqualTo(12);
        assertThat(scaler.spec().triggers())
                .extracting(ScaledObject.Trigger::type)
                .containsExactly("prometheus", "prometheus", "cron");
        assertThat(scaler.spec().triggers().getFirst().metadata().get("query"))
                .isEqualTo(
                        "sum(rate(oriel_requests_seconds_count{namespace=\"views\",pod=~\"shop-oriel-[0-9]+\"}[2m]))");
    }

    @Test
    void a_scaler_that_could_never_act_is_refused() {
        assertThatThrownBy(() -> Chart.RELEASED.render("minimal", "autoscaling: { kind: keda }"))
                .hasMessageContaining("autoscaling.keda.prometheus");
        assertThatThrownBy(() -> Chart.RELEASED.render(
                        "minimal", "autoscaling: { kind: keda, keda: { requestsPerInstance: 0 } }"))
                .hasMessageContaining("autoscaling.keda: found no trigger");
    }
}
