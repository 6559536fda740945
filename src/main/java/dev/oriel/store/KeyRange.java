package dev.oriel.store;

import java.util.Arrays;
import java.util.Optional;

/**
 * A stretch of keys in the order of their unsigned bytes. Immutable, as long as the bytes are left alone.
 *
 * @param from the first key that may be in it; empty for no bound
 * @param to the first key behind it; nothing for no bound
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
public record KeyRange(byte[] from, Optional<byte[]> to) {

    /** All keys. */
    public static final KeyRange ALL = new KeyRange(new byte[0], Optional.empty());

    /** All keys that start with some bytes. */
    public static KeyRange startingWith(byte[] prefix) {
        return new KeyRange(prefix, behind(prefix));
    }

    /** The first key that follows all that start with {@code prefix}; nothing if none does. */
    private static Optional<byte[]> behind(byte[] prefix) {
        int last = prefix.length - 1;
        while (last >= 0 && prefix[last] == (byte) 0xFF) {
            last--;
        }
        if (last < 0) {
            return Optional.empty();
        }
        byte[] behind = Arrays.copyOf(prefix, last + 1);
        behind[last]++;
        return Optional.of(behind);
    }

    /** The part of it that comes after a key. */
    public KeyRange after(byte[] key) {
        byte[] next = Arrays.copyOf(key, key.length + 1);
        return Arrays.compareUnsigned(next, from) > 0 ? new KeyRange(next, to) : this;
    }

    /** The part of it that comes before a key. */
    public KeyRange before(byte[] key) {
        boolean within = to.isEmpty() || Arrays.compareUnsigned(key, to.get()) < 0;
        return within ? new KeyRange(from, Optional.of(key)) : this;
    }

    /** Whether no key can be in it. */
    public boolean isEmpty() {
        return to.isPresent() && Arrays.compareUnsigned(from, to.get()) >= 0;
    }
}
