package dev.oriel.store;

import java.lang.invoke.VarHandle;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A table on the heap: a hash table, whose keys are also kept in the order of their bytes. To look a key up in the latter costs a dozen
 * comparisons of keys that are all over the heap. A restart finds it empty.
 *
 * <p>A snapshot copies nothing: it reads what is there, and by a stamp that is odd while changes are applied it tells afterwards whether
 * any have been (a sequence lock). One that is alone holds changes off instead.
 */
final class HeapTable implements EntryTable {

    private final Map<KeyBytes, byte[]> entries = new ConcurrentHashMap<>();
    private final ConcurrentSkipListSet<KeyBytes> ordered = new ConcurrentSkipListSet<>();
    private final Map<String, String> marks = new ConcurrentHashMap<>();
    private final IndexRows rows;
    private final List<ConcurrentSkipListMap<KeyBytes, Integer>> indexes;
    private final ReentrantLock changing = new ReentrantLock();
    private volatile long stamp;

    HeapTable(Indexing indexing) {
        this.rows = new IndexRows(indexing);
        this.indexes = indexing.indexes().stream()
                .map(index -> new ConcurrentSkipListMap<KeyBytes, Integer>())
                .toList();
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        return entries.get(KeyBytes.of(key));
    }

    @Override
    public byte @Nullable [] peek(byte[] key) {
        return get(key);
    }

    @Override
    public void applyAll(List<Change> changes) {
        change(() -> changes.forEach(this::take));
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // by whoever holds the lock
    private void change(Runnable change) {
        changing.lock();
        try {
            stamp++;
            change.run();
            stamp++;
        } finally {
            changing.unlock();
        }
    }

    private void take(Change change) {
        switch (change) {
            case Change.Put put -> {
                KeyBytes key = KeyBytes.of(put.key());
                byte[] before = entries.put(key, put.entry());
                if (before == null) {
                    ordered.add(key);
                }
                index(put.key(), Optional.ofNullable(before), Optional.of(put.entry()));
            }
            case Change.Delete delete -> {
                KeyBytes key = KeyBytes.of(delete.key());
                ordered.remove(key);
                index(delete.key(), Optional.ofNullable(entries.remove(key)), Optional.empty());
            }
            case Change.Skip skip -> {}
        }
    }

    private void index(byte[] key, Optional<byte[]> before, Optional<byte[]> after) {
        if (indexes.isEmpty()) {
            return;
        }
        rows.change(key, before, after, new IndexRows.Sink() {
            @Override
            public void put(int index, byte[] row, int termLength) {
                indexes.get(index).put(KeyBytes.of(row), termLength);
            }

            @Override
            public void remove(int index, byte[] row) {
                indexes.get(index).remove(KeyBytes.of(row));
            }
        });
    }

    @Override
    public Optional<String> mark(String name) {
        return Optional.ofNullable(marks.get(name));
    }

    @Override
    public void putMark(String name, String value) {
        marks.put(name, value);
    }

    @Override
    public void commit() {}

    @Override
    public void clear() {
        change(() -> {
            ordered.clear();
            entries.clear();
            indexes.forEach(Map::clear);
            marks.clear();
        });
    }

    @Override
    public long approximateEntries() {
        return entries.size();
    }

    @Override
    public List<byte[]> someKeys(int atMost) {
        return ordered.stream().limit(atMost).map(KeyBytes::bytes).toList();
    }

    @Override
    public TableSnapshot snapshot(boolean alone) {
        return new Snapshot(alone);
    }

    @Override
    public boolean isBuilt(String index) {
        return rows.number(index).isPresent();
    }

    @Override
    public long indexed() {
        return entries.size();
    }

    @Override
    public boolean buildOn(int atMost) {
        return false;
    }

    @Override
    public boolean durable() {
        return false;
    }

    @Override
    public void close() {
        clear();
    }

    private final class Snapshot implements TableSnapshot {

        private final boolean alone;
        private final long begun;

        Snapshot(boolean alone) {
            this.alone = alone;
            if (alone) {
                changing.lock();
            }
            this.begun = stamp;
        }

        @Override
        public List<Optional<byte[]>> getAll(List<byte[]> keys) {
            return keys.stream().map(key -> Optional.ofNullable(get(key))).toList();
        }

        @Override
        public EntryCursor scan(KeyRange range, boolean descending, boolean once) {
            NavigableSet<KeyBytes> within = within(ordered, range);
            return new Cursor(descending ? within.descendingIterator() : within.iterator());
        }

        @Override
        public EntryCursor scanIndex(String index, KeyRange range, boolean descending, boolean once) {
            ConcurrentSkipListMap<KeyBytes, Integer> all =
                    indexes.get(rows.number(index).orElseThrow());
            NavigableSet<KeyBytes> within = within(all.keySet(), range);
            return new IndexCursor(all, descending ? within.descendingIterator() : within.iterator());
        }

        /** To count on the heap costs little more than to look. */
        @Override
        public Count count(Optional<String> index, KeyRange range, long exactUpTo) {
            NavigableSet<KeyBytes> all = index.isPresent()
                    ? indexes.get(rows.number(index.get()).orElseThrow()).keySet()
                    : ordered;
            return new Count(within(all, range).size(), false);
        }

        private static NavigableSet<KeyBytes> within(NavigableSet<KeyBytes> all, KeyRange range) {
            KeyBytes from = KeyBytes.of(range.from());
            if (range.to().isEmpty()) {
                return all.tailSet(from, true);
            }
            return range.isEmpty()
                    ? Collections.emptyNavigableSet()
                    : all.subSet(from, true, KeyBytes.of(range.to().get()), false);
        }

        @Override
        public boolean isOfOneMoment() {
            // What has been read must not be read later than the stamp.
            VarHandle.acquireFence();
            return alone || (begun % 2 == 0 && stamp == begun);
        }

        @Override
        public void close() {
            if (alone) {
                changing.unlock();
            }
        }
    }

    private final class Cursor extends StandingCursor {

        private final Iterator<KeyBytes> keys;

        Cursor(Iterator<KeyBytes> keys) {
            this.keys = keys;
        }

        @Override
        public boolean next() {
            while (keys.hasNext()) {
                KeyBytes at = keys.next();
                byte[] stored = entries.get(at);
                // A key that is not there is being deleted.
                if (stored != null) {
                    standAt(at.bytes(), at.bytes(), stored);
                    return true;
                }
            }
            return false;
        }

        @Override
        public void close() {}
    }

    /** Goes through rows, and finds the entry of each. */
    private final class IndexCursor extends StandingCursor {

        private final Map<KeyBytes, Integer> termLengths;
        private final Iterator<KeyBytes> ranks;

        IndexCursor(Map<KeyBytes, Integer> termLengths, Iterator<KeyBytes> ranks) {
            this.termLengths = termLengths;
            this.ranks = ranks;
        }

        @Override
        public boolean next() {
            while (ranks.hasNext()) {
                KeyBytes row = ranks.next();
                Integer termLength = termLengths.get(row);
                byte[] at = termLength == null ? ON_DISK : rows.key(row.bytes(), termLength);
                byte[] stored = termLength == null ? null : entries.get(KeyBytes.of(at));
                // What is not there is being changed.
                if (stored != null) {
                    standAt(row.bytes(), at, stored);
                    return true;
                }
            }
            return false;
        }

        @Override
        public void close() {}
    }
}
