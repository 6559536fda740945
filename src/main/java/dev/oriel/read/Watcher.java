package dev.oriel.read;

import dev.oriel.config.ReadsConfig;
import dev.oriel.config.WatchesConfig;
import dev.oriel.route.PeerClient;
import dev.oriel.route.RoutingTables;
import dev.oriel.view.View;
import dev.oriel.watch.OpenWatches;
import dev.oriel.watch.ViewHistory;
import dev.oriel.watch.Wakeup;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Makes the watches of an instance, for its clients and for other instances. Safe for all threads. */
public final class Watcher {

    private static final Duration RETRY_SOON = Duration.ofSeconds(1);

    private final Map<String, ViewHistory> histories;
    private final RoutingTables tables;
    private final PeerClient peers;
    private final Duration timeout;
    private final Duration heartbeat;
    private final OpenWatches forClients;
    private final OpenWatches forPeers;

    /**
     * For an instance.
     *
     * @param histories of each view, by name
     * @param tables who owns what
     * @param peers how to ask them
     * @param reads how long it may take until a watch has begun
     * @param watches bounds on watches
     */
    public Watcher(
            Map<String, ViewHistory> histories,
            RoutingTables tables,
            PeerClient peers,
            ReadsConfig reads,
            WatchesConfig watches) {
        this.histories = Map.copyOf(histories);
        this.tables = tables;
        this.peers = peers;
        this.timeout = reads.timeout();
        this.heartbeat = watches.heartbeat();
        this.forClients = new OpenWatches(watches.max());
        this.forPeers = new OpenWatches(watches.max());
    }

    /** A watch that has not begun; to be closed whatever comes of it. */
    public Watch watch(WatchRead read) {
        Wakeup wakeup = new Wakeup();
        ViewHistory history = Objects.requireNonNull(
                histories.get(read.view().name()), read.view().name());
        return new Watch(read, new WatchSources(read, tables, peers, history, timeout, wakeup), wakeup, heartbeat);
    }

    /** By when a watch must have begun that is asked for now. */
    public Deadline deadline() {
        return Deadline.in(timeout);
    }

    /** A place among the open watches, which ends {@code watch} when the instance stops; or why there is none. */
    public Optional<OpenWatches.Place> enter(WatchRead read, Runnable end) {
        return open(read.fromPeer()).enter(read.view().name(), end);
    }

    /** Why there is no place. */
    public Outcome.Refusal noPlace(WatchRead read) {
        OpenWatches open = open(read.fromPeer());
        return open.isStopped()
                ? Unavailability.stopping()
                : new Outcome.Overloaded(open.max() + " watches are open already (watches.max)", RETRY_SOON);
    }

    /** The watches that are open, for clients or for other instances. */
    public OpenWatches open(boolean fromPeers) {
        return fromPeers ? forPeers : forClients;
    }

    /** How many watches of a view are open, for clients or for other instances. */
    public int open(View view, boolean fromPeers) {
        return open(fromPeers).open(view.name());
    }

    /** Ends all watches, and lets none begin any more; returns at once. Clients and other instances go on elsewhere. */
    public void stop() {
        forClients.stop();
        forPeers.stop();
    }
}
