package dev.oriel.wait;

/**
 * That a partition's watermark reaches an offset, as one wait waits for it.
 *
 * @param partition the source partition
 * @param offset the offset, inclusive
 * @param number tells waits for the same offset apart
 */
record AwaitedOffset(int partition, long offset, long number) implements Comparable<AwaitedOffset> {

    /** The lowest offset first; meant for waits of one partition. */
    @Override
    public int compareTo(AwaitedOffset other) {
        int byOffset = Long.compare(offset, other.offset);
        return byOffset != 0 ? byOffset : Long.compare(number, other.number);
    }
}
