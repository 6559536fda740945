package dev.oriel.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.Range;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.SizeApproximationFlag;
import org.rocksdb.Slice;
import org.rocksdb.Snapshot;

/** A snapshot of a {@link RocksTable}: RocksDB's own, which costs next to nothing and is of one moment. */
final class RocksSnapshot implements TableSnapshot {

    /** Behind all keys that are likely, for estimates. */
    private static final byte[] LAST = {-1, -1, -1, -1, -1, -1, -1, -1};

    private final RocksDB db;
    private final ColumnFamilyHandle entries;
    private final RocksIndexes indexes;
    private final Snapshot snapshot;

    RocksSnapshot(RocksDB db, ColumnFamilyHandle entries, RocksIndexes indexes) {
        this.db = db;
        this.entries = entries;
        this.indexes = indexes;
        this.snapshot = db.getSnapshot();
    }

    @Override
    public List<Optional<byte[]>> getAll(List<byte[]> keys) {
        try (ReadOptions options = new ReadOptions().setSnapshot(snapshot)) {
            return db.multiGetAsList(options, keys).stream()
                    .map(Optional::ofNullable)
                    .toList();
        } catch (RocksDBException e) {
            throw failed(e);
        }
    }

    @Override
    public EntryCursor scan(KeyRange range, boolean descending, boolean once) {
        return new Cursor(entries, range, descending, once);
    }

    @Override
    public EntryCursor scanIndex(String index, KeyRange rows, boolean descending, boolean once) {
        int number = indexes.rows().number(index).orElseThrow();
        return new IndexCursor(
                new Cursor(indexes.families().get(number), indexes.rowsOf(rows), descending, once), once);
    }

    @Override
    public Count count(Optional<String> index, KeyRange range, long exactUpTo) {
        ColumnFamilyHandle family = index.map(name ->
                        indexes.families().get(indexes.rows().number(name).orElseThrow()))
                .orElse(entries);
        KeyRange counted = index.isPresent() ? indexes.rowsOf(range) : range;
        long seen = 0;
        try (Cursor cursor = new Cursor(family, counted, false, true)) {
            while (cursor.advance()) {
                seen++;
                if (seen > exactUpTo) {
                    return new Count(Math.max(seen, estimate(family, counted)), true);
                }
            }
        }
        return new Count(seen, false);
    }

    /** The share that the range has of all bytes, of the entries that RocksDB takes there to be. */
    private long estimate(ColumnFamilyHandle family, KeyRange range) {
        try (Slice first = new Slice(new byte[0]);
                Slice last = new Slice(LAST);
                Slice from = new Slice(range.from());
                Slice to = new Slice(range.to().orElse(LAST))) {
            long[] bytes = db.getApproximateSizes(
                    family,
                    List.of(new Range(first, last), new Range(from, to)),
                    SizeApproximationFlag.INCLUDE_FILES,
                    SizeApproximationFlag.INCLUDE_MEMTABLES);
            double share = bytes[0] == 0 ? 0 : (double) bytes[1] / bytes[0];
            return Math.round(share * db.getLongProperty(family, "rocksdb.estimate-num-keys"));
        } catch (RocksDBException e) {
            throw failed(e);
        }
    }

    @Override
    public boolean isOfOneMoment() {
        return true;
    }

    @Override
    public void close() {
        db.releaseSnapshot(snapshot);
        snapshot.close();
    }

    private static ProcessorStateException failed(RocksDBException e) {
        return new ProcessorStateException("cannot read the store: " + e.getMessage(), e);
    }

    private final class Cursor extends StandingCursor {

        private final boolean descending;
        private final List<Slice> bounds = new ArrayList<>(2);
        private final ReadOptions options;
        private final RocksIterator iterator;
        private boolean begun;

        Cursor(ColumnFamilyHandle family, KeyRange range, boolean descending, boolean once) {
            this.descending = descending;
            Slice from = new Slice(range.from());
            Optional<Slice> to = range.to().map(Slice::new);
            options =
                    new ReadOptions().setSnapshot(snapshot).setFillCache(!once).setIterateLowerBound(from);
            to.ifPresent(options::setIterateUpperBound);
            iterator = db.newIterator(family, options);
            bounds.add(from);
            to.ifPresent(bounds::add);
        }

        @Override
        public boolean next() {
            if (!advance()) {
                return false;
            }
            byte[] key = iterator.key();
            standAt(key, key, iterator.value());
            return true;
        }

        /** Goes on without copying what it stands at. */
        private boolean advance() {
            move();
            if (!iterator.isValid()) {
                check();
                return false;
            }
            return true;
        }

        private void move() {
            if (begun && descending) {
                iterator.prev();
            } else if (begun) {
                iterator.next();
            } else if (descending) {
                iterator.seekToLast();
            } else {
                iterator.seekToFirst();
            }
            begun = true;
        }

        private void check() {
            try {
                iterator.status();
            } catch (RocksDBException e) {
                throw failed(e);
            }
        }

        @Override
        public void close() {
            iterator.close();
            options.close();
            bounds.forEach(Slice::close);
        }
    }

    /** Goes through rows, and finds the entry of each. */
    private final class IndexCursor extends StandingCursor {

        private final Cursor rows;
        private final ReadOptions options;

        IndexCursor(Cursor rows, boolean once) {
            this.rows = rows;
            this.options = new ReadOptions().setSnapshot(snapshot).setFillCache(!once);
        }

        @Override
        public boolean next() {
            if (!rows.next()) {
                return false;
            }
            byte[] key = indexes.rows().key(rows.key(), IndexRows.decoded(rows.entry()));
            try {
                byte[] stored = db.get(entries, options, key);
                if (stored == null) {
                    throw new ProcessorStateException("an index has a row of an entry that is not there");
                }
                standAt(rows.key(), key, stored);
            } catch (RocksDBException e) {
                throw failed(e);
            }
            return true;
        }

        @Override
        public void close() {
            options.close();
            rows.close();
        }
    }
}
