package dev.oriel.view;

import java.util.OptionalLong;

/** The end offsets of a source's partitions, exclusive, as they were at one moment. Immutable. */
final class SourceEnds {

    /** Nothing has been seen yet. */
    static final SourceEnds UNKNOWN = new SourceEnds(new long[0]);

    private final long[] ends;

    SourceEnds(long[] ends) {
        this.ends = ends.clone();
    }

    OptionalLong of(int partition) {
        return partition < ends.length ? OptionalLong.of(ends[partition]) : OptionalLong.empty();
    }

    /** The end of a partition that is known to exist. */
    long at(int partition) {
        return ends[partition];
    }
}
