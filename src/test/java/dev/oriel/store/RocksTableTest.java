package dev.oriel.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RocksTableTest implements EntryTableContract {

    private static RocksMemory memory;

    @TempDir
    Path folder;

    private RocksTable table;

    @BeforeAll
    static void openMemory() {
        memory = new RocksMemory(8L << 20, 1L << 20);
    }

    @AfterAll
    static void closeMemory() {
        memory.close();
    }

    @BeforeEach
    void open() {
        table = new RocksTable(folder.resolve("table"), memory, Indexing.NONE);
    }

    @AfterEach
    void close() {
        table.close();
    }

    @Override
    public EntryTable table() {
        return table;
    }

    @Test
    void a_restart_finds_entries_and_marks_again() {
        table.apply(put("a", 1));
        table.apply(put("b", 2));
        table.apply(new Change.Delete(bytes("b"), 0, 0, OptionalLong.empty()));
        table.putMark("m", "1");

        table.close();
        open();

        assertThat(table.durable()).isTrue();
        assertThat(table.get(bytes("a"))).isEqualTo(number(1));
        assertThat(table.get(bytes("b"))).isNull();
        assertThat(table.mark("m")).contains("1");
    }

    @Test
    void what_has_to_be_read_from_the_disk_is_in_memory_from_then_on() {
        table.apply(put("a", 1));
        assertThat(table.peek(bytes("a"))).isEqualTo(number(1));
        assertThat(table.peek(bytes("b"))).isNull();

        table.close();
        open();

        assertThat(table.peek(bytes("a"))).isEqualTo(EntryTable.ON_DISK);
        assertThat(table.get(bytes("a"))).isEqualTo(number(1));
        assertThat(table.peek(bytes("a"))).isEqualTo(number(1));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "4096, 40", "1024, 16384", "1025, 16385", "20, 16384", "20, 16385", "20, 1000000"})
    void an_entry_is_in_memory_whatever_its_length_and_its_keys(int keyLength, int entryLength) {
        byte[] key = new byte[keyLength];
        Arrays.fill(key, (byte) 7);
        byte[] entry = new byte[entryLength];
        new Random(entryLength).nextBytes(entry);
        table.apply(new Change.Put(key, entry));
        byte[] other = key.clone();
        other[keyLength - 1] = 8;

        assertThat(table.peek(key)).isEqualTo(entry);
        assertThat(table.peek(other)).isNull();
    }

    @Test
    void what_was_cleared_stays_away_after_a_restart() {
        table.apply(put("a", 1));
        table.putMark("m", "1");
        table.close();
        open();

        table.clear();
        table.close();
        open();

        assertThat(table.get(bytes("a"))).isNull();
        assertThat(table.mark("m")).isEmpty();
    }

    @Test
    void what_was_cleared_stays_away_after_a_kill_too() throws IOException {
        table.apply(put("a", 1));
        table.putMark("m", "1");
        table.close();
        open();

        table.clear();

        try (RocksTable found = killedNow("copy")) {
            assertThat(found.get(bytes("a"))).isNull();
            assertThat(found.mark("m")).isEmpty();
        }
    }

    @Test
    void a_commit_soon_after_the_last_one_writes_nothing_to_disk() throws IOException {
        table.apply(put("a", 1));

        table.commit();

        try (RocksTable found = killedNow("copy")) {
            assertThat(found.get(bytes("a"))).isNull();
        }
    }

    /** The kill is a copy of the files while memtables are still in memory; flushes come as the little memory runs out. */
    @Test
    void after_a_kill_the_entries_are_never_older_than_a_mark() throws IOException {
        int kills = 0;
        boolean somethingWasLost = false;
        long highestMark = -1;
        for (int i = 0; i < 60_000; i++) {
            table.apply(new Change.Put(number(i % 5_000), padded(i)));
            if (i % 7 == 0) {
                table.putMark("reached", Integer.toString(i));
            }
            if (i % 6_000 == 5_999) {
                try (RocksTable found = killedNow("kill-" + kills++)) {
                    long reached = found.mark("reached").map(Long::valueOf).orElse(-1L);
                    long newest = newest(found);
                    assertThat(newest).isGreaterThanOrEqualTo(reached);
                    assertThatEntriesAreAPrefix(found, newest);
                    somethingWasLost |= newest < i;
                    highestMark = Math.max(highestMark, reached);
                }
            }
        }
        assertThat(somethingWasLost).as("a kill loses what is in memory alone").isTrue();
        assertThat(highestMark).as("some marks reach the disk").isPositive();
    }

    private static void assertThatEntriesAreAPrefix(RocksTable found, long newest) {
        for (long i = Math.max(0, newest - 4_999); i <= newest; i++) {
            byte[] entry = found.get(number(i % 5_000));
            assertThat(entry).as("entry %d", i).isNotNull();
            assertThat(ByteBuffer.wrap(Objects.requireNonNull(entry)).getLong()).isEqualTo(i);
        }
    }

    private static long newest(RocksTable found) {
        return found.someKeys(5_000).stream()
                .mapToLong(key ->
                        ByteBuffer.wrap(Objects.requireNonNull(found.get(key))).getLong())
                .max()
                .orElse(-1);
    }

    @Test
    void a_directory_that_is_in_use_is_refused_in_one_clear_sentence() {
        assertThatThrownBy(() -> new RocksTable(folder.resolve("table"), memory, Indexing.NONE))
                .isInstanceOf(ProcessorStateException.class)
                .hasMessageStartingWith("cannot open the store in " + folder.resolve("table"));
    }

    @Test
    void a_path_that_is_no_directory_is_refused() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> new RocksTable(file, memory, Indexing.NONE))
                .isInstanceOf(ProcessorStateException.class)
                .hasMessageStartingWith("cannot open the store in " + file);
    }

    @Test
    void closing_twice_is_closing_once() {
        table.close();
        table.close();

        open();
    }

    /** A copy as a kill would leave it. A file may be removed by a compaction while it is copied; then the copy is begun anew. */
    private RocksTable killedNow(String name) throws IOException {
        for (int attempt = 0; ; attempt++) {
            Path copy = Files.createDirectory(folder.resolve(name + "-" + attempt));
            try (Stream<Path> files = Files.list(folder.resolve("table"))) {
                files.filter(file -> !file.endsWith("LOCK")).forEach(file -> copy(file, copy));
                return new RocksTable(copy, memory, Indexing.NONE);
            } catch (UncheckedIOException | ProcessorStateException changedUnderTheCopy) {
                assertThat(attempt).isLessThan(20);
            }
        }
    }

    private static void copy(Path file, Path into) {
        try {
            Files.copy(file, into.resolve(file.getFileName()));
        } catch (NoSuchFileException e) {
            throw new UncheckedIOException(e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy " + file, e);
        }
    }

    private static Change put(String key, long value) {
        return new Change.Put(bytes(key), number(value));
    }

    private static byte[] padded(long number) {
        return ByteBuffer.allocate(1024).putLong(number).array();
    }

    private static byte[] number(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
