package dev.oriel.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One declared view.
 *
 * @param name the view's name, as it stands in URLs: {@code [a-z0-9]} with {@code -} and {@code _} within, at most 64 characters
 * @param kind table or global
 * @param topic the source topic
 * @param key how keys are read
 * @param value how values are read
 * @param partitioner how the topic's producers place keys
 * @param store where entries are kept
 * @param version where versions come from
 * @param indexes secondary indexes, in the order they are declared
 * @param deadLetterTopic where records that cannot be read are copied, if anywhere
 * @param availability what to do about a key whose owner cannot answer
 * @param generation part of the Kafka Streams application id; a higher one builds the view anew beside the old one
 * @param kafka Kafka client settings of this view, over the server's
 * @param streams Kafka Streams settings of this view, over the server's
 */
public record ViewConfig(
        String name,
        Kind kind,
        String topic,
        KeyType key,
        ValueType value,
        PartitionerType partitioner,
        StoreType store,
        VersionSource version,
        List<IndexConfig> indexes,
        Optional<String> deadLetterTopic,
        Availability availability,
        int generation,
        Map<String, String> kafka,
        Map<String, String> streams) {

    /** What a view is made of. */
    public enum Kind {
        /** The latest value per key, each instance holding some of the partitions (a KTable). */
        TABLE("table"),
        /** The latest value per key, every instance holding all partitions (a GlobalKTable). */
        GLOBAL("global");

        private final String configName;

        Kind(String configName) {
            this.configName = configName;
        }

        /** The name used in {@code oriel.yaml} and in the catalog. */
        public String configName() {
            return configName;
        }
    }

    /** What to do about a key whose owner cannot answer, when the read itself says nothing of staleness. */
    public enum Availability {
        /** Nobody answers in its place unless he shows that the answer is as new as was asked for. */
        OWNER("owner"),
        /** A standby answers, and says how far behind it is at most, if it knows that. */
        PREFER_STANDBY("prefer-standby");

        private final String configName;

        Availability(String configName) {
            this.configName = configName;
        }

        /** The name used in {@code oriel.yaml} and in the catalog. */
        public String configName() {
            return configName;
        }
    }

    public ViewConfig {
        indexes = List.copyOf(indexes);
        kafka = Map.copyOf(kafka);
        streams = Map.copyOf(streams);
    }
}
