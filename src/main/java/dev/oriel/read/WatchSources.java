package dev.oriel.read;

import dev.oriel.api.Headers;
import dev.oriel.config.HostPort;
import dev.oriel.read.WatchRead.Target;
import dev.oriel.route.Partitioner;
import dev.oriel.route.PeerClient;
import dev.oriel.route.RoutingTables;
import dev.oriel.store.Replica;
import dev.oriel.trace.Trace;
import dev.oriel.view.Materialization;
import dev.oriel.watch.KeyFilter;
import dev.oriel.watch.ReplicaWatch;
import dev.oriel.watch.ViewHistory;
import dev.oriel.watch.Wakeup;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Finds out who can tell what happens in a partition, and opens sources there. Stateless; each watch has its own. */
final class WatchSources {

    /** Who can tell. */
    sealed interface Place {

        /** A replica of this instance. */
        record Here(Replica replica) implements Place {}

        /** Another instance. */
        record There(HostPort peer) implements Place {}

        /** Nobody at the moment. */
        record Nowhere(Outcome.Refusal reason) implements Place {}
    }

    private final WatchRead read;
    private final RoutingTables tables;
    private final PeerClient peers;
    private final ViewHistory history;
    private final Duration openWithin;
    private final Wakeup wakeup;

    WatchSources(
            WatchRead read,
            RoutingTables tables,
            PeerClient peers,
            ViewHistory history,
            Duration openWithin,
            Wakeup wakeup) {
        this.read = read;
        this.tables = tables;
        this.peers = peers;
        this.history = history;
        this.openWithin = openWithin;
        this.wakeup = wakeup;
    }

    /** The partitions that the watch covers. Records of a key may be in any partition of a global view's topic. */
    Set<Integer> partitions(Materialization made) {
        Set<Integer> all =
                IntStream.range(0, made.source().partitions()).boxed().collect(Collectors.toCollection(TreeSet::new));
        return switch (read.target()) {
            case Target.Key key ->
                switch (read.view().config().kind()) {
                    case TABLE -> Set.of(partition(key, made));
                    case GLOBAL -> all;
                };
            case Target.Prefix prefix -> prefix.partitions().orElse(all);
        };
    }

    private int partition(Target.Key key, Materialization made) {
        return Partitioner.of(read.view().config().partitioner())
                .partition(key.key(), made.source().partitions());
    }

    private KeyFilter filter(Materialization made) {
        return switch (read.target()) {
            case Target.Key key -> new KeyFilter.Only(key.key(), partition(key, made));
            case Target.Prefix prefix -> new KeyFilter.Prefix(prefix.prefix());
        };
    }

    /** Who can tell what happens in a partition. */
    Place place(Materialization made, int partition) {
        if (partition >= made.source().partitions()) {
            return new Place.Nowhere(Unavailability.rebalancing(partition, "this instance does not know it"));
        }
        Optional<Replica> here =
                made.replicas().find(partition).filter(replica -> LocalSource.maySpeak(replica, partition));
        if (here.isPresent()) {
            return new Place.Here(here.get());
        }
        Optional<HostPort> owner = tables.table(read.view()).owner(partition);
        if (owner.isEmpty()) {
            return new Place.Nowhere(Unavailability.noOwner(read.view(), partition));
        }
        if (owner.get().equals(tables.self())) {
            return new Place.Nowhere(Unavailability.takingOver(read.view(), partition));
        }
        return read.fromPeer()
                ? new Place.Nowhere(new Outcome.NotTheOwner(partition, owner.get()))
                : new Place.There(owner.get());
    }

    /** Why a replica of this instance cannot tell after all. */
    static Outcome.Refusal closing(Replica replica) {
        return Unavailability.rebalancing(replica.partitions().findFirst().orElseThrow(), "its owner is giving it up");
    }

    /** Whether the peer is, as far as is known, still the one to be asked for all that it is asked for. */
    boolean isStillOwner(PeerSource source) {
        return source.partitions().stream()
                .allMatch(partition -> tables.table(read.view())
                        .owner(partition)
                        .filter(owner -> !owner.equals(source.peer()))
                        .isEmpty());
    }

    /** A replica of this instance as a source; nothing if it has been closed. */
    Optional<WatchSource> here(Replica replica, Materialization made, Start start) {
        Optional<ReplicaWatch> watch = history.watch(replica, filter(made), wakeup);
        return watch.map(begun -> switch (start) {
            case Start.Present present -> LocalSource.present(begun, present.atLeast());
            case Start.After after -> LocalSource.after(begun, after.offsets());
        });
    }

    /** Another instance as the source for some partitions that it owns. */
    WatchSource there(HostPort peer, Set<Integer> partitions, WatchPosition position, Start start) {
        Trace.Call traced = read.trace().call(peer.toString());
        Map<String, String> headers = new LinkedHashMap<>(traced.headers());
        switch (start) {
            // Each names the topic by its id, so that a peer that holds another life of it refuses.
            case Start.Present present -> headers.put(Headers.AFTER, position.format(present.atLeast()));
            case Start.After after -> headers.put(Headers.LAST_EVENT_ID, position.format(after.offsets()));
        }
        return PeerSource.open(
                new PeerSource.Request(peer, path(partitions), headers, partitions, openWithin, traced), peers, wakeup);
    }

    private String path(Set<Integer> partitions) {
        return switch (read.target()) {
            case Target.Key key -> read.path();
            case Target.Prefix prefix ->
                read.path() + "&partitions="
                        + partitions.stream().sorted().map(String::valueOf).collect(Collectors.joining(","));
        };
    }

    /** Where a source begins. */
    sealed interface Start {

        /** With what is present, once it reflects these offsets, one for each partition; -1 for any. */
        record Present(Map<Integer, Long> atLeast) implements Start {}

        /** Behind these offsets, one for each partition. */
        record After(Map<Integer, Long> offsets) implements Start {}
    }
}
