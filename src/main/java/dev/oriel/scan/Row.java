package dev.oriel.scan;

import dev.oriel.store.Entry;

/**
 * An entry with its key.
 *
 * @param rank its place in the order; see {@link dev.oriel.store.KeyOrder}
 * @param key the key's bytes
 * @param stored the encoded entry; see {@link Entry}
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
public record Row(byte[] rank, byte[] key, byte[] stored) {

    /** The entry. */
    public Entry entry() {
        return Entry.decode(stored);
    }

    /** What it takes, in bytes. */
    int size() {
        return key.length + stored.length;
    }
}
