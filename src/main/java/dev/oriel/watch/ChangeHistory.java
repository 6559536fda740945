package dev.oriel.watch;

import dev.oriel.store.Change;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The latest changes of one replica in the order in which they were applied, up to so many bytes. A change counts as the bytes
 * of its key and entry and {@value HeldChange#OVERHEAD} more, so their number is bounded too; the newest is held whatever its
 * size.
 *
 * <p>Changes are numbered from 0, and those from {@link #oldest} until before {@link #next} are held, without a gap. What lies
 * before the oldest is known by partition: the offset up to which changes are not held any more, or never were because the
 * replica was opened with them.
 *
 * <p>One thread appends. Any number of threads read beside it, without a lock: a change is published by the number of the next,
 * and whoever finds another in its place knows that it has been dropped.
 */
final class ChangeHistory {

    private static final int SMALLEST = 64;

    private final long limit;
    private final int firstPartition;
    private final AtomicLongArray dropped;
    private final AtomicLongArray reached;
    private volatile AtomicReferenceArray<@Nullable HeldChange> ring = new AtomicReferenceArray<>(SMALLEST);
    private volatile long oldest;
    private volatile long next;
    private long costDropped;
    private long costThrough;

    /**
     * A history without changes.
     *
     * @param limit how many bytes it holds
     * @param firstPartition the first of the replica's partitions
     * @param reached for each partition from there on, the offset up to which the replica holds its changes already; -1 for none
     */
    ChangeHistory(long limit, int firstPartition, long[] reached) {
        this.limit = limit;
        this.firstPartition = firstPartition;
        this.dropped = new AtomicLongArray(reached);
        this.reached = new AtomicLongArray(reached);
    }

    /** How many bytes it holds at most. */
    long limit() {
        return limit;
    }

    /** Appends the change of a record; a change that is none is left out. Called by one thread at a time. */
    void append(int partition, Change change) {
        switch (change) {
            case Change.Put put -> append(HeldChange.of(next, partition, put, costThrough));
            case Change.Delete delete -> append(HeldChange.of(next, partition, delete, costThrough));
            case Change.Skip skip -> {}
        }
    }

    private void append(HeldChange change) {
        costThrough = change.costThrough();
        long number = change.number();
        while (oldest < number && costThrough - costDropped > limit) {
            drop();
        }
        AtomicReferenceArray<@Nullable HeldChange> slots = ring;
        if (number - oldest == slots.length()) {
            slots = grow(slots);
        }
        slots.set(slot(slots, number), change);
        next = number + 1;
        // Last, so that a reader who takes this offset first and the number second never claims a change to come.
        raise(change.partition(), change.offset());
    }

    private void drop() {
        AtomicReferenceArray<@Nullable HeldChange> slots = ring;
        long number = oldest;
        int slot = slot(slots, number);
        HeldChange change = slots.get(slot);
        if (change != null) {
            // Before it is gone, so that a reader who still finds it has not been told that it is.
            dropped.set(change.partition() - firstPartition, change.offset());
            costDropped = change.costThrough();
        }
        oldest = number + 1;
        slots.set(slot, null);
    }

    private AtomicReferenceArray<@Nullable HeldChange> grow(AtomicReferenceArray<@Nullable HeldChange> full) {
        AtomicReferenceArray<@Nullable HeldChange> larger = new AtomicReferenceArray<>(full.length() * 2);
        for (long number = oldest; number < next; number++) {
            larger.set(slot(larger, number), full.get(slot(full, number)));
        }
        ring = larger;
        return larger;
    }

    private static int slot(AtomicReferenceArray<@Nullable HeldChange> slots, long number) {
        return (int) (number & (slots.length() - 1));
    }

    /** All changes of the partition up to {@code offset} have been appended; there may be none at the offset itself. */
    void raise(int partition, long offset) {
        reached.accumulateAndGet(partition - firstPartition, offset, Math::max);
    }

    /** The number of the oldest change held; that of the next if none is. */
    long oldest() {
        return oldest;
    }

    /** The number of the next change to come. */
    long next() {
        return next;
    }

    /** A change by its number, which is one before {@link #next}; null when it is not held any more. */
    @Nullable
    HeldChange get(long number) {
        AtomicReferenceArray<@Nullable HeldChange> slots = ring;
        HeldChange change = slots.get(slot(slots, number));
        return change != null && change.number() == number ? change : null;
    }

    /** What the changes from {@code number} on cost, in bytes; 0 if it is not held. */
    long costFrom(long number) {
        HeldChange first = get(number);
        HeldChange last = get(next - 1);
        return first == null || last == null ? 0 : last.costThrough() - first.costThrough();
    }

    /**
     * A place between two changes.
     *
     * @param next the number of the change behind it
     * @param offsets by partition: every change up to there is before the place, every one after it behind
     */
    record Place(long next, Map<Integer, Long> offsets) {}

    /** The place behind the newest change. */
    Place end() {
        while (true) {
            // The newest change may have its number already and not yet its offset, so that one is looked at again.
            long newest = Math.max(oldest, next - 1);
            Map<Integer, Long> offsets = new TreeMap<>();
            for (int i = 0; i < reached.length(); i++) {
                offsets.put(firstPartition + i, reached.get(i));
            }
            long end = next;
            if (addOffsets(newest, end, offsets)) {
                return new Place(end, offsets);
            }
        }
    }

    private boolean addOffsets(long from, long end, Map<Integer, Long> offsets) {
        for (long number = from; number < end; number++) {
            HeldChange change = get(number);
            if (change == null) {
                return false;
            }
            offsets.merge(change.partition(), change.offset(), Math::max);
        }
        return true;
    }

    /**
     * Where to go on after the given offsets: the number from which on all later changes are held.
     *
     * @param offsets by partition; all of the replica's
     * @return nothing if a later change is not held any more, or if nothing had been reached in a partition that has changes
     */
    OptionalLong numberAfter(Map<Integer, Long> offsets) {
        long end = next;
        long number = oldest;
        while (number < end) {
            HeldChange change = get(number);
            if (change == null) {
                number = Math.max(number + 1, oldest);
            } else if (change.offset() > offsets.getOrDefault(change.partition(), -1L)) {
                break;
            } else {
                number++;
            }
        }
        // Checked last: what is dropped from here on is missed when it is asked for by its number.
        return offsets.entrySet().stream().allMatch(each -> isHeldAfter(each.getKey(), each.getValue()))
                ? OptionalLong.of(number)
                : OptionalLong.empty();
    }

    private boolean isHeldAfter(int partition, long offset) {
        int index = partition - firstPartition;
        return offset < 0 ? reached.get(index) < 0 : dropped.get(index) <= offset;
    }
}
