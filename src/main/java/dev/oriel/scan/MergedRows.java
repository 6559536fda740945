package dev.oriel.scan;

import dev.oriel.store.EntryCursor;
import dev.oriel.store.KeyOrder;
import dev.oriel.store.ReplicaSnapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Reads a range from several snapshots at once, as if they were one. */
final class MergedRows {

    /** A cursor that stands at an entry. */
    private static final class Head {
        private final EntryCursor cursor;
        private Row row;

        private Head(EntryCursor cursor) {
            this.cursor = cursor;
            this.row = standing();
        }

        private Row standing() {
            return new Row(cursor.rank(), cursor.key(), cursor.entry());
        }

        private boolean next() {
            boolean there = cursor.next();
            if (there) {
                row = standing();
            }
            return there;
        }
    }

    private MergedRows() {}

    /**
     * The first entries of the range, as many as it wants at most. When its thread is interrupted it stops early, for nobody wants the
     * rest.
     */
    static Slice.Content.Rows read(List<ReplicaSnapshot> snapshots, KeyOrder order, Query.Range range) {
        Comparator<Head> ascending = (one, other) -> Arrays.compareUnsigned(one.row.rank(), other.row.rank());
        PriorityQueue<Head> heads = new PriorityQueue<>(range.descending() ? ascending.reversed() : ascending);
        List<EntryCursor> cursors = new ArrayList<>(snapshots.size());
        try {
            for (ReplicaSnapshot snapshot : snapshots) {
                EntryCursor cursor = open(snapshot, order, range);
                cursors.add(cursor);
                if (cursor.next()) {
                    heads.add(new Head(cursor));
                }
            }
            return merge(heads, range);
        } finally {
            cursors.forEach(EntryCursor::close);
        }
    }

    private static EntryCursor open(ReplicaSnapshot snapshot, KeyOrder order, Query.Range range) {
        return range.index().isPresent()
                ? snapshot.scanIndex(range.index().get(), range.ranks(), range.descending(), range.once())
                : snapshot.scan(order, range.ranks(), range.descending(), range.once());
    }

    private static Slice.Content.Rows merge(PriorityQueue<Head> heads, Query.Range range) {
        List<Row> rows = new ArrayList<>();
        long left = range.bytes();
        for (Head first = heads.poll(); first != null; first = heads.poll()) {
            if (rows.size() >= range.atMost()
                    || left <= 0
                    || Thread.currentThread().isInterrupted()) {
                return new Slice.Content.Rows(rows, true);
            }
            rows.add(first.row);
            left -= first.row.size();
            if (first.next()) {
                heads.add(first);
            }
        }
        return new Slice.Content.Rows(rows, false);
    }
}
