package dev.oriel.store;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Stretches of the source log that hold no record: transaction markers, aborted transactions, compacted ends.
 *
 * <p>A consumer passes over them in silence, so the records alone would leave the watermark short of the log's end. Each
 * poll tells the last record it delivered and the offset it will go on from: between the two there is nothing to
 * apply, so whoever has applied that record has reached the end of the stretch.
 *
 * <p>One instance serves one kind of consumer (main or restore) of one view. Polling threads write, the threads that
 * apply records read.
 */
public final class Passage {

    private record Gap(long after, long next) {}

    private final AtomicReferenceArray<@Nullable Gap> gaps;
    private final ReplicaSet replicas;

    /** For the replicas of a view. */
    public Passage(ReplicaSet replicas) {
        this.replicas = replicas;
        this.gaps = new AtomicReferenceArray<>(replicas.partitions());
    }

    /** A poll delivered records of the partition, {@code last} the last of them, and will go on from {@code next}. */
    public void delivered(int partition, long last, long next) {
        gaps.set(partition, new Gap(last, next));
    }

    /**
     * A poll delivered no record of the partition, but will go on from {@code next}. A replica that has applied all that was
     * delivered before has reached that far at once; no record comes that would show it.
     */
    public void passed(int partition, long next) {
        gaps.getAndUpdate(partition, gap -> new Gap(gap == null ? -1 : gap.after, next));
        replicas.find(partition).ifPresent(replica -> replica.of(partition).raisePast(this, partition));
    }

    /** Forgets the partition, because its consumer starts anew from what the replica has reached. */
    void restart(int partition) {
        gaps.set(partition, null);
    }

    /** The highest offset that is reflected once {@code applied} and everything before it is. */
    long reachedFrom(int partition, long applied) {
        Gap gap = gaps.get(partition);
        return gap != null && applied >= gap.after ? Math.max(applied, gap.next - 1) : applied;
    }
}
