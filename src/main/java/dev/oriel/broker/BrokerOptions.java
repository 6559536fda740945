package dev.oriel.broker;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What may be chosen of an embedded broker.
 *
 * @param port the port on 127.0.0.1 that clients connect to; 0 takes a free one
 * @param directory where topics are kept: created if absent, reused with its topics if not; if empty, a temporary one
 *     that is deleted when the broker is closed
 * @param settings Kafka's own broker settings, which go before those that this broker has by itself
 */
public record BrokerOptions(int port, Optional<Path> directory, Map<String, String> settings) {

    private static final int MAX_PORT = 65_535;

    /**
     * @throws IllegalArgumentException if the port is not within 0 to 65535
     */
    public BrokerOptions {
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("expected a port from 0 to " + MAX_PORT + ", found " + port);
        }
        settings = Map.copyOf(settings);
    }

    /** These and no settings. */
    public BrokerOptions(int port, Optional<Path> directory) {
        this(port, directory, Map.of());
    }

    /** A broker on a free port that keeps nothing. */
    public static BrokerOptions temporary() {
        return new BrokerOptions(0, Optional.empty());
    }

    /** These options with another port; 0 takes a free one. */
    public BrokerOptions withPort(int port) {
        return new BrokerOptions(port, directory, settings);
    }

    /** These options with a directory that outlives the broker. */
    public BrokerOptions withDirectory(Path directory) {
        return new BrokerOptions(port, Optional.of(directory), settings);
    }

    /** These options with other broker settings. */
    public BrokerOptions withSettings(Map<String, String> settings) {
        return new BrokerOptions(port, directory, settings);
    }
}
