package dev.oriel.store;

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
     */
    record Delete(byte[] key) implements Change {}

    /**
     * The record cannot be read and leaves the view as it was.
     *
     * @param reason what is wrong with it, for the log and the dead-letter topic
     */
    record Skip(String reason) implements Change {}
}
