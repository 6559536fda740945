package dev.oriel.store;

/** What a replica says of one key. */
public sealed interface Lookup {

    /**
     * The key has an entry.
     *
     * @param entry the entry
     * @param position the highest offset of the key's source partition that this answer is known to reflect
     */
    record Found(Entry entry, long position) implements Lookup {}

    /**
     * The key has no entry.
     *
     * @param position the highest offset of the key's source partition that this answer is known to reflect; -1 for none
     */
    record Absent(long position) implements Lookup {}

    /** The replica cannot answer any more: it has been closed, or was demoted while it was being asked. */
    record Gone() implements Lookup {
        static final Gone GONE = new Gone();
    }
}
