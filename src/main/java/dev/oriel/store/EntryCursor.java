package dev.oriel.store;

/**
 * Goes through entries one after the other. For one thread; to be closed before what it was opened on.
 */
public interface EntryCursor extends AutoCloseable {

    /** Goes on to the next entry, at first to the first; false when there is none. */
    boolean next();

    /** The place of the entry in the order that is read; that of its key, unless an index is read. */
    default byte[] rank() {
        return key();
    }

    /** The key it stands at; an array of its own. */
    byte[] key();

    /** The encoded entry it stands at; see {@link Entry}. */
    byte[] entry();

    @Override
    void close();
}
