package dev.oriel.server;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many connections the listeners have at most, so that the process never wants for files: a store that cannot open one fails, and
 * its view with it, while a connection that is not accepted waits for its turn.
 *
 * @param clients of the public listener
 * @param peers of the listener for other instances, which need few: reads share one
 */
record ConnectionLimits(int clients, int peers) {

    /** What stores, Kafka's clients and the runtime may open at any rate. */
    private static final long LEAST_SET_ASIDE = 512;

    /** The share of all files that is set aside for them when there are many. */
    private static final int ASIDE = 8;

    /** The share of what is left that is for other instances. */
    private static final int PEERS = 4;

    private static final Logger log = LoggerFactory.getLogger(ConnectionLimits.class);

    /** Says in the log that they are fewer than configured, if they are. */
    void tell(int configured) {
        if (peers < configured) {
            log.info(
                    "at most {} connections of clients and {} of other instances are open at once, since the process may"
                            + " open {} files (server.max-connections: {})",
                    clients,
                    peers,
                    openFiles().orElseThrow(),
                    configured);
        }
    }

    /**
     * The configured number, or fewer if the process may not open as many files.
     *
     * @param configured how many each listener has at most
     * @param openFiles how many files the process may have open, if that is known
     */
    static ConnectionLimits of(int configured, OptionalLong openFiles) {
        if (openFiles.isEmpty()) {
            return new ConnectionLimits(configured, configured);
        }
        long all = openFiles.getAsLong();
        long left = Math.max(PEERS, all - Math.max(LEAST_SET_ASIDE, all / ASIDE));
        long peers = Math.min(configured, left / PEERS);
        return new ConnectionLimits((int) Math.min(configured, left - peers), (int) peers);
    }

    /** How many files this process may have open, where the system tells. */
    static OptionalLong openFiles() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? OptionalLong.of(unix.getMaxFileDescriptorCount())
                : OptionalLong.empty();
    }
}
