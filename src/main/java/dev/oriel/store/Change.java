package dev.oriel.store;

import java.util.OptionalLong;

/** What one source record does to a view. */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
public sealed interface Change {

    /**
     * The key has a new entry.
     *
     * @param key the key's bytes
     * @param entry the encoded entry; see {@link Entry}
     */
    record Put(byte[] key, byte[] entry) implements Change {}

    /**
     * The key is gone.
     *
     * @param key the key's bytes
     * @param offset of the record that deletes it
     * @param timestamp of that record, milliseconds since the epoch
     * @param version of that record, where the view's source of versions gives one to a record without a value
     */
    record Delete(byte[] key, long offset, long timestamp, OptionalLong version) implements Change {}

    /**
     * The record cannot be read and leaves the view as it was.
     *
     * @param reason what is wrong with it, for the log and the dead-letter topic
     */
    record Skip(String reason) implements Change {}
}
