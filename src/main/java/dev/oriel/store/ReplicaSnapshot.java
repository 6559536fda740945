package dev.oriel.store;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a replica holds at one moment, for reads of more than one key. Of each source partition it knows how far that moment reflects
 * it. For one thread; while it is open its replica cannot be closed, so it is for a read and not for as long as a client takes.
 */
public final class ReplicaSnapshot implements AutoCloseable {

    private final TableSnapshot table;
    private final Map<Integer, Long> reached;
    private final Runnable leave;

    ReplicaSnapshot(TableSnapshot table, Map<Integer, Long> reached, Runnable leave) {
        this.table = table;
        this.reached = new TreeMap<>(reached);
        this.leave = leave;
    }

    /** The encoded entries of some keys, in the order of the keys; see {@link Entry}. */
    public List<Optional<byte[]>> getAll(List<byte[]> keys) {
        List<Optional<byte[]>> stored = table.getAll(keys);
        stored.forEach(entry -> entry.map(Entry::decode).ifPresent(this::saw));
        return stored;
    }

    /** Entries are applied in the order of their offsets: where one is, all before it are. */
    private void saw(Entry entry) {
        reached.merge(entry.partition(), entry.offset(), Math::max);
    }

    /**
     * The entries whose keys lie in some ranges, in the keys' order.
     *
     * @param ranks the ranges, of ranks; ascending, and none overlaps another; see {@link KeyOrder}
     * @param once whether they are not likely to be read again soon
     */
    public EntryCursor scan(KeyOrder order, List<KeyRange> ranks, boolean descending, boolean once) {
        List<KeyRange> stretches =
                ranks.stream().flatMap(range -> order.stretches(range).stream()).toList();
        return new Stretches(
                descending ? stretches.reversed() : stretches,
                stretch -> table.scan(stretch, descending, once),
                cursor -> order.rank(cursor.key()));
    }

    /**
     * The entries that stand in some ranges of an index, in the index's order. An entry may stand there more than once.
     *
     * @param index an index that has been built; see {@link Replica#isBuilt}
     * @param ranks the ranges; ascending, and none overlaps another. A rank is a term of the value and the rank of the key behind it
     * @param once whether they are not likely to be read again soon
     */
    public EntryCursor scanIndex(String index, List<KeyRange> ranks, boolean descending, boolean once) {
        return new Stretches(
                descending ? ranks.reversed() : ranks,
                stretch -> table.scanIndex(index, stretch, descending, once),
                EntryCursor::rank);
    }

    /**
     * How many entries there are in some ranges; counted as far as that is cheap, and estimated beyond.
     *
     * @param index the index whose ranges they are, in which an entry may stand more than once; nothing for the keys themselves
     * @param ranks as for {@link #scan} and {@link #scanIndex}
     * @param exactUpTo how many are counted at most
     */
    public Count count(Optional<String> index, KeyOrder order, List<KeyRange> ranks, long exactUpTo) {
        List<KeyRange> stretches = index.isPresent()
                ? ranks
                : ranks.stream()
                        .flatMap(range -> order.stretches(range).stream())
                        .toList();
        Count count = Count.NONE;
        for (KeyRange stretch : stretches) {
            count = count.plus(table.count(index, stretch, Math.max(0, exactUpTo - count.entries())));
        }
        return count;
    }

    /** How far each source partition is reflected by what has been read so far. */
    public Map<Integer, Long> reached() {
        return Map.copyOf(reached);
    }

    /** Whether all that has been read so far is of one moment; if not, it proves nothing and is to be read again. */
    public boolean isOfOneMoment() {
        return table.isOfOneMoment();
    }

    @Override
    public void close() {
        table.close();
        leave.run();
    }

    /** Orders snapshots that are to be open together: whoever opens several does it in this order. */
    public static final Comparator<Replica> OPENING =
            Comparator.comparingInt(replica -> replica.partitions().findFirst().orElseThrow());

    /** One stretch after the other. */
    private final class Stretches implements EntryCursor {

        private final List<KeyRange> stretches;
        private final Function<KeyRange, EntryCursor> open;
        private final Function<EntryCursor, byte[]> rank;
        private int at;
        private @Nullable EntryCursor current;

        Stretches(List<KeyRange> stretches, Function<KeyRange, EntryCursor> open, Function<EntryCursor, byte[]> rank) {
            this.stretches = stretches;
            this.open = open;
            this.rank = rank;
        }

        @Override
        public boolean next() {
            while (true) {
                EntryCursor cursor = current;
                if (cursor != null) {
                    if (cursor.next()) {
                        saw(Entry.decode(cursor.entry()));
                        return true;
                    }
                    close();
                }
                if (at == stretches.size()) {
                    return false;
                }
                current = open.apply(stretches.get(at));
                at++;
            }
        }

        private EntryCursor standing() {
            EntryCursor cursor = current;
            if (cursor == null) {
                throw new IllegalStateException("it stands at no entry");
            }
            return cursor;
        }

        @Override
        public byte[] rank() {
            return rank.apply(standing());
        }

        @Override
        public byte[] key() {
            return standing().key();
        }

        @Override
        public byte[] entry() {
            return standing().entry();
        }

        @Override
        public void close() {
            EntryCursor cursor = current;
            current = null;
            if (cursor != null) {
                cursor.close();
            }
        }
    }
}
