package dev.oriel.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HotEntriesTest {

    private static final byte[] KEY = "key".getBytes(UTF_8);

    private final Map<String, byte[]> behind = new HashMap<>(Map.of("key", bytes("1")));
    private int reads;

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private byte @Nullable [] fromBehind(byte[] key) {
        reads++;
        return behind.get(new String(key, UTF_8));
    }

    private byte @Nullable [] read(HotEntries.Table table, byte[] key) {
        return table.read(key, this::fromBehind);
    }

    private static List<Change> put(byte[] key, byte[] entry) {
        return List.of(new Change.Put(key, entry));
    }

    @Test
    void an_entry_is_kept_while_there_is_room() {
        HotEntries.Table table = new HotEntries(1 << 20).table();

        for (int i = 0; i < 10; i++) {
            assertThat(read(table, KEY)).isEqualTo(bytes("1"));
        }

        assertThat(reads).isEqualTo(1);
    }

    @Test
    void when_there_is_none_the_one_that_is_asked_for_again_is_kept() {
        HotEntries hot = new HotEntries(8 << 10);
        HotEntries.Table table = hot.table();
        for (int i = 0; i < 1_000; i++) {
            assertThat(table.read(bytes("filling-" + i), key -> new byte[300])).isNotNull();
        }
        behind.put("key", new byte[400]);

        for (int i = 0; i < 10; i++) {
            assertThat(read(table, KEY)).hasSize(400);
        }

        assertThat(reads).isEqualTo(2);
    }

    @Test
    void what_has_been_written_is_read_from_the_table_and_kept_anew() {
        HotEntries.Table table = new HotEntries(1 << 20).table();
        IntStream.range(0, 3).forEach(i -> assertThat(read(table, KEY)).isEqualTo(bytes("1")));

        int[] raised = table.writing(put(KEY, bytes("2")));
        behind.put("key", bytes("2"));
        table.written(raised);
        reads = 0;

        IntStream.range(0, 9).forEach(i -> assertThat(read(table, KEY)).isEqualTo(bytes("2")));
        assertThat(reads).isEqualTo(1);
    }

    @Test
    void what_is_being_written_is_read_from_the_table_every_time() {
        HotEntries.Table table = new HotEntries(1 << 20).table();
        IntStream.range(0, 3).forEach(i -> assertThat(read(table, KEY)).isEqualTo(bytes("1")));
        int[] raised = table.writing(List.of(
                new Change.Put(KEY, bytes("2")),
                new Change.Skip("no key"),
                new Change.Put(KEY, bytes("3")),
                new Change.Delete(KEY, 9, 0, OptionalLong.empty())));
        reads = 0;

        IntStream.range(0, 5).forEach(i -> assertThat(read(table, KEY)).isEqualTo(bytes("1")));
        assertThat(reads).isEqualTo(5);

        behind.remove("key");
        table.written(raised);
        assertThat(read(table, KEY)).isNull();
    }

    @Test
    void a_table_sees_nothing_of_another_s() {
        HotEntries hot = new HotEntries(1 << 20);
        HotEntries.Table before = hot.table();
        IntStream.range(0, 3).forEach(i -> assertThat(read(before, KEY)).isEqualTo(bytes("1")));

        behind.clear();

        assertThat(read(hot.table(), KEY)).isNull();
    }

    @Test
    void no_more_is_kept_than_the_bound_allows() {
        long limit = 64 << 10;
        HotEntries hot = new HotEntries(limit);
        HotEntries.Table table = hot.table();
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            byte[] entry = new byte[1 + random.nextInt(HotEntries.LONGEST)];
            byte[] key = bytes(Integer.toString(i % 300));
            for (int twice = 0; twice < 2; twice++) {
                assertThat(table.read(key, asked -> entry)).isNotNull();
            }
            assertThat(hot.used()).isBetween(0L, limit);
        }
        assertThat(hot.hits()).isPositive();
    }

    @Test
    void long_entries_and_those_that_are_not_in_memory_are_not_kept() {
        HotEntries hot = new HotEntries(1 << 20);
        byte[] entry = new byte[HotEntries.LONGEST + 1];
        for (int i = 0; i < 5; i++) {
            assertThat(hot.table().read(KEY, key -> entry)).isSameAs(entry);
            assertThat(hot.table().read(KEY, key -> EntryTable.ON_DISK)).isSameAs(EntryTable.ON_DISK);
        }

        assertThat(hot.used()).isZero();
    }

    @Test
    void with_no_room_at_all_the_table_is_read() {
        HotEntries.Table table = new HotEntries(0).table();

        IntStream.range(0, 5).forEach(i -> assertThat(read(table, KEY)).isEqualTo(bytes("1")));
        table.written(table.writing(put(KEY, bytes("2"))));

        assertThat(reads).isEqualTo(5);
    }

    @Test
    void reads_all_over_a_large_table_do_not_drive_out_what_is_read_often() {
        HotEntries hot = new HotEntries(256 << 10);
        HotEntries.Table table = hot.table();
        Random random = new Random(7);
        byte[] entry = new byte[300];
        int asked = 0;
        long hits = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] any = bytes("any-" + random.nextInt(1_000_000));
            assertThat(table.read(any, key -> entry)).isNotNull();
            byte[] often = bytes("often-" + random.nextInt(50));
            long before = hot.hits();
            assertThat(table.read(often, key -> entry)).isNotNull();
            hits += hot.hits() - before;
            asked++;
        }

        assertThat((double) hits / asked).isGreaterThan(0.9);
    }

    /** As for a register that can be linearized: whoever reads sees no less than what was written, or read by anyone, before. */
    @Test
    @Timeout(60)
    void nobody_reads_what_is_older_than_what_anybody_has_read_before() throws Exception {
        // More than there are places for, so that entries come and go.
        int keys = 40;
        HotEntries.Table table = new HotEntries(4 << 10).table();
        Map<String, byte[]> rows = new ConcurrentHashMap<>();
        AtomicLongArray seen = new AtomicLongArray(keys);
        for (int i = 0; i < keys; i++) {
            rows.put("" + i, bytes("0"));
        }
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            Future<?> writer = threads.submit(() -> write(table, rows, seen));
            List<Future<Integer>> readers = IntStream.range(0, 3)
                    .mapToObj(number -> threads.submit(() -> readUntil(writer, table, rows, seen, number)))
                    .toList();
            for (Future<Integer> reader : readers) {
                assertThat(reader.get()).isPositive();
            }
            writer.get();
        }
    }

    private static void write(HotEntries.Table table, Map<String, byte[]> rows, AtomicLongArray seen) {
        Random random = new Random(3);
        for (int version = 1; version <= 20_000; version++) {
            int key = random.nextInt(seen.length());
            byte[] entry = bytes(Integer.toString(version));
            int[] raised = table.writing(put(bytes("" + key), entry));
            rows.put("" + key, entry);
            // Readers are to meet what is in the table and not yet said to be there.
            LockSupport.parkNanos(1);
            table.written(raised);
            seen.accumulateAndGet(key, version, Math::max);
        }
    }

    private static int readUntil(
            Future<?> end, HotEntries.Table table, Map<String, byte[]> rows, AtomicLongArray seen, int seed) {
        Random random = new Random(seed);
        int count = 0;
        while (!end.isDone()) {
            int key = random.nextInt(seen.length());
            long least = seen.get(key);
            byte[] entry = table.read(bytes("" + key), asked -> rows.get(new String(asked, UTF_8)));
            long version = Long.parseLong(new String(entry, UTF_8));
            assertThat(version).isGreaterThanOrEqualTo(least);
            seen.accumulateAndGet(key, version, Math::max);
            count++;
        }
        return count;
    }
}
