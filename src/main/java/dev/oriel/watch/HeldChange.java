package dev.oriel.watch;

import dev.oriel.store.Change;
import dev.oriel.store.Entry;

/**
 * A change as a history holds it. The bytes are the store's own, not copies.
 *
 * @param number its place among all changes that the replica has told, from 0
 * @param partition of its record
 * @param offset of its record
 * @param key the key that it changes
 * @param change a put or a delete
 * @param costThrough what all changes up to and with this one cost, in bytes
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
record HeldChange(long number, int partition, long offset, byte[] key, Change change, long costThrough) {

    /** What a change costs beside its bytes: the objects that hold them, rounded up. */
    static final long OVERHEAD = 128;

    /** A put that follows on others. */
    static HeldChange of(long number, int partition, Change.Put put, long costBefore) {
        long cost = OVERHEAD + put.key().length + put.entry().length;
        return new HeldChange(number, partition, Entry.decode(put.entry()).offset(), put.key(), put, costBefore + cost);
    }

    /** A delete that follows on others. */
    static HeldChange of(long number, int partition, Change.Delete delete, long costBefore) {
        long cost = OVERHEAD + delete.key().length;
        return new HeldChange(number, partition, delete.offset(), delete.key(), delete, costBefore + cost);
    }
}
