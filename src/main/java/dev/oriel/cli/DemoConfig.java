package dev.oriel.cli;

import dev.oriel.config.HostPort;
import dev.oriel.config.IndexConfig;
import dev.oriel.config.KeyType;
import dev.oriel.config.MemoryConfig;
import dev.oriel.config.OrielConfig;
import dev.oriel.config.PartitionerType;
import dev.oriel.config.ReadsConfig;
import dev.oriel.config.ServerConfig;
import dev.oriel.config.StoreType;
import dev.oriel.config.TracingConfig;
import dev.oriel.config.ValueType;
import dev.oriel.config.VersionSource;
import dev.oriel.config.ViewConfig;
import dev.oriel.config.WatchesConfig;
import dev.oriel.demo.ShopTraffic;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The configuration of the demo's instances: the shop's three views, on loopback. */
final class DemoConfig {

    private static final String LOOPBACK = "127.0.0.1";
    private static final MemoryConfig MEMORY = new MemoryConfig(64L << 20, 8L << 20);
    private static final Duration SHUTDOWN_GRACE = Duration.ofSeconds(8);

    private DemoConfig() {}

    /**
     * The configuration of one instance.
     *
     * @param number its number, from 0
     * @param port its public port; 0 takes a free one
     * @param bootstrapServers the broker
     * @param state its state directory
     */
    static OrielConfig of(int number, int port, String bootstrapServers, Path state) {
        ServerConfig server = new ServerConfig(
                "oriel-" + number,
                LOOPBACK,
                port,
                0,
                OptionalInt.empty(),
                new HostPort(LOOPBACK, 0),
                URI.create("http://localhost:" + port),
                SHUTDOWN_GRACE,
                Duration.ZERO,
                ServerConfig.DEFAULT_MAX_CONNECTIONS,
                ServerConfig.DEFAULT_MAX_RESPONSE_BYTES);
        return new OrielConfig(
                "oriel-demo",
                server,
                Map.of("bootstrap.servers", bootstrapServers),
                Map.of(),
                state,
                MEMORY,
                ReadsConfig.DEFAULT,
                WatchesConfig.DEFAULT,
                TracingConfig.OFF,
                List.of(
                        view(
                                "orders",
                                ViewConfig.Kind.TABLE,
                                ShopTraffic.ORDERS.name(),
                                new VersionSource.Field(".version"),
                                List.of(
                                        new IndexConfig("by-status", ".status"),
                                        new IndexConfig("by-customer", ".customerId"),
                                        new IndexConfig("by-total", ".total"))),
                        view(
                                "customers",
                                ViewConfig.Kind.TABLE,
                                ShopTraffic.CUSTOMERS.name(),
                                new VersionSource.Offset(),
                                List.of()),
                        view(
                                "products",
                                ViewConfig.Kind.GLOBAL,
                                ShopTraffic.PRODUCTS.name(),
                                new VersionSource.Offset(),
                                List.of())));
    }

    private static ViewConfig view(
            String name, ViewConfig.Kind kind, String topic, VersionSource version, List<IndexConfig> indexes) {
        return new ViewConfig(
                name,
                kind,
                topic,
                KeyType.STRING,
                ValueType.JSON,
                PartitionerType.MURMUR2,
                StoreType.ROCKSDB,
                version,
                indexes,
                Optional.empty(),
                ViewConfig.Availability.OWNER,
                1,
                Map.of(),
                Map.of());
    }
}
