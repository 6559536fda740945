package dev.oriel.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That indexes are at all times what a look at all entries would give. Values are words; the indexes are of the words and of their number. */
class IndexTest {

    private static final IndexSpec BY_WORD = new IndexSpec("by-word", "1");
    private static final IndexSpec BY_COUNT = new IndexSpec("by-count", "1");
    private static final TermReader WORDS = value -> {
        List<byte[]> words = words(value).map(IndexTest::term).toList();
        return List.of(words, List.of(term(Integer.toString(words.size()))));
    };
    private static final Indexing BOTH = new Indexing(KeyOrder.BYTES, List.of(BY_WORD, BY_COUNT), WORDS);
    private static final Indexing ONE = new Indexing(
            KeyOrder.BYTES, List.of(BY_WORD), value -> WORDS.read(value).subList(0, 1));

    private static RocksMemory memory;

    @TempDir
    private Path folder;

    @BeforeAll
    static void take() {
        memory = new RocksMemory(32 << 20, 1 << 20);
    }

    @AfterAll
    static void give_back() {
        memory.close();
    }

    private static Stream<String> words(ByteBuffer value) {
        return Arrays.stream(UTF_8.decode(value).toString().split(" "))
                .filter(word -> !word.isEmpty())
                .distinct();
    }

    private static byte[] term(String word) {
        return (word + '\0').getBytes(UTF_8);
    }

    private RocksTable rocks(Indexing indexing) {
        return new RocksTable(folder.resolve("table"), memory, indexing);
    }

    /** Random changes, some of the same key in one batch, noted in a model. */
    private static List<Change> changes(Random random, Map<String, String> model, int offset) {
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(20); i++) {
            String key = "k" + random.nextInt(60);
            byte[] bytes = key.getBytes(UTF_8);
            if (random.nextInt(4) == 0) {
                model.remove(key);
                changes.add(new Change.Delete(bytes, offset, 0, OptionalLong.empty()));
            } else {
                StringBuilder words = new StringBuilder();
                for (int word = random.nextInt(4); word > 0; word--) {
                    words.append((char) ('a' + random.nextInt(5))).append(' ');
                }
                model.put(key, words.toString());
                changes.add(new Change.Put(
                        bytes, Entry.encode(0, offset, 0, words.toString().getBytes(UTF_8))));
            }
        }
        return changes;
    }

    private static void assertIndexed(EntryTable table, Indexing indexing, Map<String, String> model) {
        try (TableSnapshot snapshot = table.snapshot(true)) {
            for (int i = 0; i < indexing.indexes().size(); i++) {
                TreeMap<String, String> expected = new TreeMap<>();
                int index = i;
                model.forEach((key, value) -> WORDS.read(ByteBuffer.wrap(value.getBytes(UTF_8)))
                        .get(index)
                        .forEach(term -> expected.put(new String(term, UTF_8) + key, value)));
                String name = indexing.indexes().get(i).name();
                assertThat(table.isBuilt(name)).isTrue();
                assertThat(rows(snapshot, name, KeyRange.ALL, false)).containsExactlyEntriesOf(expected);
                assertThat(rows(snapshot, name, KeyRange.ALL, true)).containsExactlyEntriesOf(expected.descendingMap());
                assertThat(rows(snapshot, name, KeyRange.startingWith(term("b")), false))
                        .containsExactlyEntriesOf(expected.subMap("b\0", "b\1"));
            }
        }
    }

    private static Map<String, String> rows(TableSnapshot snapshot, String index, KeyRange range, boolean descending) {
        Map<String, String> rows = new LinkedHashMap<>();
        try (EntryCursor cursor = snapshot.scanIndex(index, range, descending, false)) {
            while (cursor.next()) {
                String value =
                        UTF_8.decode(Entry.decode(cursor.entry()).value()).toString();
                assertThat(new String(cursor.rank(), UTF_8)).endsWith(new String(cursor.key(), UTF_8));
                rows.put(new String(cursor.rank(), UTF_8), value);
            }
        }
        return rows;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void indexes_are_what_a_look_at_all_entries_would_give(boolean onDisk) {
        Random random = new Random(1127);
        Map<String, String> model = new TreeMap<>();
        try (EntryTable table = onDisk ? rocks(BOTH) : new HeapTable(BOTH)) {
            assertThat(table.buildOn(1)).isFalse();
            for (int i = 0; i < 300; i++) {
                table.applyAll(changes(random, model, i));
                if (i % 30 == 0) {
                    assertIndexed(table, BOTH, model);
                }
            }
            assertIndexed(table, BOTH, model);
            table.clear();
            assertThat(table.buildOn(1)).isFalse();
            assertIndexed(table, BOTH, Map.of());
        }
    }

    @Test
    void an_index_that_is_added_is_built_while_entries_change() {
        Random random = new Random(1128);
        Map<String, String> model = new TreeMap<>();
        try (RocksTable table = rocks(ONE)) {
            assertThat(table.buildOn(1)).isFalse();
            for (int i = 0; i < 100; i++) {
                table.applyAll(changes(random, model, i));
            }
        }
        try (RocksTable table = rocks(BOTH)) {
            assertThat(table.isBuilt("by-word")).isTrue();
            assertThat(table.isBuilt("by-count")).isFalse();
            int turns = 0;
            while (table.buildOn(3)) {
                table.applyAll(changes(random, model, 1_000 + turns));
                turns++;
            }
            assertThat(turns).isGreaterThan(5);
            assertThat(table.indexed()).isGreaterThan(10);
            assertIndexed(table, BOTH, model);
        }
        try (RocksTable table = rocks(BOTH)) {
            assertThat(table.buildOn(0)).isFalse();
            assertIndexed(table, BOTH, model);
        }
    }

    @Test
    void an_index_that_was_away_for_a_while_or_is_made_otherwise_is_built_anew() {
        Random random = new Random(1129);
        Map<String, String> model = new TreeMap<>();
        for (Indexing indexing : List.of(
                BOTH,
                ONE,
                BOTH,
                Indexing.NONE,
                ONE,
                new Indexing(KeyOrder.BYTES, List.of(new IndexSpec("by-word", "2"), BY_COUNT), WORDS))) {
            try (RocksTable table = rocks(indexing)) {
                boolean more = table.buildOn(0);
                while (more) {
                    more = table.buildOn(7);
                }
                assertIndexed(table, indexing, model);
                table.applyAll(changes(random, model, 1));
                assertIndexed(table, indexing, model);
            }
        }
    }

    @Test
    void after_a_kill_the_indexes_are_those_of_the_entries_that_are_left() throws IOException {
        Random random = new Random(1130);
        Map<String, String> model = new TreeMap<>();
        try (RocksTable table = rocks(BOTH)) {
            assertThat(table.buildOn(1)).isFalse();
            for (int i = 0; i < 50; i++) {
                table.applyAll(changes(random, model, i));
            }
        }
        for (int round = 0; round < 3; round++) {
            Path killed = folder.resolve("killed-" + round);
            try (RocksTable table = rocks(BOTH)) {
                table.applyAll(changes(random, model, 100));
                copy(folder.resolve("table"), killed);
            }
            try (RocksTable left = new RocksTable(killed, memory, BOTH)) {
                assertIndexed(left, BOTH, entries(left));
            }
        }
    }

    private static Map<String, String> entries(EntryTable table) {
        Map<String, String> entries = new TreeMap<>();
        table.page(KeyRange.ALL, Integer.MAX_VALUE, Long.MAX_VALUE)
                .forEach(put -> entries.put(
                        new String(put.key(), UTF_8),
                        UTF_8.decode(Entry.decode(put.entry()).value()).toString()));
        return entries;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(from.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else if (!file.getFileName().toString().equals("LOCK")) {
                    Files.copy(file, copy);
                }
            }
        }
    }

    @Test
    void numbers_stand_in_an_index_in_the_order_of_numbers() {
        Indexing signed = new Indexing(
                KeyOrder.SIGNED, List.of(BY_WORD), value -> WORDS.read(value).subList(0, 1));
        try (HeapTable table = new HeapTable(signed)) {
            for (int key : new int[] {3, -3, 0, 7, -1}) {
                byte[] bytes = ByteBuffer.allocate(Integer.BYTES).putInt(key).array();
                table.applyAll(List.of(new Change.Put(bytes, Entry.encode(0, 1, 0, "a".getBytes(UTF_8)))));
            }
            List<Integer> keys = new ArrayList<>();
            try (TableSnapshot snapshot = table.snapshot(true);
                    EntryCursor cursor = snapshot.scanIndex("by-word", KeyRange.ALL, false, false)) {
                while (cursor.next()) {
                    keys.add(ByteBuffer.wrap(cursor.key()).getInt());
                }
            }
            assertThat(keys).containsExactly(-3, -1, 0, 3, 7);
        }
    }
}
