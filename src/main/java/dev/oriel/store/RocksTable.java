package dev.oriel.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.jspecify.annotations.Nullable;
import org.rocksdb.AbstractImmutableNativeReference;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * A table in a RocksDB of its own: entries in the default column family, marks in another.
 *
 * <p>There is no write-ahead log, as the source topic is one. The column families are flushed atomically, so what is
 * found after a kill is a prefix of what was written, marks included: entries may be newer than the last mark, never
 * older. Entries that are read often are found on the heap ({@link HotEntries}). A flush is asked for at most every {@value #FLUSH_SECONDS} s, which bounds what a killed instance reads again.
 */
final class RocksTable implements EntryTable {

    private static final int FLUSH_SECONDS = 30;
    private static final byte[] MARKS = "marks".getBytes(UTF_8);
    private static final long WRITE_BUFFER_BYTES = 16L << 20;
    private static final long MARKS_WRITE_BUFFER_BYTES = 256L << 10;
    // The default is an eighth of the write buffer, which hundreds of small partitions would take and not use.
    private static final long ARENA_BLOCK_BYTES = 64L << 10;
    private static final long MARKS_ARENA_BLOCK_BYTES = 4L << 10;

    private final List<AbstractImmutableNativeReference> closeables = new ArrayList<>();
    private final RocksDB db;
    private final ColumnFamilyHandle entries;
    private final ColumnFamilyHandle marks;
    private final WriteOptions unlogged;
    private final RocksMemory memory;
    private final HotEntries hotEntries;
    private final Function<byte[], byte @Nullable []> fromDatabase = this::getFromDatabase;
    private final Function<byte[], byte @Nullable []> fromMemory = this::peekIntoDatabase;
    private final RocksIndexes indexes;
    private volatile HotEntries.Table hot;
    private long lastFlush = System.nanoTime();
    private volatile boolean dirty;

    /**
     * Opens the database, making it if there is none.
     *
     * @throws ProcessorStateException if it cannot be opened
     */
    RocksTable(Path directory, RocksMemory memory, Indexing indexing) {
        ColumnFamilyOptions entryOptions = entryOptions(memory);
        ColumnFamilyOptions markOptions = markOptions();
        DBOptions options = databaseOptions(memory);
        unlogged = new WriteOptions().setDisableWAL(true);
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        try {
            Files.createDirectories(directory);
            List<ColumnFamilyDescriptor> families = new ArrayList<>(List.of(
                    new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, entryOptions),
                    new ColumnFamilyDescriptor(MARKS, markOptions)));
            indexing.indexes()
                    .forEach(index ->
                            families.add(new ColumnFamilyDescriptor(RocksIndexes.family(index), entryOptions)));
            List<byte[]> undeclared = undeclared(directory, families);
            undeclared.forEach(name -> families.add(new ColumnFamilyDescriptor(name, entryOptions)));
            db = RocksDB.open(options, directory.toString(), families, handles);
            drop(handles.subList(handles.size() - undeclared.size(), handles.size()));
        } catch (RocksDBException | IOException e) {
            List.of(unlogged, options, entryOptions, markOptions).forEach(AbstractImmutableNativeReference::close);
            throw new ProcessorStateException("cannot open the store in " + directory + ": " + e.getMessage(), e);
        }
        this.memory = memory;
        hotEntries = memory.hotEntries();
        hot = hotEntries.table();
        entries = handles.get(0);
        marks = handles.get(1);
        indexes = new RocksIndexes(db, entries, handles.subList(2, handles.size()), unlogged, indexing);
        // RocksDB wants its parts freed in this order.
        closeables.addAll(handles);
        closeables.addAll(List.of(db, unlogged, options, entryOptions, markOptions));
    }

    /** The column families of indexes that were declared once, and have not been kept up to date since they are not any more. */
    private static List<byte[]> undeclared(Path directory, List<ColumnFamilyDescriptor> declared)
            throws RocksDBException {
        Set<String> names = declared.stream()
                .map(family -> new String(family.getName(), UTF_8))
                .collect(Collectors.toSet());
        try (Options options = new Options()) {
            return RocksDB.listColumnFamilies(options, directory.toString()).stream()
                    .filter(RocksIndexes::isFamily)
                    .filter(name -> !names.contains(new String(name, UTF_8)))
                    .toList();
        }
    }

    private void drop(List<ColumnFamilyHandle> families) throws RocksDBException {
        for (ColumnFamilyHandle family : families) {
            db.dropColumnFamily(family);
            family.close();
        }
        families.clear();
    }

    private static DBOptions databaseOptions(RocksMemory memory) {
        return new DBOptions()
                .setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true)
                .setAtomicFlush(true)
                .setWriteBufferManager(memory.writeBuffers())
                .setIncreaseParallelism(Math.max(2, Runtime.getRuntime().availableProcessors()))
                .setInfoLogLevel(InfoLogLevel.ERROR_LEVEL)
                .setKeepLogFileNum(1)
                .setStatsDumpPeriodSec(0);
    }

    private static ColumnFamilyOptions entryOptions(RocksMemory memory) {
        return new ColumnFamilyOptions()
                .setTableFormatConfig(memory.tableFormat())
                .setWriteBufferSize(WRITE_BUFFER_BYTES)
                .setArenaBlockSize(ARENA_BLOCK_BYTES)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setLevelCompactionDynamicLevelBytes(true);
    }

    private static ColumnFamilyOptions markOptions() {
        return new ColumnFamilyOptions()
                .setWriteBufferSize(MARKS_WRITE_BUFFER_BYTES)
                .setArenaBlockSize(MARKS_ARENA_BLOCK_BYTES);
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        return hot.read(key, fromDatabase);
    }

    @Override
    public byte @Nullable [] peek(byte[] key) {
        return hot.read(key, fromMemory);
    }

    private byte @Nullable [] getFromDatabase(byte[] key) {
        try {
            return db.get(entries, key);
        } catch (RocksDBException e) {
            throw failed("read", e);
        }
    }

    private byte @Nullable [] peekIntoDatabase(byte[] key) {
        byte[] entry = RocksPeek.peek(db, entries, key);
        if (entry != null && entry.length == ON_DISK.length) {
            memory.readFromDisk();
        } else {
            memory.readFromMemory();
        }
        return entry;
    }

    @Override
    public void applyAll(List<Change> changes) {
        indexes.lock();
        try (WriteBatch batch = new WriteBatch()) {
            indexes.addTo(batch, changes);
            for (Change change : changes) {
                switch (change) {
                    case Change.Put put -> batch.put(entries, put.key(), put.entry());
                    case Change.Delete delete -> batch.delete(entries, delete.key());
                    case Change.Skip skip -> {}
                }
            }
            write(batch, hot.writing(changes));
        } catch (RocksDBException e) {
            throw failed("write", e);
        } finally {
            indexes.unlock();
        }
    }

    private void write(WriteBatch batch, int[] raised) throws RocksDBException {
        try {
            db.write(unlogged, batch);
            dirty = true;
        } finally {
            hot.written(raised);
        }
    }

    @Override
    public Optional<String> mark(String name) {
        try {
            return Optional.ofNullable(db.get(marks, name.getBytes(UTF_8))).map(bytes -> new String(bytes, UTF_8));
        } catch (RocksDBException e) {
            throw failed("read", e);
        }
    }

    @Override
    public void putMark(String name, String value) {
        try {
            db.put(marks, unlogged, name.getBytes(UTF_8), value.getBytes(UTF_8));
            dirty = true;
        } catch (RocksDBException e) {
            throw failed("write", e);
        }
    }

    @Override
    public void commit() {
        if (dirty && System.nanoTime() - lastFlush > TimeUnit.SECONDS.toNanos(FLUSH_SECONDS)) {
            flush(false);
        }
    }

    private void flush(boolean wait) {
        // Without allowing a stall, a flush beside a running one would wait for it even when told not to.
        try (FlushOptions options = new FlushOptions().setWaitForFlush(wait).setAllowWriteStall(true)) {
            db.flush(options, families());
            lastFlush = System.nanoTime();
            dirty = false;
        } catch (RocksDBException e) {
            throw failed("flush", e);
        }
    }

    private List<ColumnFamilyHandle> families() {
        List<ColumnFamilyHandle> families = new ArrayList<>(List.of(entries, marks));
        families.addAll(indexes.families());
        return families;
    }

    @Override
    public void clear() {
        try {
            byte[] first = new byte[0];
            for (ColumnFamilyHandle family : families()) {
                // A range's end is exclusive, and there is no greatest key, so the last one goes by itself.
                try (RocksIterator iterator = db.newIterator(family)) {
                    iterator.seekToLast();
                    if (iterator.isValid()) {
                        byte[] last = iterator.key();
                        db.deleteRange(family, unlogged, first, last);
                        db.delete(family, unlogged, last);
                    }
                }
            }
            dirty = true;
            hot = hotEntries.table();
            indexes.restart();
            flush(true);
        } catch (RocksDBException e) {
            throw failed("clear", e);
        }
    }

    @Override
    public long approximateEntries() {
        try {
            return db.getLongProperty(entries, "rocksdb.estimate-num-keys");
        } catch (RocksDBException e) {
            throw failed("ask", e);
        }
    }

    @Override
    public List<byte[]> someKeys(int atMost) {
        List<byte[]> keys = new ArrayList<>();
        try (RocksIterator iterator = db.newIterator(entries)) {
            for (iterator.seekToFirst(); iterator.isValid() && keys.size() < atMost; iterator.next()) {
                keys.add(iterator.key());
            }
        }
        return keys;
    }

    @Override
    public TableSnapshot snapshot(boolean alone) {
        return new RocksSnapshot(db, entries, indexes);
    }

    @Override
    public boolean isBuilt(String index) {
        return indexes.rows().number(index).filter(indexes::isBuilt).isPresent();
    }

    @Override
    public long indexed() {
        return indexes.done();
    }

    @Override
    public boolean buildOn(int atMost) {
        boolean more = indexes.buildOn(atMost);
        dirty = true;
        return more;
    }

    @Override
    public boolean durable() {
        return true;
    }

    @Override
    public void close() {
        try {
            if (dirty) {
                flush(true);
            }
        } finally {
            closeables.forEach(AbstractImmutableNativeReference::close);
            closeables.clear();
        }
    }

    private static ProcessorStateException failed(String what, RocksDBException e) {
        return new ProcessorStateException("cannot " + what + " the store: " + e.getMessage(), e);
    }
}
