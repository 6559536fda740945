package dev.oriel.helm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oriel.config.ConfigException;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What pods may do, and who may reach them. */
class ChartSecurityTest {

    @TempDir
    private static Path folder;

    private static Chart chart = Chart.RELEASED;

    @BeforeAll
    static void have_the_test_pod_rendered_too() throws IOException {
        chart = new ChartCopy(folder).withTestPod().chart();
    }

    static Stream<String> value_sets() {
        return Chart.VALUE_SETS.stream();
    }

    private static List<PodSpec> pods(Manifests made) {
        return Stream.concat(Stream.of(made.pod()), made.of(Pod.class).stream().map(Pod::getSpec))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("value_sets")
    void every_pod_meets_the_restricted_standard(String valueSet) {
        assertThat(pods(chart.render(valueSet))).allSatisfy(pod -> {
            assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(pod.getSecurityContext().getRunAsUser()).isEqualTo(10001);
            assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
            assertThat(pod.getHostNetwork()).isNull();
            for (Container container : pod.getContainers()) {
                assertThat(container.getSecurityContext().getAllowPrivilegeEscalation())
                        .isFalse();
                assertThat(container.getSecurityContext().getCapabilities().getDrop())
                        .containsExactly("ALL");
            }
        });
    }

    @ParameterizedTest
    @MethodSource("value_sets")
    void nothing_is_written_but_to_volumes(String valueSet) {
        Manifests made = chart.render(valueSet);

        assertThat(pods(made))
                .allSatisfy(pod -> assertThat(pod.getContainers()).allSatisfy(container -> {
                    assertThat(container.getSecurityContext().getReadOnlyRootFilesystem())
                            .isTrue();
                    assertThat(container.getVolumeMounts())
                            .anySatisfy(
                                    mount -> assertThat(mount.getMountPath()).isEqualTo("/tmp"));
                }));
        assertThat(made.oriel().getVolumeMounts())
                .filteredOn(mount -> mount.getMountPath().startsWith("/etc/oriel"))
                .isNotEmpty()
                .allSatisfy(mount -> assertThat(mount.getReadOnly()).isTrue());
        assertThat(made.pod().getSecurityContext().getFsGroup()).isEqualTo(10001);
    }

    @ParameterizedTest
    @MethodSource("value_sets")
    void no_pod_has_a_token_or_variables_of_services(String valueSet) {
        Manifests made = chart.render(valueSet);

        assertThat(pods(made)).allSatisfy(pod -> {
            assertThat(pod.getAutomountServiceAccountToken()).isFalse();
            assertThat(pod.getEnableServiceLinks()).isFalse();
        });
        assertThat(made.of(ServiceAccount.class))
                .allSatisfy(account ->
                        assertThat(account.getAutomountServiceAccountToken()).isFalse());
    }

    @ParameterizedTest
    @MethodSource("value_sets")
    void memory_is_bounded_and_leaves_room_beside_heap_and_rocksdb(String valueSet) throws ConfigException {
        Manifests made = chart.render(valueSet);
        Map<String, Quantity> limits = made.oriel().getResources().getLimits();
        long limit = Quantity.getAmountInBytes(Objects.requireNonNull(limits.get("memory")))
                .longValueExact();
        long rocksdb = PodConfig.read(made).memory().rocksdb();

        assertThat(made.oriel().getEnv())
                .anySatisfy(variable -> assertThat(variable.getValue()).isEqualTo("-XX:MaxRAMPercentage=50"));
        assertThat(limit / 2 + rocksdb).isLessThanOrEqualTo(limit - (256L << 20));
        assertThat(limits).doesNotContainKey("cpu");
    }

    @Test
    void the_peer_port_is_open_to_instances_only() {
        Manifests made = chart.render("minimal");
        List<NetworkPolicyPeer> peers = sources(made, made.port("peer"));

        assertThat(peers)
                .singleElement()
                .satisfies(peer -> assertThat(peer.getPodSelector().getMatchLabels())
                        .isEqualTo(made.instances().getSpec().getSelector().getMatchLabels()));
        assertThat(made.podLabels())
                .containsAllEntriesOf(policy(made).getSpec().getPodSelector().getMatchLabels());
    }

    @Test
    void instances_of_other_releases_are_peers_if_they_are_named() {
        Manifests made = chart.render("production");

        assertThat(sources(made, made.port("peer")))
                .hasSize(2)
                .anySatisfy(peer -> assertThat(peer.getPodSelector().getMatchLabels())
                        .containsEntry("app.kubernetes.io/instance", "oriel-east"));
    }

    @Test
    void everyone_may_read_unless_readers_are_named() {
        Manifests open = chart.render("minimal");
        Manifests closed = chart.render("production");

        assertThat(sources(open, open.port("http"))).isEmpty();
        assertThat(sources(closed, closed.port("http")))
                .hasSize(3)
                .filteredOn(reader -> reader.getPodSelector() != null)
                .singleElement()
                .satisfies(
                        test -> assertThat(closed.only(Pod.class).getMetadata().getLabels())
                                .containsAllEntriesOf(test.getPodSelector().getMatchLabels()));
    }

    @Test
    void where_pods_may_go_is_left_open_unless_it_is_said() {
        Manifests made = chart.render("production");

        assertThat(policy(chart.render("minimal")).getSpec().getPolicyTypes()).containsExactly("Ingress");
        assertThat(policy(made).getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
        assertThat(policy(made).getSpec().getEgress())
                .flatExtracting(NetworkPolicyEgressRule::getPorts)
                .extracting(port -> port.getPort().getIntVal())
                .contains(53, made.port("peer"), 9093);
    }

    private static NetworkPolicy policy(Manifests made) {
        return made.only(NetworkPolicy.class);
    }

    /** From where a port is open; empty is from everywhere. */
    private static List<NetworkPolicyPeer> sources(Manifests made, int port) {
        List<NetworkPolicyIngressRule> rules = policy(made).getSpec().getIngress().stream()
                .filter(rule ->
                        rule.getPorts().stream().anyMatch(open -> open.getPort().getIntVal() == port))
                .toList();
        assertThat(rules).hasSize(1);
        assertThat(rules.getFirst().getPorts()).hasSize(1);
        return rules.getFirst().getFrom();
    }
}
