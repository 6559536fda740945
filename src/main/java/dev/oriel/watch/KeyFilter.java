package dev.oriel.watch;

import dev.oriel.store.KeyBytes;
import java.util.Arrays;

/** Which keys are watched. Its bytes are left alone from here on. */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
public sealed interface KeyFilter {

    /** Whether the key is one of them. */
    boolean matches(byte[] candidate);

    /**
     * One key.
     *
     * @param key its bytes
     * @param partition where a record of it belongs
     */
    record Only(byte[] key, int partition) implements KeyFilter {
        @Override
        public boolean matches(byte[] candidate) {
            return Arrays.equals(key, candidate);
        }
    }

    /**
     * All keys that start with some bytes.
     *
     * @param prefix the bytes; none for all keys
     */
    record Prefix(byte[] prefix) implements KeyFilter {
        @Override
        public boolean matches(byte[] candidate) {
            return KeyBytes.startsWith(candidate, prefix);
        }
    }
}
