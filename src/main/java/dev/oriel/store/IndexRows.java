package dev.oriel.store;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What entries come to in indexes. A row is a term and the rank of the key behind it, so that rows are in the order of the indexed values,
 * and of the keys where those are the same. How long the term is stands beside it. Stateless.
 *
 * @param indexing the indexes
 */
record IndexRows(Indexing indexing) {

    /** Where rows are written. */
    interface Sink {

        /** The row is to be there. */
        void put(int index, byte[] row, int termLength);

        /** The row is not to be there. */
        void remove(int index, byte[] row);
    }

    /**
     * Brings the rows of one key up to date.
     *
     * @param before the encoded entry that the rows are of, if there was one
     * @param after the encoded entry that they are to be of, if there is one
     */
    void change(byte[] key, Optional<byte[]> before, Optional<byte[]> after, Sink sink) {
        List<List<byte[]>> old = before.map(this::terms).orElse(List.of());
        List<List<byte[]>> now = after.map(this::terms).orElse(List.of());
        byte[] rank = indexing.order().rank(key);
        for (int i = 0; i < indexing.indexes().size(); i++) {
            Map<KeyBytes, Integer> gone = rows(old, i, rank);
            Map<KeyBytes, Integer> come = rows(now, i, rank);
            int index = i;
            gone.keySet().stream()
                    .filter(row -> !come.containsKey(row))
                    .forEach(row -> sink.remove(index, row.bytes()));
            come.forEach((row, termLength) -> {
                if (!gone.containsKey(row)) {
                    sink.put(index, row.bytes(), termLength);
                }
            });
        }
    }

    private List<List<byte[]>> terms(byte[] entry) {
        return indexing.reader().read(Entry.decode(entry).value());
    }

    private static Map<KeyBytes, Integer> rows(List<List<byte[]>> terms, int index, byte[] rank) {
        Map<KeyBytes, Integer> rows = new LinkedHashMap<>();
        if (index < terms.size()) {
            for (byte[] term : terms.get(index)) {
                byte[] row = Arrays.copyOf(term, term.length + rank.length);
                System.arraycopy(rank, 0, row, term.length, rank.length);
                rows.put(KeyBytes.of(row), term.length);
            }
        }
        return rows;
    }

    /** The key of a row. */
    byte[] key(byte[] row, int termLength) {
        return indexing.order().key(Arrays.copyOfRange(row, termLength, row.length));
    }

    /** The length of a term, as it stands beside a row. */
    static byte[] encoded(int termLength) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(termLength).array();
    }

    /** The length of a term from what stands beside a row. */
    static int decoded(byte[] termLength) {
        return ByteBuffer.wrap(termLength).getInt();
    }

    /** The number of an index; empty if there is none of that name. */
    Optional<Integer> number(String name) {
        for (int i = 0; i < indexing.indexes().size(); i++) {
            if (indexing.indexes().get(i).name().equals(name)) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }
}
