package dev.oriel.route;

import dev.oriel.config.HostPort;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds out which of the other instances answer, four times a second, and tells {@link PeerHealth}. One virtual thread, and one for
 * each question that is out, of which an instance has one at a time.
 */
public final class PeerProbe implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(250);

    /** Long enough for a pause of the garbage collector, short enough for those who wait. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final RoutingTables tables;
    private final PeerClient peers;
    private final PeerHealth health;
    private final Set<HostPort> asked = ConcurrentHashMap.newKeySet();
    private final Thread thread = Thread.ofVirtual().name("probe").unstarted(this::run);

    /** Over the instances in the tables. */
    public PeerProbe(RoutingTables tables, PeerClient peers, PeerHealth health) {
        this.tables = tables;
        this.peers = peers;
        this.health = health;
    }

    /** Starts asking; returns at once. */
    public void start() {
        thread.start();
    }

    private void run() {
        try {
            while (true) {
                List<HostPort> others = tables.others();
                health.retain(Set.copyOf(others));
                others.stream().filter(asked::add).forEach(this::ask);
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask(HostPort peer) {
        Thread.ofVirtual().name("probe-" + peer).start(() -> {
            try {
                peers.ping(peer, PATIENCE);
                health.isUp(peer);
            } catch (PeerUnreachableException e) {
                health.isDown(peer, String.valueOf(e.getMessage()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                asked.remove(peer);
            }
        });
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
