package dev.oriel.view;

import java.util.OptionalLong;
import java.util.stream.IntStream;

/** Where the partitions of a source begin and end, as it was at one moment. Immutable. */
final class SourceEnds {

    private final long[] starts;
    private final long[] ends;

    /**
     * Offsets by partition.
     *
     * @param starts of the first record there may still be; what was before has expired
     * @param ends the offset the next record will have
     */
    SourceEnds(long[] starts, long[] ends) {
        this.starts = starts.clone();
        this.ends = ends.clone();
    }

    /** How many offsets lie between a watermark and the end, those of expired records left out; empty if that is not known. */
    OptionalLong left(int partition, long watermark) {
        return partition < ends.length
                ? OptionalLong.of(Math.max(0, ends[partition] - Math.max(starts[partition], watermark + 1)))
                : OptionalLong.empty();
    }

    /** Whether no partition ends before it did; where one does, the log has been cut off or is another. */
    boolean goesOnFrom(SourceEnds earlier) {
        return ends.length == earlier.ends.length
                && IntStream.range(0, ends.length).allMatch(i -> ends[i] >= earlier.ends[i]);
    }

    /** The end of a partition that is known to exist; 0 when no record is left in it. */
    long endOf(int partition) {
        return starts[partition] < ends[partition] ? ends[partition] : 0;
    }
}
