package dev.oriel.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The order in which a view's keys are read. Tables keep keys in the order of their unsigned bytes; where that is another, a key has a
 * <em>rank</em>, bytes whose unsigned order is the order of the keys, and which are as many as the key's.
 */
public enum KeyOrder {
    /** That of the bytes; a key is its own rank. */
    BYTES,

    /** That of integers in two's complement, all of the same length: the rank has the sign the other way round. */
    SIGNED;

    private static final byte SIGN = (byte) 0x80;
    private static final byte[] ZERO = {SIGN};

    /** The rank of a key; the same array where it is its own. */
    public byte[] rank(byte[] key) {
        return this == BYTES ? key : flipped(key);
    }

    /** The key of a rank. */
    public byte[] key(byte[] rank) {
        return rank(rank);
    }

    /**
     * Where the keys of some ranks are in a table.
     *
     * @param ranks a range of ranks
     * @return ranges of keys, in ascending order of their ranks; none of them is empty
     */
    public List<KeyRange> stretches(KeyRange ranks) {
        if (ranks.isEmpty()) {
            return List.of();
        }
        if (this == BYTES) {
            return List.of(ranks);
        }
        List<KeyRange> stretches = new ArrayList<>(2);
        boolean reachesBeyondZero =
                ranks.to().isEmpty() || Arrays.compareUnsigned(ranks.to().get(), ZERO) > 0;
        if (Arrays.compareUnsigned(ranks.from(), ZERO) < 0) {
            byte[] from = ranks.from().length == 0 ? ZERO : flipped(ranks.from());
            boolean toTheEnd = reachesBeyondZero || Arrays.equals(ranks.to().orElseThrow(), ZERO);
            stretches.add(
                    new KeyRange(from, toTheEnd ? Optional.empty() : ranks.to().map(KeyOrder::flipped)));
        }
        if (reachesBeyondZero) {
            byte[] from = Arrays.compareUnsigned(ranks.from(), ZERO) > 0 ? flipped(ranks.from()) : new byte[0];
            stretches.add(new KeyRange(
                    from, Optional.of(ranks.to().map(KeyOrder::flipped).orElse(ZERO))));
        }
        return stretches;
    }

    private static byte[] flipped(byte[] bytes) {
        byte[] other = bytes.clone();
        if (other.length > 0) {
            other[0] ^= SIGN;
        }
        return other;
    }
}
