package dev.oriel.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RocksMemoryTest {

    private static final int TABLES = 200;
    private static final long LIMIT = 64L << 20;
    private static final int VALUES_PER_TABLE = 450;
    /** The cache is made of shards, and one whose share is pinned takes more than its share. */
    private static final long SLACK = LIMIT / 16;

    @TempDir
    Path folder;

    private final Random random = new Random(20261123);
    private long mostUsed;
    private long mostPinned;

    @Test
    void one_bound_holds_for_all_tables_together_while_they_are_written_and_read() {
        try (RocksMemory memory = new RocksMemory(LIMIT, 0)) {
            List<RocksTable> tables = new ArrayList<>();
            try {
                for (int i = 0; i < TABLES; i++) {
                    tables.add(new RocksTable(folder.resolve("table-" + i), memory, Indexing.NONE));
                }
                write(tables, memory);
                read(tables, memory);
            } finally {
                tables.forEach(RocksTable::close);
            }
        }
        assertThat(mostUsed).as("used").isBetween(LIMIT / 2, LIMIT + SLACK);
        assertThat(mostPinned).as("pinned, write buffers above all").isBetween(LIMIT / 6, LIMIT / 2);
    }

    /** About 90 MB: more than the bound, four times what write buffers may take. */
    private void write(List<RocksTable> tables, RocksMemory memory) {
        byte[] value = new byte[1024];
        for (int i = 0; i < VALUES_PER_TABLE; i++) {
            for (RocksTable table : tables) {
                random.nextBytes(value);
                table.apply(new Change.Put(key(i), value.clone()));
            }
            measure(memory);
        }
    }

    private void read(List<RocksTable> tables, RocksMemory memory) {
        for (int i = 0; i < 90_000; i++) {
            RocksTable table = tables.get(random.nextInt(TABLES));
            assertThat(table.get(key(random.nextInt(VALUES_PER_TABLE)))).hasSize(1024);
            if (i % 50 == 0) {
                measure(memory);
            }
        }
    }

    private void measure(RocksMemory memory) {
        mostUsed = Math.max(mostUsed, memory.used());
        mostPinned = Math.max(mostPinned, memory.pinned());
    }

    private static byte[] key(int number) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
    }

    @Test
    void it_tells_its_limit() {
        try (RocksMemory memory = new RocksMemory(LIMIT, 0)) {
            assertThat(memory.limit()).isEqualTo(LIMIT);
            assertThat(memory.used()).isLessThan(SLACK);
        }
    }
}
