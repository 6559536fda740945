package dev.oriel.scan;

import dev.oriel.store.KeyRange;
import java.util.List;

/** A question about more than one key. */
public sealed interface Query {

    /**
     * The entries of some keys.
     *
     * @param keys their bytes, in the order asked; one may stand there twice
     */
    record Keys(List<byte[]> keys) implements Query {
        /** No key at all: for who only wants to know how far a partition has come. */
        public static final Keys NONE = new Keys(List.of());

        public Keys {
            keys = List.copyOf(keys);
        }
    }

    /**
     * The entries of a range, in the order of their keys.
     *
     * @param ranks the range, of ranks; see {@link dev.oriel.store.KeyOrder}
     * @param descending whether the last come first
     * @param atMost how many
     * @param bytes of keys and entries after which no more are wanted, with one at least
     * @param once whether they are not likely to be read again soon
     */
    record Range(KeyRange ranks, boolean descending, int atMost, long bytes, boolean once) implements Query {

        /** What is left of it behind an entry. */
        public Range behind(byte[] rank) {
            return new Range(descending ? ranks.before(rank) : ranks.after(rank), descending, atMost, bytes, once);
        }

        /** The same with other bounds on how much. */
        Range atMost(int entries, long ofBytes) {
            return new Range(ranks, descending, entries, ofBytes, once);
        }
    }
}
