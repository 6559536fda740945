package dev.oriel.store;

import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * How far a replica has come in one source partition. One stream thread applies records, any thread reads, and any may raise
 * the watermark.
 *
 * <p>The watermark is the highest offset known to be reflected: it is raised after the change it speaks of, so a reader
 * that takes it first and the entry second never claims too much. An entry that is newer than the watermark carries its own
 * offset. A delete leaves nothing to carry one, so the offset of the newest delete is announced before it takes effect, and
 * a reader that finds nothing can tell whether a delete it has not seen in the watermark may be the reason.
 */
final class Progress {

    private final ReentrantLock deleting = new ReentrantLock();
    private final LongAdder skipped = new LongAdder();
    private final AtomicLong watermark;
    private final LongConsumer onRise;
    private final LongSupplier clock;
    private volatile long risenAt;
    private volatile long newestDelete = -1;
    private volatile long horizon = -1;
    private volatile long applied;

    /**
     * Starts from a watermark that is known to hold, -1 for none.
     *
     * @param clock as {@link System#nanoTime}
     * @param onRise is given the watermark after each rise, by the thread that raised it
     */
    Progress(long watermark, LongSupplier clock, LongConsumer onRise) {
        this.watermark = new AtomicLong(watermark);
        this.clock = clock;
        this.risenAt = clock.getAsLong();
        this.onRise = onRise;
        this.applied = watermark;
    }

    long watermark() {
        return watermark.get();
    }

    /** How many nanoseconds ago the watermark has risen last, or was found at the start. */
    long watermarkAge() {
        return clock.getAsLong() - risenAt;
    }

    /** The offset of the last record applied; never more than the watermark, except for the moment between the two. */
    long applied() {
        return applied;
    }

    long skipped() {
        return skipped.sum();
    }

    /**
     * Whether the entries are of one moment. After a kill some may be newer than the watermark, and reading the log again
     * takes them back before it takes them forward; until it has passed the newest, nothing may be said.
     */
    boolean settled() {
        return watermark() >= horizon;
    }

    long horizon() {
        return horizon;
    }

    /** Entries up to this offset may be there already. */
    void unsettledUpTo(long offset) {
        horizon = offset;
    }

    /** Applies a record that deletes nothing. */
    void apply(long offset, Runnable change) {
        change.run();
        applied = offset;
    }

    /** Applies records of which one, at {@code delete}, is the last that deletes. */
    void applyDeleting(long delete, long offset, Runnable change) {
        deleting.lock();
        try {
            newestDelete = Math.max(newestDelete, delete);
            change.run();
            applied = offset;
            raise(offset);
        } finally {
            deleting.unlock();
        }
    }

    /** The offset and all before it are reflected. Any thread may say so, and the watermark never falls. */
    void raise(long offset) {
        if (watermark.getAndAccumulate(offset, Math::max) < offset) {
            risenAt = clock.getAsLong();
            onRise.accept(offset);
        }
    }

    /** Raises the watermark over what follows the last applied record and is no record itself. */
    void raisePast(Passage passage, int partition) {
        raise(passage.reachedFrom(partition, applied));
    }

    void skip(long count) {
        skipped.add(count);
    }

    /** Whether what a reader found absent was certainly absent at {@code position}, a watermark read before. */
    boolean absentAt(long position) {
        // What the reader has read of a table on the heap must not be read later than the delete is looked for.
        VarHandle.acquireFence();
        return newestDelete <= position;
    }

    /** Holds deletes off while the caller looks. */
    void holdDeletes() {
        deleting.lock();
    }

    void releaseDeletes() {
        deleting.unlock();
    }
}
