package dev.oriel.view;

import dev.oriel.config.HostPort;
import dev.oriel.config.OrielConfig;
import dev.oriel.config.ViewConfig;
import dev.oriel.store.Passage;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.streams.StreamsConfig;

/**
 * The settings of a view's Kafka Streams application: what Oriel needs, over what the view says, over what the file says
 * for all views, over Oriel's defaults.
 */
public final class StreamsSettings {

    /** Deprecated before it is the default; until then Streams warns at each start that it is not set. */
    private static final String GLOBAL_EXCEPTION_HANDLER = "processing.exception.handler.global.enabled";

    private static final String COMMIT_INTERVAL_MILLIS = "100";

    private final OrielConfig config;
    private final ViewConfig view;

    /** For a view of a configuration. */
    public StreamsSettings(OrielConfig config, ViewConfig view) {
        this.config = config;
        this.view = view;
    }

    /** What the application's id begins with; the source topic's id follows. */
    public String applicationPrefix() {
        return config.applicationId() + "-" + view.name() + "-" + view.generation() + "-";
    }

    /**
     * The application's id, which is its consumer group's too. A topic that is deleted and made again is another source, with
     * a group and a state directory of its own: a member that has not yet noticed commits no offset of the old topic as one of
     * the new.
     */
    String applicationId(SourceTopic source) {
        return applicationPrefix() + source.id();
    }

    /** Settings of any Kafka client of the view. */
    Map<String, String> client() {
        Map<String, String> client = new HashMap<>(config.kafka());
        client.putAll(view.kafka());
        return client;
    }

    /** Words about the broker, with where it was looked for. */
    String withBroker(String words) {
        return words + " (bootstrap.servers: " + client().getOrDefault("bootstrap.servers", "") + ")";
    }

    /** Whether the view reads records of transactions that are still open: not unless it is told to. */
    IsolationLevel isolation() {
        String level = consumerSetting(ConsumerConfig.ISOLATION_LEVEL_CONFIG);
        return "read_uncommitted".equals(level.toLowerCase(Locale.ROOT))
                ? IsolationLevel.READ_UNCOMMITTED
                : IsolationLevel.READ_COMMITTED;
    }

    /** Whether the instance keeps its place in the group when it stops, so that a quick restart moves nothing. */
    boolean staticMember() {
        return !consumerSetting(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG).isEmpty();
    }

    private String consumerSetting(String name) {
        Map<String, Object> all = layers();
        return List.of("main.consumer.", "consumer.", "").stream()
                .map(prefix -> all.get(prefix + name))
                .filter(Objects::nonNull)
                .map(Object::toString)
                .findFirst()
                .orElse("");
    }

    private Map<String, Object> layers() {
        Map<String, Object> settings = new HashMap<>();
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_INTERVAL_MILLIS);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(GLOBAL_EXCEPTION_HANDLER, "true");
        settings.putAll(config.kafka());
        settings.putAll(config.streams());
        settings.putAll(view.kafka());
        settings.putAll(view.streams());
        return settings;
    }

    /** All settings for a run over {@code source} by an instance reached at {@code advertised}. */
    Map<String, Object> streams(SourceTopic source, HostPort advertised, Passage processing, Passage restoring) {
        Map<String, Object> settings = layers();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId(source));
        settings.put(StreamsConfig.APPLICATION_SERVER_CONFIG, advertised.toString());
        settings.put(StreamsConfig.STATE_DIR_CONFIG, config.stateDir().toString());
        settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, "0");
        settings.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic");
        settings.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, "true");
        // Standbys read as far as they can, so they must not read what the owner does not.
        settings.put(
                StreamsConfig.restoreConsumerPrefix(ConsumerConfig.ISOLATION_LEVEL_CONFIG),
                isolation().toString());
        observe(settings, "main.consumer.", processing);
        observe(settings, "global.consumer.", processing);
        observe(settings, "restore.consumer.", restoring);
        return settings;
    }

    /** Adds our interceptor to whatever interceptors the user has. */
    private static void observe(Map<String, Object> settings, String prefix, Passage passage) {
        String name = prefix + ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG;
        Object theirs = settings.getOrDefault(
                name,
                settings.getOrDefault(
                        StreamsConfig.consumerPrefix(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG),
                        settings.get(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG)));
        String ours = ConsumerPassage.class.getName();
        settings.put(name, theirs == null ? ours : theirs + "," + ours);
        settings.put(prefix + ConsumerPassage.PASSAGE, passage);
    }
}
