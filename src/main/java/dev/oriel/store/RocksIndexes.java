package dev.oriel.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * The indexes of a {@link RocksTable}, each in a column family of the same database: what changes an entry changes its rows in the same
 * write, so entries and indexes never disagree, also after a kill.
 *
 * <p>An index that has been added to a table that holds entries already is built beside the changes, some entries at a time: from the first
 * change on it is kept up to date, and what it lacks is added in the order of the keys. While it is, changes and the building take turns.
 */
final class RocksIndexes {

    private static final String FAMILY = "index/";

    /** Where a family says that it is built: it goes when the family goes. No row is empty. */
    private static final byte[] BUILT = new byte[0];

    private final RocksDB db;
    private final ColumnFamilyHandle entries;
    private final List<ColumnFamilyHandle> families;
    private final WriteOptions unlogged;
    private final IndexRows rows;
    private final ReentrantLock changing = new ReentrantLock();
    private final boolean[] built;
    private volatile boolean complete;
    private volatile long done;
    private byte[] next = new byte[0];

    /**
     * Over an open database.
     *
     * @param families one for each index, in their order
     */
    RocksIndexes(
            RocksDB db,
            ColumnFamilyHandle entries,
            List<ColumnFamilyHandle> families,
            WriteOptions unlogged,
            Indexing indexing) {
        this.db = db;
        this.entries = entries;
        this.families = List.copyOf(families);
        this.unlogged = unlogged;
        this.rows = new IndexRows(indexing);
        this.built = new boolean[families.size()];
        findBuilt();
    }

    /** The name of the column family of an index. */
    static byte[] family(IndexSpec index) {
        return (FAMILY
                        + index.name()
                        + '/'
                        + Integer.toHexString(index.identity().hashCode()))
                .getBytes(UTF_8);
    }

    /** Whether a column family is that of some index, be it one that is not declared any more. */
    static boolean isFamily(byte[] name) {
        return new String(name, UTF_8).startsWith(FAMILY);
    }

    private void findBuilt() {
        for (int i = 0; i < built.length; i++) {
            built[i] = isMarked(i);
        }
        next = new byte[0];
        done = 0;
        complete = allBuilt();
    }

    private boolean isMarked(int index) {
        try {
            return Arrays.equals(db.get(families.get(index), BUILT), identity(index));
        } catch (RocksDBException e) {
            throw failed(e);
        }
    }

    private byte[] identity(int index) {
        return rows.indexing().indexes().get(index).identity().getBytes(UTF_8);
    }

    private boolean allBuilt() {
        for (boolean one : built) {
            if (!one) {
                return false;
            }
        }
        return true;
    }

    /** The table has become another, or empty. */
    void restart() {
        changing.lock();
        try {
            findBuilt();
        } finally {
            changing.unlock();
        }
    }

    IndexRows rows() {
        return rows;
    }

    /** The part of a range in which rows are, and nothing else. */
    KeyRange rowsOf(KeyRange range) {
        return range.after(BUILT);
    }

    List<ColumnFamilyHandle> families() {
        return families;
    }

    /** Keeps the building out until {@link #unlock}. */
    void lock() {
        if (!families.isEmpty()) {
            changing.lock();
        }
    }

    void unlock() {
        if (!families.isEmpty()) {
            changing.unlock();
        }
    }

    /** Adds to a batch what changes come to in the indexes. */
    void addTo(WriteBatch batch, List<Change> changes) throws RocksDBException {
        if (families.isEmpty()) {
            return;
        }
        Map<KeyBytes, Optional<byte[]>> now = stored(changes);
        IndexRows.Sink sink = sink(batch);
        for (Change change : changes) {
            switch (change) {
                case Change.Put put -> change(put.key(), Optional.of(put.entry()), now, sink);
                case Change.Delete delete -> change(delete.key(), Optional.empty(), now, sink);
                case Change.Skip skip -> {}
            }
        }
    }

    private Map<KeyBytes, Optional<byte[]>> stored(List<Change> changes) throws RocksDBException {
        Map<KeyBytes, Optional<byte[]>> stored = new LinkedHashMap<>();
        for (Change change : changes) {
            switch (change) {
                case Change.Put put -> stored.put(KeyBytes.of(put.key()), Optional.empty());
                case Change.Delete delete -> stored.put(KeyBytes.of(delete.key()), Optional.empty());
                case Change.Skip skip -> {}
            }
        }
        List<byte[]> found =
                db.multiGetAsList(stored.keySet().stream().map(KeyBytes::bytes).toList());
        int at = 0;
        for (Map.Entry<KeyBytes, Optional<byte[]>> key : stored.entrySet()) {
            key.setValue(Optional.ofNullable(found.get(at)));
            at++;
        }
        return stored;
    }

    private void change(byte[] key, Optional<byte[]> entry, Map<KeyBytes, Optional<byte[]>> now, IndexRows.Sink sink) {
        Optional<byte[]> before = now.getOrDefault(KeyBytes.of(key), Optional.empty());
        rows.change(key, before, entry, sink);
        now.put(KeyBytes.of(key), entry);
    }

    private IndexRows.Sink sink(WriteBatch batch) {
        return new IndexRows.Sink() {
            @Override
            public void put(int index, byte[] row, int termLength) {
                try {
                    batch.put(families.get(index), row, IndexRows.encoded(termLength));
                } catch (RocksDBException e) {
                    throw failed(e);
                }
            }

            @Override
            public void remove(int index, byte[] row) {
                try {
                    batch.delete(families.get(index), row);
                } catch (RocksDBException e) {
                    throw failed(e);
                }
            }
        };
    }

    /** Whether an index can be read. */
    boolean isBuilt(int index) {
        return complete || built[index];
    }

    /** How many entries the building has come past. */
    long done() {
        return done;
    }

    /**
     * Goes on building, for some entries.
     *
     * @return whether there is more to do
     */
    @SuppressWarnings("NonAtomicVolatileUpdate") // by whoever holds the lock
    boolean buildOn(int atMost) {
        changing.lock();
        try (WriteBatch batch = new WriteBatch();
                RocksIterator iterator = db.newIterator(entries)) {
            if (complete) {
                return false;
            }
            IndexRows.Sink sink = sink(batch);
            int seen = 0;
            for (iterator.seek(next); iterator.isValid() && seen < atMost; iterator.next()) {
                byte[] key = iterator.key();
                // Rows of indexes that are built are there already, and stay as they are.
                rows.change(key, Optional.empty(), Optional.of(iterator.value()), sink);
                next = behind(key);
                seen++;
            }
            iterator.status();
            db.write(unlogged, batch);
            done += seen;
            if (seen < atMost) {
                finish();
            }
            return !complete;
        } catch (RocksDBException e) {
            throw failed(e);
        } finally {
            changing.unlock();
        }
    }

    private static byte[] behind(byte[] key) {
        return Arrays.copyOf(key, key.length + 1);
    }

    private void finish() throws RocksDBException {
        for (int i = 0; i < built.length; i++) {
            db.put(families.get(i), unlogged, BUILT, identity(i));
            built[i] = true;
        }
        complete = true;
    }

    private static ProcessorStateException failed(RocksDBException e) {
        return new ProcessorStateException("cannot index the store: " + e.getMessage(), e);
    }
}
