package dev.oriel.scan;

import dev.oriel.store.KeyRange;
import java.util.List;
import java.util.Optional;

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
     * How many entries there are in some ranges.
     *
     * @param index the index that they are ranges of; nothing for the keys themselves
     * @param ranks the ranges, as of a {@link Range}
     */
    record Count(Optional<String> index, List<KeyRange> ranks) implements Query {
        public Count {
            ranks = List.copyOf(ranks);
        }
    }

    /**
     * The entries of some ranges, in the order of their keys, or of an index.
     *
     * @param index the index that they are ranges of; nothing for the keys themselves
     * @param ranks the ranges, of ranks, ascending; see {@link dev.oriel.store.ReplicaSnapshot}
     * @param descending whether the last come first
     * @param atMost how many
     * @param bytes of keys and entries after which no more are wanted, with one at least
     * @param once whether they are not likely to be read again soon
     */
    record Range(Optional<String> index, List<KeyRange> ranks, boolean descending, int atMost, long bytes, boolean once)
            implements Query {

        public Range {
            ranks = List.copyOf(ranks);
        }

        /** What is left of it behind an entry. */
        public Range behind(byte[] rank) {
            List<KeyRange> rest = ranks.stream()
                    .map(range -> descending ? range.before(rank) : range.after(rank))
                    .filter(range -> !range.isEmpty())
                    .toList();
            return new Range(index, rest, descending, atMost, bytes, once);
        }

        /** The same with other bounds on how much. */
        Range atMost(int entries, long ofBytes) {
            return new Range(index, ranks, descending, entries, ofBytes, once);
        }
    }
}
