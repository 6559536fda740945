package dev.oriel.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigLoaderTest {

    private static final String REQUIRED = """
            kafka: { bootstrap.servers: "kafka:9092" }
            views: { orders: { table: { topic: orders } } }
            """;

    @ParameterizedTest
    @MethodSource("dev.oriel.config.ConfigSamples#good")
    void a_good_sample_loads(ConfigSamples.Sample sample) {
        assertThatCode(() -> ConfigSamples.parse(sample.yaml())).doesNotThrowAnyException();
    }

    @Test
    void what_is_left_out_has_its_default() throws Exception {
        String machine = InetAddress.getLocalHost().getHostName();

        OrielConfig config = ConfigSamples.parse(REQUIRED);

        assertThat(config.applicationId()).isEqualTo("oriel");
        assertThat(config.server())
                .isEqualTo(new ServerConfig(
                        machine,
                        "0.0.0.0",
                        8080,
                        8081,
                        OptionalInt.empty(),
                        new HostPort(machine, 8081),
                        URI.create("http://" + machine + ":8080"),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(1),
                        65_536,
                        256 << 20));
        assertThat(config.kafka()).isEqualTo(Map.of("bootstrap.servers", "kafka:9092"));
        assertThat(config.streams()).isEmpty();
        assertThat(config.stateDir()).isEqualTo(Path.of("/etc/oriel/oriel-state"));
        assertThat(config.memory()).isEqualTo(new MemoryConfig(256 << 20, 32 << 20));
        assertThat(config.reads())
                .isEqualTo(new ReadsConfig(
                        Duration.ofSeconds(5),
                        1024,
                        Duration.ofSeconds(60),
                        50_000,
                        50_000,
                        Duration.ofMillis(300),
                        64,
                        Duration.ofSeconds(1)));
        assertThat(config.watches()).isEqualTo(new WatchesConfig(10_000, Duration.ofSeconds(15), 1 << 20));
        assertThat(config.tracing()).isEqualTo(new TracingConfig(Optional.empty(), 1));
        assertThat(config.views())
                .containsExactly(new ViewConfig(
                        "orders",
                        ViewConfig.Kind.TABLE,
                        "orders",
                        KeyType.STRING,
                        ValueType.JSON,
                        PartitionerType.MURMUR2,
                        StoreType.ROCKSDB,
                        new VersionSource.Offset(),
                        List.of(),
                        Optional.empty(),
                        ViewConfig.Availability.OWNER,
                        1,
                        Map.of(),
                        Map.of()));
    }

    @Test
    void what_is_given_is_taken() throws ConfigException {
        OrielConfig config = ConfigSamples.parse(sample("everything"));

        assertThat(config.applicationId()).isEqualTo("shop");
        assertThat(config.server())
                .isEqualTo(new ServerConfig(
                        "oriel-0",
                        "::",
                        80,
                        81,
                        OptionalInt.of(82),
                        new HostPort("oriel-0.oriel", 8081),
                        URI.create("https://oriel.example.com/shop"),
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(7),
                        500,
                        32 << 20));
        assertThat(config.kafka())
                .containsEntry("bootstrap.servers", "a:9092,SSL://[::1]:9092")
                .containsEntry("linger.ms", "5")
                .containsEntry("enable.metrics.push", "false");
        assertThat(config.streams())
                .containsEntry("num.standby.replicas", "1")
                .containsEntry("com.example.plugin.setting", "1,true,x");
        assertThat(config.stateDir()).isEqualTo(Path.of("/var/lib/oriel"));
        assertThat(config.memory()).isEqualTo(new MemoryConfig(1_000_000_000, 0));
        assertThat(config.reads())
                .isEqualTo(new ReadsConfig(
                        Duration.ofMillis(750),
                        1,
                        Duration.ofMinutes(2),
                        70,
                        70,
                        Duration.ofMillis(20),
                        7,
                        Duration.ofMillis(50)));
        assertThat(config.watches()).isEqualTo(new WatchesConfig(7, Duration.ofMillis(500), 64 << 10));
        assertThat(config.tracing())
                .isEqualTo(new TracingConfig(Optional.of(URI.create("http://collector:4318")), 0.05));
        assertThat(config.views())
                .containsExactly(
                        new ViewConfig(
                                "orders",
                                ViewConfig.Kind.TABLE,
                                "orders",
                                KeyType.UUID,
                                ValueType.JSON,
                                PartitionerType.CRC32,
                                StoreType.MEMORY,
                                new VersionSource.Field(".meta.version // 0"),
                                List.of(
                                        new IndexConfig("by-customer", ".customer.id"),
                                        new IndexConfig("tags", ".tags[]")),
                                Optional.of("orders-dead"),
                                ViewConfig.Availability.PREFER_STANDBY,
                                7,
                                Map.of("max.poll.records", "2000"),
                                Map.of("num.stream.threads", "2")),
                        new ViewConfig(
                                "p-2_x",
                                ViewConfig.Kind.GLOBAL,
                                "products",
                                KeyType.INT,
                                ValueType.BYTES,
                                PartitionerType.MURMUR2,
                                StoreType.ROCKSDB,
                                new VersionSource.Header("revision"),
                                List.of(),
                                Optional.empty(),
                                ViewConfig.Availability.OWNER,
                                1,
                                Map.of(),
                                Map.of()));
    }

    @Test
    void environment_variables_are_filled_in() throws ConfigException {
        OrielConfig config = ConfigSamples.parse(sample("environment variables"));

        assertThat(config.server().port()).isEqualTo(9000);
        assertThat(config.server().name()).isEqualTo("oriel-0");
        assertThat(config.kafka()).containsEntry("bootstrap.servers", "kafka:9092");
        assertThat(config.reads())
                .isEqualTo(new ReadsConfig(
                        Duration.ofSeconds(3),
                        9000,
                        Duration.ofSeconds(60),
                        9000,
                        5,
                        Duration.ofMillis(300),
                        64,
                        Duration.ofSeconds(1)));
        assertThat(config.views().getFirst().topic()).isEqualTo("orders");
    }

    @Test
    void references_of_config_providers_and_escaped_ones_are_left_to_kafka() throws ConfigException {
        OrielConfig config =
                ConfigSamples.parse(sample("what Kafka's config providers resolve, and an escaped reference"));

        assertThat(config.kafka())
                .containsEntry("ssl.keystore.password", "${file:/etc/secrets:password}")
                .containsEntry("sasl.jaas.config", "${NOT_FROM_HERE}");
    }

    @Test
    void merged_settings_give_way_to_a_views_own() throws ConfigException {
        OrielConfig config = ConfigSamples.parse(sample("anchors, aliases and merge keys"));

        assertThat(config.views())
                .extracting(ViewConfig::name, ViewConfig::kind, ViewConfig::topic, ViewConfig::key)
                .containsExactly(
                        tuple("a", ViewConfig.Kind.TABLE, "a", KeyType.LONG),
                        tuple("b", ViewConfig.Kind.TABLE, "a", KeyType.INT),
                        tuple("c", ViewConfig.Kind.GLOBAL, "a", KeyType.STRING));
    }

    @ParameterizedTest
    @CsvSource({
        "oriel-0,              oriel-0:8181,  http://oriel-0:8180",
        "oriel-0:1,            oriel-0:1,     http://oriel-0:8180",
        "oriel-0.svc.:0,       oriel-0.svc.:0, http://oriel-0.svc.:8180",
        "'\"[2001:db8::1]\"',  [2001:db8::1]:8181, http://[2001:db8::1]:8180",
        "'\"[::1]:9\"',        [::1]:9,       http://[::1]:8180",
        "10.0.0.1:9,           10.0.0.1:9,    http://10.0.0.1:8180",
    })
    void the_public_url_follows_the_advertised_host(String advertised, String peer, String publicUrl)
            throws ConfigException {
        String server = "server: { port: 8180, peer-port: 8181, advertised: %s }%n".formatted(advertised);

        ServerConfig config = ConfigSamples.parse(server + REQUIRED).server();

        assertThat(config.advertised()).hasToString(peer);
        assertThat(config.publicUrl()).isEqualTo(URI.create(publicUrl));
    }

    @Test
    void free_ports_stay_free_in_what_is_advertised() throws ConfigException {
        ServerConfig server = ConfigSamples.parse(sample("free ports")).server();

        assertThat(server.advertised()).isEqualTo(new HostPort("::1", 0));
        assertThat(server.publicUrl()).isEqualTo(URI.create("http://[::1]:0"));
    }

    @Test
    void a_file_is_read_and_its_relative_paths_start_at_its_folder(@TempDir Path folder)
            throws IOException, ConfigException {
        Path file = Files.writeString(folder.resolve("oriel.yaml"), "\uFEFFstate-dir: ../state\n" + REQUIRED);

        OrielConfig config = ConfigLoader.load(file);

        assertThat(config.stateDir()).isEqualTo(folder.resolveSibling("state"));
    }

    private static String sample(String title) {
        return ConfigSamples.good()
                .filter(sample -> sample.title().equals(title))
                .findFirst()
                .orElseThrow()
                .yaml();
    }
}
