package dev.oriel.scan;

import dev.oriel.store.Replica;
import dev.oriel.store.ReplicaSnapshot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The snapshots that one slice is read from, one of each replica. For one thread. */
final class Snapshots implements AutoCloseable {

    private final Map<Replica, ReplicaSnapshot> byReplica = new LinkedHashMap<>();
    private final NavigableMap<Integer, Replica> replicas;

    private Snapshots(NavigableMap<Integer, Replica> replicas) {
        this.replicas = replicas;
    }

    /**
     * Opens them.
     *
     * @param replicas of the partitions that are to be read
     * @param alone whether nothing is to be applied meanwhile
     * @return nothing if one of the replicas has been closed
     */
    static Optional<Snapshots> open(NavigableMap<Integer, Replica> replicas, boolean alone) {
        Snapshots snapshots = new Snapshots(replicas);
        try {
            List<Replica> inOrder = replicas.values().stream()
                    .distinct()
                    .sorted(ReplicaSnapshot.OPENING)
                    .toList();
            for (Replica replica : inOrder) {
                Optional<ReplicaSnapshot> snapshot = replica.snapshot(alone);
                if (snapshot.isEmpty()) {
                    snapshots.close();
                    return Optional.empty();
                }
                snapshots.byReplica.put(replica, snapshot.get());
            }
            return Optional.of(snapshots);
        } catch (RuntimeException e) {
            snapshots.close();
            throw e;
        }
    }

    /** The snapshot that has a partition. */
    ReplicaSnapshot of(int partition) {
        Replica replica = replicas.get(partition);
        ReplicaSnapshot snapshot = replica == null ? null : byReplica.get(replica);
        if (snapshot == null) {
            throw new IllegalArgumentException("partition " + partition + " is not among those that are read");
        }
        return snapshot;
    }

    /** All of them. */
    List<ReplicaSnapshot> all() {
        return List.copyOf(byReplica.values());
    }

    /** How far each partition is reflected by what has been read. */
    Map<Integer, Long> reached() {
        Map<Integer, Long> reached = new TreeMap<>();
        byReplica.values().forEach(snapshot -> reached.putAll(snapshot.reached()));
        return reached;
    }

    /** Whether what has been read of each is of one moment. */
    boolean areOfOneMoment() {
        return byReplica.values().stream().allMatch(ReplicaSnapshot::isOfOneMoment);
    }

    @Override
    public void close() {
        byReplica.values().forEach(ReplicaSnapshot::close);
        byReplica.clear();
    }
}
