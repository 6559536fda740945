package dev.oriel.scan;

import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What has been gathered from the instances that have a part of an answer.
 *
 * @param parts what they have, each with what they were asked for
 * @param gaps the partitions that are in none of them, and why
 */
record Gathered(List<Part> parts, NavigableMap<Integer, Gap> gaps) {

    /** A slice, and what was asked for; it may be of fewer partitions than were. */
    record Part(SliceRequest request, Slice slice) {}

    Gathered {
        parts = List.copyOf(parts);
        gaps = new TreeMap<>(gaps);
    }

    /** Whether a read can be answered by it: nothing is missing, or no more than what it lets be left out. */
    boolean suffices(EntriesRead read) {
        return gaps.isEmpty() || (read.partial() && gaps.values().stream().allMatch(Gap.Refused.class::isInstance));
    }
}
