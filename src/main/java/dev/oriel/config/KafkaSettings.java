package dev.oriel.config;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/** The settings that Kafka's clients and Kafka Streams know, with the prefixes Streams gives them. */
final class KafkaSettings {

    private static final List<ConfigDef> CLIENTS =
            List.of(ConsumerConfig.configDef(), ProducerConfig.configDef(), AdminClientConfig.configDef());
    private static final Map<String, ConfigDef> PREFIXED = Map.of(
            StreamsConfig.CONSUMER_PREFIX, ConsumerConfig.configDef(),
            StreamsConfig.MAIN_CONSUMER_PREFIX, ConsumerConfig.configDef(),
            StreamsConfig.RESTORE_CONSUMER_PREFIX, ConsumerConfig.configDef(),
            StreamsConfig.GLOBAL_CONSUMER_PREFIX, ConsumerConfig.configDef(),
            StreamsConfig.PRODUCER_PREFIX, ProducerConfig.configDef(),
            StreamsConfig.ADMIN_CLIENT_PREFIX, AdminClientConfig.configDef());
    private static final List<String> TOPIC_SETTINGS = List.of(
            TopicConfig.CLEANUP_POLICY_CONFIG,
            TopicConfig.COMPRESSION_TYPE_CONFIG,
            TopicConfig.DELETE_RETENTION_MS_CONFIG,
            TopicConfig.FILE_DELETE_DELAY_MS_CONFIG,
            TopicConfig.FLUSH_MESSAGES_INTERVAL_CONFIG,
            TopicConfig.FLUSH_MS_CONFIG,
            TopicConfig.INDEX_INTERVAL_BYTES_CONFIG,
            TopicConfig.LOCAL_LOG_RETENTION_BYTES_CONFIG,
            TopicConfig.LOCAL_LOG_RETENTION_MS_CONFIG,
            TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG,
            TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
            TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG,
            TopicConfig.MESSAGE_TIMESTAMP_BEFORE_MAX_MS_CONFIG,
            TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
            TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
            TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG,
            TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
            TopicConfig.PREALLOCATE_CONFIG,
            TopicConfig.REMOTE_LOG_STORAGE_ENABLE_CONFIG,
            TopicConfig.RETENTION_BYTES_CONFIG,
            TopicConfig.RETENTION_MS_CONFIG,
            TopicConfig.SEGMENT_BYTES_CONFIG,
            TopicConfig.SEGMENT_INDEX_BYTES_CONFIG,
            TopicConfig.SEGMENT_JITTER_MS_CONFIG,
            TopicConfig.SEGMENT_MS_CONFIG,
            TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG);

    private static final Map<String, ConfigKey> OF_CLIENTS = byName(CLIENTS.stream());
    private static final Map<String, ConfigKey> OF_STREAMS =
            byName(Stream.concat(Stream.of(StreamsConfig.configDef()), CLIENTS.stream()));
    private static final Set<String> NAMES = Stream.of(
                    OF_STREAMS.keySet().stream(),
                    PREFIXED.entrySet().stream()
                            .flatMap(entry -> entry.getValue().names().stream().map(entry.getKey()::concat)),
                    TOPIC_SETTINGS.stream().map(StreamsConfig::topicPrefix))
            .flatMap(names -> names)
            .collect(toUnmodifiableSet());

    private KafkaSettings() {}

    /** Which programs a group of settings is for; the same name may mean different things to them. */
    enum Scope {
        CLIENTS,
        STREAMS
    }

    /** What Kafka knows of a setting, if it knows its type. */
    static Optional<ConfigKey> find(Scope scope, String name) {
        Map<String, ConfigKey> known = scope == Scope.STREAMS ? OF_STREAMS : OF_CLIENTS;
        return Optional.ofNullable(known.get(name))
                .or(() -> PREFIXED.entrySet().stream()
                        .filter(prefixed -> name.startsWith(prefixed.getKey()))
                        .flatMap(prefixed -> Stream.ofNullable(prefixed.getValue()
                                .configKeys()
                                .get(name.substring(prefixed.getKey().length()))))
                        .findFirst());
    }

    /** Whether Kafka Streams knows a setting that no client knows. */
    static boolean isOfStreamsAlone(String name) {
        return OF_STREAMS.containsKey(name) && !OF_CLIENTS.containsKey(name);
    }

    /** The known setting that an unknown name is a misspelling of. */
    static Optional<String> nearMiss(String name) {
        return NAMES.contains(name) || name.startsWith(StreamsConfig.CLIENT_TAG_PREFIX)
                ? Optional.empty()
                : Suggestions.nearMiss(name, NAMES);
    }

    /** A name without the prefix that says which of Streams' clients it is for. */
    static String withoutPrefix(String name) {
        return PREFIXED.keySet().stream()
                .filter(name::startsWith)
                .findFirst()
                .map(prefix -> name.substring(prefix.length()))
                .orElse(name);
    }

    private static Map<String, ConfigKey> byName(Stream<ConfigDef> definitions) {
        Map<String, ConfigKey> keys = new HashMap<>();
        definitions.forEach(definition -> definition.configKeys().forEach(keys::putIfAbsent));
        return Map.copyOf(keys);
    }
}
