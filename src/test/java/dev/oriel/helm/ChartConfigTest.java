package dev.oriel.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oriel.config.ConfigException;
import dev.oriel.config.HostPort;
import dev.oriel.config.OrielConfig;
import dev.oriel.config.ViewConfig;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The {@code oriel.yaml} that the chart writes, as Oriel reads it in the pod. */
class ChartConfigTest {

    static Stream<String> value_sets() {
        return Chart.VALUE_SETS.stream();
    }

    @ParameterizedTest
    @MethodSource("value_sets")
    void oriel_takes_the_configuration_with_the_variables_of_its_container(String valueSet) throws ConfigException {
        OrielConfig config = PodConfig.read(Chart.RELEASED.render(valueSet));

        assertThat(config.views()).isNotEmpty();
        assertThat(config.kafka()).containsKey("bootstrap.servers");
    }

    @Test
    void an_instance_is_its_pod() throws ConfigException {
        OrielConfig config = PodConfig.read(Chart.RELEASED.render("minimal"));

        assertThat(config.server().name()).isEqualTo(PodConfig.POD);
        assertThat(config.server().advertised())
                .isEqualTo(new HostPort("shop-oriel-0.shop-oriel-peers.views.svc.cluster.local", 8081));
        assertThat(config.server().publicUrl())
                .hasToString("http://shop-oriel-0.shop-oriel-peers.views.svc.cluster.local:8080");
    }

    @ParameterizedTest
    @MethodSource("value_sets")
    void others_reach_it_by_the_headless_service(String valueSet) throws ConfigException {
        Manifests made = Chart.RELEASED.render(valueSet);
        HostPort advertised = PodConfig.read(made).server().advertised();

        assertThat(made.peers().getSpec().getClusterIP()).isEqualTo("None");
        assertThat(made.instances().getSpec().getServiceName())
                .isEqualTo(made.peers().getMetadata().getName());
        assertThat(advertised.host())
                .startsWith(PodConfig.POD + "." + made.instances().getSpec().getServiceName() + "." + Chart.NAMESPACE
                        + ".svc.");
        assertThat(advertised.port()).isEqualTo(made.port("peer"));
    }

    @ParameterizedTest
    @MethodSource("value_sets")
    void stores_are_kept_within_the_volume(String valueSet) throws ConfigException {
        Manifests made = Chart.RELEASED.render(valueSet);
        Path volume = Path.of(made.mount("state").getMountPath());

        assertThat(PodConfig.read(made).stateDir().getParent()).isEqualTo(volume);
    }

    @Test
    void releases_do_not_share_the_work_unless_they_are_told_to() throws ConfigException {
        assertThat(PodConfig.read(Chart.RELEASED.render("minimal")).applicationId())
                .isEqualTo(Chart.NAME);
        assertThat(PodConfig.read(Chart.RELEASED.render("production")).applicationId())
                .isEqualTo("shop");
    }

    @Test
    void what_the_values_say_wins_over_what_the_chart_adds() throws ConfigException {
        OrielConfig config = PodConfig.read(Chart.RELEASED.render(
                "minimal", "config: { server: { name: elsewhere }, kafka: { security.protocol: PLAINTEXT } }"));

        assertThat(config.server().name()).isEqualTo("elsewhere");
        assertThat(config.server().advertised().host()).startsWith(PodConfig.POD);
    }

    @Test
    void everything_of_a_view_comes_through() throws ConfigException {
        OrielConfig config = PodConfig.read(Chart.RELEASED.render("production"));

        assertThat(config.views())
                .extracting(ViewConfig::name)
                .containsExactlyInAnyOrder("orders", "stock", "products");
        assertThat(config.kafka())
                .containsEntry("fetch.max.bytes", "52428800")
                .containsEntry("bootstrap.servers", "kafka-0.kafka:9093,kafka-1.kafka:9093,kafka-2.kafka:9093");
        assertThat(config.memory().rocksdb()).isEqualTo(2L << 30);
    }

    @ParameterizedTest
    @CsvSource({"'',false,''", "'',true,SSL", "PLAIN,false,SASL_PLAINTEXT", "SCRAM-SHA-512,true,SASL_SSL"})
    void the_protocol_follows_from_login_and_tls(String mechanism, boolean tls, String protocol)
            throws ConfigException {
        OrielConfig config = PodConfig.read(Chart.RELEASED.render(
                "minimal",
                "kafka: { sasl: { mechanism: '%s', secret: login }, tls: { enabled: %s } }".formatted(mechanism, tls)));

        assertThat(config.kafka().getOrDefault("security.protocol", "")).isEqualTo(protocol);
    }

    @Test
    void what_is_secret_comes_from_secrets_alone() throws ConfigException {
        Manifests made = Chart.RELEASED.render("production");

        assertThat(made.orielYaml()).contains("sasl.jaas.config: ${").contains("ssl.keystore.key: ${");
        assertThat(PodConfig.read(made).kafka())
                .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
                .containsEntry("sasl.jaas.config", "shop-kafka/sasl.jaas.config")
                .containsEntry("ssl.keystore.certificate.chain", "shop-kafka-client/tls.crt")
                .containsEntry("ssl.keystore.key", "shop-kafka-client/tls.key")
                .containsEntry("ssl.keystore.type", "PEM");
    }

    @Test
    void the_certificates_to_trust_are_where_the_secret_is_mounted() throws ConfigException {
        Manifests made = Chart.RELEASED.render("production");

        assertThat(PodConfig.read(made).kafka())
                .containsEntry("ssl.truststore.type", "PEM")
                .containsEntry("ssl.truststore.location", made.mount("kafka-ca").getMountPath() + "/ca.crt");
        assertThat(made.pod().getVolumes())
                .filteredOn(volume -> volume.getName().equals("kafka-ca"))
                .singleElement()
                .satisfies(
                        volume -> assertThat(volume.getSecret().getSecretName()).isEqualTo("kafka-cluster-ca"));
    }

    @Test
    void a_static_member_is_known_by_its_pods_name() throws ConfigException {
        assertThat(PodConfig.read(Chart.RELEASED.render("production")).kafka())
                .containsEntry("group.instance.id", PodConfig.POD)
                .containsEntry("session.timeout.ms", "60000");
        assertThat(PodConfig.read(Chart.RELEASED.render("minimal")).kafka()).doesNotContainKey("group.instance.id");
    }

    @Test
    void the_rack_comes_from_the_pods_label_or_is_said() throws ConfigException {
        OrielConfig fromLabel = PodConfig.read(Chart.RELEASED.render("production"));
        OrielConfig said = PodConfig.read(Chart.RELEASED.render("minimal", "rack: { value: east }"));

        assertThat(fromLabel.kafka()).containsEntry("client.rack", "metadata.labels['topology.kubernetes.io/zone']");
        assertThat(said.kafka()).containsEntry("client.rack", "east");
        assertThat(said.streams())
                .containsEntry("client.tag.zone", "east")
                .containsEntry("rack.aware.assignment.tags", "zone")
                .containsEntry("num.standby.replicas", "1");
        assertThatThrownBy(() -> Chart.RELEASED.render("production", "rack: { value: east }"))
                .hasMessageContaining("rack: found both value and podLabel");
    }

    @Test
    void a_changed_configuration_restarts_the_pods() {
        assertThat(checksum("{}")).isEqualTo(checksum("{}"));
        assertThat(checksum("config: { reads: { timeout: 3s } }")).isNotEqualTo(checksum("{}"));
    }

    private static String checksum(String values) {
        Manifests made = Chart.RELEASED.render("minimal", values);
        return Objects.requireNonNull(made.instances()
                .getSpec()
                .getTemplate()
                .getMetadata()
                .getAnnotations()
                .get("checksum/config"));
    }
}
