package dev.oriel.config;

import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** The Kafka settings that Oriel sets itself, or that would break what it promises: each with what to do instead. */
final class OwnedSettings {

    private static final String FORMATS = "key and value of the view, which say how records are read";

    private static final Map<String, String> INSTEAD = Map.ofEntries(
            Map.entry(
                    StreamsConfig.APPLICATION_ID_CONFIG,
                    "application-id at the top of the file: each view is an application of its own"),
            Map.entry(
                    ConsumerConfig.GROUP_ID_CONFIG,
                    "application-id at the top of the file: each view's consumer group is named after it"),
            Map.entry(
                    StreamsConfig.APPLICATION_SERVER_CONFIG,
                    "server.advertised: the address at which instances reach each other"),
            Map.entry(
                    StreamsConfig.STATE_DIR_CONFIG,
                    "state-dir at the top of the file: each view has a folder of its own in it"),
            Map.entry(
                    StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG,
                    "memory.rocksdb: Oriel keeps record caches off, since they delay updates to readers"),
            Map.entry(
                    "cache.max.bytes.buffering",
                    "memory.rocksdb: Oriel keeps record caches off, since they delay updates to readers"),
            Map.entry(
                    StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG,
                    "memory.rocksdb: Oriel sets RocksDB up so that all stores share that bound"),
            Map.entry(
                    StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG,
                    "no such setting: Oriel always restores a view from its source topic"),
            Map.entry(
                    ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                    "no such setting: Oriel commits what a view has stored, see commit.interval.ms"),
            Map.entry(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, FORMATS),
            Map.entry(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, FORMATS),
            Map.entry(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, FORMATS),
            Map.entry(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, FORMATS),
            Map.entry(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, FORMATS),
            Map.entry(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, FORMATS));

    private static final Map<String, Fixed> FIXED = Map.of(
            StreamsConfig.GROUP_PROTOCOL_CONFIG,
                    new Fixed("classic", "the streams protocol sends queries to the wrong instance, see KAFKA-20782"),
            StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                    new Fixed(
                            StreamsConfig.AT_LEAST_ONCE,
                            "a view applies each offset once, so transactions would gain nothing"),
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                    new Fixed("earliest", "a view holds its topic from the first record on"));

    private OwnedSettings() {}

    /** The only value that a setting may have, and why. */
    private record Fixed(String value, String reason) {}

    /**
     * What to use instead of a setting that is Oriel's own.
     *
     * @param name without a client's prefix
     */
    static Optional<String> insteadOf(String name) {
        return Optional.ofNullable(INSTEAD.get(name));
    }

    /**
     * What is expected of a setting that has only one possible value, if it has another.
     *
     * @param name without a client's prefix
     */
    static Optional<String> refusalOf(String name, String value) {
        return Optional.ofNullable(FIXED.get(name))
                .filter(fixed -> !fixed.value().equals(value))
                .map(fixed -> fixed.value() + ": " + fixed.reason());
    }
}
