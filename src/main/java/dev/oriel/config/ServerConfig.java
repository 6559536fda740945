package dev.oriel.config;

import java.net.URI;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * The listeners of an instance and how others reach them.
 *
 * @param name the instance's name in {@code Oriel-Served-By} and {@code /v1/cluster}; by default the host's name
 * @param host the address the listeners bind to; by default all
 * @param port the public listener's port; 0 takes a free one
 * @param peerPort the peer listener's port; 0 takes a free one
 * @param managementPort the port of a listener for metrics and health alone; 0 takes a free one, and without one the public listener
 *     answers for both
 * @param advertised where other instances reach the peer listener; becomes {@code application.server}. A port of 0
 *     means the peer listener's own
 * @param publicUrl where clients reach the public listener. A port of 0 means the public listener's own
 * @param shutdownGrace how long a graceful stop may take, drain included
 * @param drainDelay for how much of that it goes on answering all that comes, after it has said that it is not ready any more
 * @param maxConnections how many connections each listener has at most; further ones are accepted when others end
 * @param maxResponseBytes how many bytes of values each listener may have read that their clients have not taken yet
 */
public record ServerConfig(
        String name,
        String host,
        int port,
        int peerPort,
        OptionalInt managementPort,
        HostPort advertised,
        URI publicUrl,
        Duration shutdownGrace,
        Duration drainDelay,
        int maxConnections,
        long maxResponseBytes) {

    /** How long it goes on answering unless something else is said: a few times as long as most who ask whether it is ready wait. */
    public static final Duration DEFAULT_DRAIN_DELAY = Duration.ofSeconds(1);

    /** How many connections each listener has at most, unless something else is said. */
    public static final int DEFAULT_MAX_CONNECTIONS = 65_536;

    /** How many bytes of values may be under way on each listener, unless something else is said. */
    public static final long DEFAULT_MAX_RESPONSE_BYTES = 256L << 20;
}
