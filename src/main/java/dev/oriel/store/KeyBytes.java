package dev.oriel.store;

import java.util.Arrays;

/**
 * A key's bytes as a key of a map: equal to any other of the same bytes, and ordered as unsigned bytes are. The bytes are not copied and
 * must be left alone.
 */
public final class KeyBytes implements Comparable<KeyBytes> {

    private final byte[] bytes;
    private final int hash;

    private KeyBytes(byte[] bytes) {
        this.bytes = bytes;
        this.hash = Arrays.hashCode(bytes);
    }

    /** Takes the bytes as they are. */
    public static KeyBytes of(byte[] bytes) {
        return new KeyBytes(bytes);
    }

    /** Whether a key's bytes begin with those of {@code prefix}. */
    public static boolean startsWith(byte[] key, byte[] prefix) {
        return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }

    /** The bytes, not a copy of them. */
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public int compareTo(KeyBytes other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyBytes that && hash == that.hash && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
