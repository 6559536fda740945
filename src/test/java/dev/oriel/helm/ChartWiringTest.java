package dev.oriel.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.Endpoint;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** That the parts of a release fit together. */
class ChartWiringTest {

    @TempDir
    private static Path folder;

    private static Chart chart = Chart.RELEASED;

    @BeforeAll
    static void have_the_test_pod_rendered_too() throws IOException {
        chart = new ChartCopy(folder).withTestPod().chart();
    }

    private static final String OTHER_PORTS = "config: { server: { port: 9090, peer-port: 9091 } }";

    static Stream<String> value_sets() {
        return Chart.VALUE_SETS.stream();
    }

    @ParameterizedTest
    @MethodSource("value_sets")
    void services_select_the_pods_of_instances(String valueSet) {
        Manifests made = chart.render(valueSet);

        assertThat(made.of(Service.class))
                .hasSize(2)
                .allSatisfy(service -> assertThat(made.podLabels())
                        .containsAllEntriesOf(service.getSpec().getSelector()));
        assertThat(made.podLabels())
                .containsAllEntriesOf(made.instances().getSpec().getSelector().getMatchLabels());
    }

    @Test
    void no_service_selects_the_pod_that_tests() {
        Manifests made = chart.render("minimal");
        Map<String, String> labels = made.only(Pod.class).getMetadata().getLabels();

        assertThat(labels).containsEntry("app.kubernetes.io/component", "test");
        assertThat(made.of(Service.class))
                .allSatisfy(service -> assertThat(service.getSpec().getSelector())
                        .containsEntry("app.kubernetes.io/component", "server"));
    }

    @ParameterizedTest
    @MethodSource("value_sets")
    void services_lead_to_ports_that_the_container_has(String valueSet) {
        Manifests made = chart.render(valueSet);

        for (Service service : made.of(Service.class)) {
            for (ServicePort port : service.getSpec().getPorts()) {
                assertThat(made.port(port.getTargetPort().getStrVal())).isPositive();
            }
        }
        // A headless service leads past its own ports, straight to the pods'.
        assertThat(made.peers().getSpec().getPorts())
                .allSatisfy(port -> assertThat(port.getPort())
                        .isEqualTo(made.port(port.getTargetPort().getStrVal())));
    }

    @Test
    void the_ports_of_the_container_are_those_of_the_configuration() {
        Manifests made = chart.render("minimal", OTHER_PORTS);

        assertThat(made.port("http")).isEqualTo(9090);
        assertThat(made.port("peer")).isEqualTo(9091);
        assertThat(made.orielYaml()).contains("port: 9090", "peer-port: 9091", "svc.cluster.local:9091");
    }

    @Test
    void with_a_management_port_probes_and_prometheus_ask_there_and_readers_do_not() {
        Manifests made = chart.render(
                "production",
                "{ config: { server: { management-port: 9092 } }, networkPolicy: { operators: [{ podSelector: {} }] } }");

        assertThat(made.port("management")).isEqualTo(9092);
        assertThat(List.of(
                        made.oriel().getStartupProbe(),
                        made.oriel().getLivenessProbe(),
                        made.oriel().getReadinessProbe()))
                .extracting(probe -> probe.getHttpGet().getPort().getStrVal())
                .containsOnly("management");
        assertThat(made.peers().getSpec().getPorts())
                .extracting(ServicePort::getName, ServicePort::getPort)
                .contains(tuple("management", 9092));
        assertThat(made.readers().getSpec().getPorts())
                .extracting(ServicePort::getName)
                .containsExactly("http");
        assertThat(made.only(NetworkPolicy.class).getSpec().getIngress())
                .filteredOn(rule -> rule.getPorts().getFirst().getPort().getIntVal() == 9092)
                .singleElement()
                .satisfies(rule -> assertThat(rule.getFrom()).hasSize(1));
        assertThat(made.only(ServiceMonitor.class).getSpec().getEndpoints())
                .extracting(Endpoint::getPort)
                .containsExactly("management");
    }

    @Test
    void a_port_that_no_service_can_name_is_refused() {
        assertThatThrownBy(() -> chart.render("minimal", "config: { server: { port: '${PORT}' } }"))
                .hasMessageContaining("config.server.port: found '${PORT}'");
    }

    @Test
    void instances_find_each_other_before_they_are_ready() {
        assertThat(chart.render("minimal").peers().getSpec().getPublishNotReadyAddresses())
                .isTrue();
        assertThat(chart.render("minimal").readers().getSpec().getPublishNotReadyAddresses())
                .isNull();
    }

    @ParameterizedTest
    @MethodSource("value_sets")
    void probes_ask_what_oriel_answers(String valueSet) throws IOException {
        Manifests made = chart.render(valueSet);
        String api = Files.readString(Path.of("openapi.yaml"));

        assertThat(List.of(
                        made.oriel().getStartupProbe(),
                        made.oriel().getLivenessProbe(),
                        made.oriel().getReadinessProbe()))
                .extracting(probe -> probe.getHttpGet().getPath())
                .containsExactly("/health/started", "/health/live", "/health/ready")
                .allSatisfy(path -> assertThat(api).contains("\n  " + path + ":\n"));
        assertThat(made.oriel().getReadinessProbe().getHttpGet().getPort().getStrVal())
                .isEqualTo("http");
    }

    @ParameterizedTest
    @CsvSource({"minimal,30,5", "production,60,10"})
    void a_pod_may_take_longer_to_end_than_oriel_takes_to_drain(String valueSet, long grace, long drainDelay) {
        Manifests made = chart.render(valueSet);
        Probe readiness = made.oriel().getReadinessProbe();

        assertThat(made.pod().getTerminationGracePeriodSeconds()).isEqualTo(grace + 30);
        assertThat(readiness.getPeriodSeconds() * readiness.getFailureThreshold())
                .as("seconds until it is noticed that an instance is not ready any more")
                .isLessThanOrEqualTo((int) drainDelay);
    }

    @ParameterizedTest
    @CsvSource({"1500ms,32", "45,75", "2m,150", "1h,3630"})
    void the_time_to_end_follows_from_the_configuration(String grace, long seconds) {
        Manifests made = chart.render("minimal", "config: { server: { shutdown-grace: %s } }".formatted(grace));

        assertThat(made.pod().getTerminationGracePeriodSeconds()).isEqualTo(seconds);
    }

    @Test
    void a_time_to_end_within_the_drain_is_refused() {
        assertThatThrownBy(() -> chart.render("minimal", "terminationGracePeriodSeconds: 30"))
                .hasMessageContaining("terminationGracePeriodSeconds: found 30, expected more than");
        assertThatThrownBy(() -> chart.render("minimal", "config: { server: { shutdown-grace: '${G}' } }"))
                .hasMessageContaining("config.server.shutdown-grace: found '${G}'");
    }

    @ParameterizedTest
    @MethodSource("value_sets")
    void what_is_mounted_is_there(String valueSet) {
        Manifests made = chart.render(valueSet);
        Stream<String> claims = made.instances().getSpec().getVolumeClaimTemplates().stream()
                .map((PersistentVolumeClaim claim) -> claim.getMetadata().getName());
        Stream<String> volumes = made.pod().getVolumes().stream().map(Volume::getName);

        assertThat(made.oriel().getVolumeMounts())
                .extracting(VolumeMount::getName)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(claims, volumes).toList());
    }

    @Test
    void state_outlives_the_pod_unless_it_is_not_meant_to() {
        Manifests kept = chart.render("minimal");
        Manifests lost = chart.render("dev");

        assertThat(kept.instances().getSpec().getVolumeClaimTemplates())
                .singleElement()
                .satisfies(claim -> {
                    assertThat(claim.getMetadata().getName()).isEqualTo("state");
                    assertThat(claim.getSpec().getAccessModes()).containsExactly("ReadWriteOnce");
                });
        assertThat(kept.instances()
                        .getSpec()
                        .getPersistentVolumeClaimRetentionPolicy()
                        .getWhenDeleted())
                .isEqualTo("Retain");
        assertThat(lost.instances().getSpec().getVolumeClaimTemplates()).isEmpty();
        assertThat(lost.pod().getVolumes()).extracting(Volume::getName).contains("state");
    }

    @Test
    void instances_start_together_and_are_replaced_one_by_one() {
        var spec = chart.render("minimal").instances().getSpec();

        assertThat(spec.getReplicas()).isEqualTo(3);
        assertThat(spec.getPodManagementPolicy()).isEqualTo("Parallel");
        assertThat(spec.getUpdateStrategy().getType()).isEqualTo("RollingUpdate");
    }

    @Test
    void one_instance_at_a_time_may_be_evicted() {
        Manifests made = chart.render("minimal");
        PodDisruptionBudget budget = made.only(PodDisruptionBudget.class);

        assertThat(budget.getSpec().getMaxUnavailable().getIntVal()).isEqualTo(1);
        assertThat(made.podLabels())
                .containsAllEntriesOf(budget.getSpec().getSelector().getMatchLabels());
    }

    @Test
    void instances_are_spread_over_nodes_and_zones() {
        Manifests soft = chart.render("minimal");
        Manifests hard = chart.render("production");
        var preferred =
                soft.pod().getAffinity().getPodAntiAffinity().getPreferredDuringSchedulingIgnoredDuringExecution();
        var required =
                hard.pod().getAffinity().getPodAntiAffinity().getRequiredDuringSchedulingIgnoredDuringExecution();

        assertThat(soft.podLabels())
                .containsAllEntriesOf(preferred
                        .getFirst()
                        .getPodAffinityTerm()
                        .getLabelSelector()
                        .getMatchLabels());
        assertThat(required.getFirst().getTopologyKey()).isEqualTo("kubernetes.io/hostname");
        assertThat(soft.pod().getTopologySpreadConstraints().getFirst().getWhenUnsatisfiable())
                .isEqualTo("ScheduleAnyway");
        assertThat(hard.pod().getTopologySpreadConstraints().getFirst().getWhenUnsatisfiable())
                .isEqualTo("DoNotSchedule");
        assertThat(chart.render("dev").pod().getAffinity()).isNull();
    }

    @ParameterizedTest
    @MethodSource("value_sets")
    void pods_run_as_an_account_that_is_there(String valueSet) {
        Manifests made = chart.render(valueSet);

        assertThat(Stream.concat(
                        Stream.of("default"),
                        made.of(ServiceAccount.class).stream()
                                .map(account -> account.getMetadata().getName())))
                .contains(made.pod().getServiceAccountName());
    }

    @Test
    void the_ingress_leads_to_the_service_for_readers_over_tls() {
        Manifests made = chart.render("production");
        Ingress ingress = made.only(Ingress.class);
        var backend = ingress.getSpec()
                .getRules()
                .getFirst()
                .getHttp()
                .getPaths()
                .getFirst()
                .getBackend()
                .getService();

        assertThat(backend.getName()).isEqualTo(made.readers().getMetadata().getName());
        assertThat(made.readers().getSpec().getPorts())
                .extracting(ServicePort::getName)
                .contains(backend.getPort().getName());
        assertThat(ingress.getSpec().getTls().getFirst().getSecretName()).isEqualTo("orders-tls");
    }

    @Test
    void the_test_asks_the_service_for_readers() {
        Manifests made = chart.render("minimal", "service: { port: 80 }");
        Pod test = made.only(Pod.class);

        assertThat(test.getSpec().getContainers().getFirst().getCommand())
                .containsExactly("oriel", "views", "--server", "http://shop-oriel:80");
        assertThat(made.readers().getSpec().getPorts().getFirst().getPort()).isEqualTo(80);
    }
}
