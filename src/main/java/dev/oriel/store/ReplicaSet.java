package dev.oriel.store;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * The registry partition → replica of one view on this instance. Stores enter themselves as they open and leave as they
 * close, so it is never out of date. Safe for all threads; a lookup is one array read.
 */
public final class ReplicaSet {

    private final AtomicLongArray highestApplied;
    private volatile @Nullable Replica[] byPartition;

    /** For a view whose source has so many partitions. */
    public ReplicaSet(int partitions) {
        this.byPartition = new @Nullable Replica[partitions];
        this.highestApplied = new AtomicLongArray(partitions);
        for (int i = 0; i < partitions; i++) {
            highestApplied.set(i, -1);
        }
    }

    /** How many partitions the view's source has. */
    public int partitions() {
        return byPartition.length;
    }

    /** The replica of a partition, whatever its role, if this instance has one. */
    public Optional<Replica> find(int partition) {
        return Optional.ofNullable(byPartition[partition]);
    }

    /** The replicas of this instance; a global view has one. */
    public List<Replica> all() {
        return Arrays.stream(byPartition)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .distinct()
                .toList();
    }

    synchronized void add(Replica replica) {
        @Nullable Replica[] next = byPartition.clone();
        replica.partitions().forEach(partition -> next[partition] = replica);
        byPartition = next;
    }

    synchronized void remove(Replica replica) {
        @Nullable Replica[] next = byPartition.clone();
        replica.partitions()
                .filter(partition -> next[partition] == replica)
                .forEach(partition -> next[partition] = null);
        byPartition = next;
    }

    /** The highest offset any store of this partition has applied in this process; -1 for none. */
    long highestApplied(int partition) {
        return highestApplied.get(partition);
    }

    /** Kept for a store that is opened again in this process without having been closed in order. */
    void applied(int partition, long offset) {
        highestApplied.accumulateAndGet(partition, offset, Math::max);
    }
}
