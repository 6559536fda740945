package dev.oriel.watch;

import dev.oriel.store.Change;
import dev.oriel.store.Replica;
import dev.oriel.store.ReplicaListener;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * The histories of one view's replicas, each from the replica's opening to its closing, in whatever role: so an instance that
 * takes a partition over from another can go on where that one left its watches.
 */
public final class ViewHistory implements ReplicaListener {

    private final Map<Replica, ReplicaHistory> histories = new ConcurrentHashMap<>();
    private final long limit;
    private final Executor workers;

    /**
     * Without replicas.
     *
     * @param limit how many bytes of changes to hold for each partition; see {@link ChangeHistory}
     * @param workers find those whom changes concern; at most one task a replica is ordered at a time
     */
    public ViewHistory(long limit, Executor workers) {
        this.limit = limit;
        this.workers = workers;
    }

    /**
     * Begins to watch a replica; the caller then says from where on. Nothing if it has been closed.
     *
     * @param replica what to watch
     * @param filter which keys
     * @param wakeup called when there may be something to {@linkplain ReplicaWatch#poll() poll}
     */
    public Optional<ReplicaWatch> watch(Replica replica, KeyFilter filter, Wakeup wakeup) {
        return Optional.ofNullable(histories.get(replica))
                .map(history -> new ReplicaWatch(replica, history, filter, wakeup));
    }

    @Override
    public void opened(Replica replica) {
        long[] reached = replica.partitions().mapToLong(replica::watermark).toArray();
        int first = replica.partitions().findFirst().orElseThrow();
        histories.put(replica, new ReplicaHistory(new ChangeHistory(limit * reached.length, first, reached), workers));
    }

    @Override
    public void closed(Replica replica) {
        ReplicaHistory history = histories.remove(replica);
        if (history != null) {
            history.callAll();
        }
    }

    @Override
    public void applied(Replica replica, int partition, Change change) {
        ReplicaHistory history = histories.get(replica);
        if (history != null) {
            history.append(partition, change);
        }
    }

    @Override
    public void reached(Replica replica, int partition, long watermark) {}

    @Override
    public void told(Replica replica, int partition, long watermark) {
        ReplicaHistory history = histories.get(replica);
        if (history != null) {
            history.changes().raise(partition, watermark);
        }
    }

    @Override
    public void roleChanged(Replica replica) {
        ReplicaHistory history = histories.get(replica);
        if (history != null) {
            history.callAll();
        }
    }
}
