package dev.oriel.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A whole {@code oriel.yaml}, valid and complete: defaults filled in, names checked, expressions compiled once.
 *
 * @param applicationId the prefix of every view's Kafka Streams application id
 * @param server the listeners
 * @param kafka settings of every Kafka client, {@code bootstrap.servers} among them
 * @param streams settings of every view's Kafka Streams application
 * @param stateDir where stores are kept; each view has a folder of its own in it
 * @param memory what stores keep in memory
 * @param reads bounds on reads
 * @param watches bounds on watches
 * @param tracing whether requests are traced
 * @param views the declared views in the order of the file
 */
public record OrielConfig(
        String applicationId,
        ServerConfig server,
        Map<String, String> kafka,
        Map<String, String> streams,
        Path stateDir,
        MemoryConfig memory,
        ReadsConfig reads,
        WatchesConfig watches,
        TracingConfig tracing,
        List<ViewConfig> views) {

    public OrielConfig {
        kafka = Map.copyOf(kafka);
        streams = Map.copyOf(streams);
        views = List.copyOf(views);
    }
}
