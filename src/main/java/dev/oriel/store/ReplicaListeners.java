package dev.oriel.store;

import java.util.List;

/**
 * Several listeners that are told as one, in their order.
 *
 * @param listeners who is told
 */
public record ReplicaListeners(List<ReplicaListener> listeners) implements ReplicaListener {

    public ReplicaListeners {
        listeners = List.copyOf(listeners);
    }

    /** Tells these, in this order. */
    public static ReplicaListener of(ReplicaListener... listeners) {
        return new ReplicaListeners(List.of(listeners));
    }

    @Override
    public void opened(Replica replica) {
        for (ReplicaListener listener : listeners) {
            listener.opened(replica);
        }
    }

    @Override
    public void closed(Replica replica) {
        for (ReplicaListener listener : listeners) {
            listener.closed(replica);
        }
    }

    @Override
    public void applied(Replica replica, int partition, Change change) {
        for (ReplicaListener listener : listeners) {
            listener.applied(replica, partition, change);
        }
    }

    @Override
    public void reached(Replica replica, int partition, long watermark) {
        for (ReplicaListener listener : listeners) {
            listener.reached(replica, partition, watermark);
        }
    }

    @Override
    public void told(Replica replica, int partition, long watermark) {
        for (ReplicaListener listener : listeners) {
            listener.told(replica, partition, watermark);
        }
    }

    @Override
    public void roleChanged(Replica replica) {
        for (ReplicaListener listener : listeners) {
            listener.roleChanged(replica);
        }
    }
}
