package dev.oriel.store;

/**
 * Learns what the replicas of one view apply, in every role. Called by the threads that apply and poll, so it must neither
 * block nor throw; and called after the fact, so whoever is told of a change and then reads finds it or a later one.
 */
public interface ReplicaListener {

    /** Takes no notice. */
    ReplicaListener NONE = new ReplicaListener() {
        @Override
        public void applied(Replica replica, int partition, Change change) {}

        @Override
        public void reached(Replica replica, int partition, long watermark) {}

        @Override
        public void roleChanged(Replica replica) {}
    };

    /**
     * The replica has been opened, and nobody knows it yet. Whatever it applies beyond its present watermarks it will tell,
     * and it has told nothing so far.
     */
    default void opened(Replica replica) {}

    /** The replica has been closed and tells nothing more. */
    default void closed(Replica replica) {}

    /**
     * A change has been applied. The changes of a partition come in the order of their records; each comes once, unless a
     * replica that was killed reads its log again.
     */
    void applied(Replica replica, int partition, Change change);

    /** The watermark of a partition has risen to {@code watermark}, or further by now. */
    void reached(Replica replica, int partition, long watermark);

    /**
     * Everything up to {@code watermark} has been applied, and told if it was a change. Comes now and then, from the thread
     * that applies; {@link #reached} alone says less, since it comes before the change it speaks of is told.
     */
    default void told(Replica replica, int partition, long watermark) {}

    /** The replica has another role, or has been closed: what it could answer before it may not be able to answer now. */
    void roleChanged(Replica replica);
}
