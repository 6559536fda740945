package dev.oriel.watch;

import dev.oriel.store.Entry;
import java.util.OptionalLong;

/** What a watch tells of a key. The bytes are the store's own and must be left alone. */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
public sealed interface KeyState {

    /** The key's bytes. */
    byte[] key();

    /** It has an entry. */
    record Present(byte[] key, Entry entry) implements KeyState {}

    /**
     * A record deleted it.
     *
     * @param key the key's bytes
     * @param timestamp of that record, milliseconds since the epoch
     * @param version of that record, where there is one
     */
    record Deleted(byte[] key, long timestamp, OptionalLong version) implements KeyState {}

    /** It is not there, and it is not known whether it ever was. */
    record Absent(byte[] key) implements KeyState {}
}
