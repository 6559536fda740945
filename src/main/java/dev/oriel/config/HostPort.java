package dev.oriel.config;

import java.util.Optional;

/**
 * A host name or address with a port.
 *
 * @param host without brackets, also for IPv6
 * @param port 0 to 65535
 */
public record HostPort(String host, int port) {

    /** Reads what {@link #toString} writes; empty if it is something else. */
    public static Optional<HostPort> parse(String text) {
        return Addresses.hostPort(0).parser().apply(text).filter(parsed -> parsed.port() > 0);
    }

    /** The form Kafka Streams takes as {@code application.server}: {@code host:port}, IPv6 in brackets. */
    @Override
    public String toString() {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }
}
