package dev.oriel.view;

import dev.oriel.config.HostPort;
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
import dev.oriel.store.ReplicaSet;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Declared views for tests, and the ways in which a runner changes what readers see of one. */
public final class ViewConfigs {

    private ViewConfigs() {}

    /** A table of topic {@code orders} with string keys and JSON values. */
    public static ViewConfig table() {
        return view(ViewConfig.Kind.TABLE, KeyType.STRING, ValueType.JSON, new VersionSource.Offset());
    }

    static ViewConfig view(ViewConfig.Kind kind, KeyType key, ValueType value, VersionSource version) {
        return view(kind, key, value, version, PartitionerType.MURMUR2, Map.of(), Map.of());
    }

    /** A table that does so about keys whose owner cannot answer. */
    public static ViewConfig table(ViewConfig.Availability availability) {
        return view(
                ViewConfig.Kind.TABLE,
                KeyType.STRING,
                ValueType.JSON,
                new VersionSource.Offset(),
                PartitionerType.MURMUR2,
                availability,
                Map.of(),
                Map.of());
    }

    private static ViewConfig view(
            ViewConfig.Kind kind,
            KeyType key,
            ValueType value,
            VersionSource version,
            PartitionerType partitioner,
            Map<String, String> kafka,
            Map<String, String> streams) {
        return view(kind, key, value, version, partitioner, ViewConfig.Availability.OWNER, kafka, streams);
    }

    /** A table whose producers place keys so. */
    public static ViewConfig table(PartitionerType partitioner) {
        return view(
                ViewConfig.Kind.TABLE,
                KeyType.STRING,
                ValueType.JSON,
                new VersionSource.Offset(),
                partitioner,
                Map.of(),
                Map.of());
    }

    /** A global view of topic {@code orders}. */
    public static ViewConfig global() {
        return view(ViewConfig.Kind.GLOBAL, KeyType.STRING, ValueType.JSON, new VersionSource.Offset());
    }

    static ViewConfig table(Map<String, String> kafka, Map<String, String> streams) {
        return view(
                ViewConfig.Kind.TABLE,
                KeyType.STRING,
                ValueType.JSON,
                new VersionSource.Offset(),
                PartitionerType.MURMUR2,
                kafka,
                streams);
    }

    private static ViewConfig view(
            ViewConfig.Kind kind,
            KeyType key,
            ValueType value,
            VersionSource version,
            PartitionerType partitioner,
            ViewConfig.Availability availability,
            Map<String, String> kafka,
            Map<String, String> streams) {
        return new ViewConfig(
                "orders",
                kind,
                "orders",
                key,
                value,
                partitioner,
                StoreType.MEMORY,
                version,
                List.of(),
                Optional.empty(),
                availability,
                3,
                kafka,
                streams);
    }

    static OrielConfig config(Map<String, String> kafka, Map<String, String> streams, ViewConfig view) {
        return new OrielConfig(
                "oriel",
                new ServerConfig(
                        "oriel-0",
                        "127.0.0.1",
                        0,
                        0,
                        OptionalInt.empty(),
                        new HostPort("oriel-0", 8081),
                        URI.create("http://oriel-0:8080"),
                        Duration.ofSeconds(10),
                        ServerConfig.DEFAULT_DRAIN_DELAY,
                        ServerConfig.DEFAULT_MAX_CONNECTIONS,
                        ServerConfig.DEFAULT_MAX_RESPONSE_BYTES),
                kafka,
                streams,
                Path.of("/var/lib/oriel"),
                new MemoryConfig(64L << 20, 1L << 20),
                ReadsConfig.DEFAULT,
                WatchesConfig.DEFAULT,
                TracingConfig.OFF,
                List.of(view));
    }

    /** The view has found its source. */
    public static void publish(View view, ReplicaSet replicas) {
        view.publish(new Materialization(new SourceTopic("orders", "id", replicas.partitions()), replicas));
    }

    /** The view is doing that. */
    public static void become(View view, ViewState state) {
        view.become(state);
    }

    /** The view has heard of an assignment. */
    public static void publish(View view, List<HostReplicas> assignment) {
        view.publish(assignment);
    }
}
