package dev.oriel.store;

import java.util.List;

/**
 * How the entries of a view are indexed.
 *
 * @param order the order of the keys
 * @param indexes the indexes
 * @param reader finds the terms of entries
 */
public record Indexing(KeyOrder order, List<IndexSpec> indexes, TermReader reader) {

    /** Not at all. */
    public static final Indexing NONE = new Indexing(KeyOrder.BYTES, List.of(), value -> List.of());

    public Indexing {
        indexes = List.copyOf(indexes);
    }

    /** Whether there is no index. */
    boolean isEmpty() {
        return indexes.isEmpty();
    }
}
