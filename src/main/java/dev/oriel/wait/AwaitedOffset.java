package dev.oriel.wait;

import java.util.Comparator;

/**
 * That a partition's watermark reaches an offset, as one wait waits for it.
 *
 * @param partition the source partition
 * @param offset the offset, inclusive
 * @param number tells waits for the same offset apart
 */
record AwaitedOffset(int partition, long offset, long number) implements Comparable<AwaitedOffset> {

    private static final Comparator<AwaitedOffset> ORDER =
            Comparator.comparingLong(AwaitedOffset::offset).thenComparingLong(AwaitedOffset::number);

    /** The lowest offset first; meant for waits of one partition. */
    @Override
    public int compareTo(AwaitedOffset other) {
        return ORDER.compare(this, other);
    }
}
