package dev.oriel.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.commons.io.file.PathUtils;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteOptions;

/** One key looked up in each kind of table, at random among a million, or among ten thousand of them that are hot. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@NullUnmarked // fields are set by the set-up
public class LookupParts {

    private static final int ROWS = 1_000_000;
    private static final int HOT = 10_000;
    private static final int BYTES = 300;
    private static final int BATCH = 1_000;
    private static final long ROCKS_BYTES = 1L << 30;

    private static byte[] key(int number) {
        return Integer.toString(number).getBytes(UTF_8);
    }

    private static byte[] anyKey() {
        return key(ThreadLocalRandom.current().nextInt(ROWS));
    }

    private static byte[] hotKey() {
        return key(ThreadLocalRandom.current().nextInt(HOT));
    }

    private static byte[] entry(int number) {
        byte[] value = new byte[BYTES];
        ThreadLocalRandom.current().nextBytes(value);
        return Entry.encode(0, number, 0, value);
    }

    private static void fill(EntryTable table) {
        for (int from = 0; from < ROWS; from += BATCH) {
            List<Change> changes = new ArrayList<>(BATCH);
            for (int number = from; number < from + BATCH; number++) {
                changes.add(new Change.Put(key(number), entry(number)));
            }
            table.applyAll(changes);
        }
    }

    /** What the other tables are beside. */
    @State(Scope.Benchmark)
    public static class Raw {
        private Path folder;
        private RocksDB db;

        /** Opens and fills it. */
        @Setup
        public void open() throws RocksDBException, IOException {
            RocksLibrary.load();
            folder = Files.createTempDirectory("oriel-parts");
            db = RocksDB.open(new Options().setCreateIfMissing(true), folder.toString());
            try (WriteOptions unlogged = new WriteOptions().setDisableWAL(true)) {
                for (int number = 0; number < ROWS; number++) {
                    db.put(unlogged, key(number), entry(number));
                }
            }
        }

        /** Closes and removes it. */
        @TearDown
        public void close() throws IOException {
            db.close();
            PathUtils.deleteDirectory(folder);
        }
    }

    /** A table on disk that keeps nothing on the heap. */
    @State(Scope.Benchmark)
    public static class Rocks {
        private Path folder;
        private RocksMemory memory;
        RocksTable table;

        long hotBytes() {
            return 0;
        }

        /** Opens and fills it. */
        @Setup
        public void open() throws IOException {
            folder = Files.createTempDirectory("oriel-parts");
            memory = new RocksMemory(ROCKS_BYTES, hotBytes());
            table = new RocksTable(folder.resolve("table"), memory, Indexing.NONE);
            fill(table);
        }

        /** Closes and removes it. */
        @TearDown
        public void close() throws IOException {
            table.close();
            memory.close();
            PathUtils.deleteDirectory(folder);
        }
    }

    /** One that keeps hot entries. */
    @State(Scope.Benchmark)
    public static class RocksWithHotEntries extends Rocks {
        @Override
        long hotBytes() {
            return 32L << 20;
        }
    }

    /** A table on the heap. */
    @State(Scope.Benchmark)
    public static class Heap {
        private HeapTable table;

        /** Fills it. */
        @Setup
        public void open() {
            table = new HeapTable(Indexing.NONE);
            fill(table);
        }
    }

    /** What a server does between two lookups, for the processor's caches: four megabytes that pass through them. */
    @State(Scope.Thread)
    public static class OtherWork {
        private final long[] memory = new long[512 << 10];

        long done() {
            long sum = 0;
            for (int i = 0; i < memory.length; i += 8) {
                sum += memory[i]++;
            }
            return sum;
        }
    }

    /** To be taken off from what comes next. */
    @Benchmark
    public long other_work(OtherWork work) {
        return work.done();
    }

    /** A lookup that finds nothing of the table in the processor's caches. */
    @Benchmark
    public int table_peek_any_after_other_work(Rocks rocks, OtherWork work) {
        byte[] entry = rocks.table.peek(anyKey());
        return (int) work.done() + (entry == null ? 0 : entry.length);
    }

    /** As guides show it. */
    @Benchmark
    public byte @Nullable [] rocksdb_get_any(Raw raw) throws RocksDBException {
        return raw.db.get(anyKey());
    }

    /** As a request that must not block does it. */
    @Benchmark
    public byte @Nullable [] table_peek_any(Rocks rocks) {
        return rocks.table.peek(anyKey());
    }

    /** As one that may. */
    @Benchmark
    public byte @Nullable [] table_get_any(Rocks rocks) {
        return rocks.table.get(anyKey());
    }

    /** The same keys over and over, of which nothing is kept. */
    @Benchmark
    public byte @Nullable [] table_peek_hot_without_hot_entries(Rocks rocks) {
        return rocks.table.peek(hotKey());
    }

    /** The same keys over and over. */
    @Benchmark
    public byte @Nullable [] table_peek_hot(RocksWithHotEntries rocks) {
        return rocks.table.peek(hotKey());
    }

    /** What hot entries cost those that are not. */
    @Benchmark
    public byte @Nullable [] table_peek_any_beside_hot_entries(RocksWithHotEntries rocks) {
        return rocks.table.peek(anyKey());
    }

    /** On the heap. */
    @Benchmark
    public byte @Nullable [] heap_table_get_any(Heap heap) {
        return heap.table.get(anyKey());
    }
}
