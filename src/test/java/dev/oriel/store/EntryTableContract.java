package dev.oriel.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every table must do. */
interface EntryTableContract {

    EntryTable table();

    @Test
    default void a_new_table_is_empty() {
        assertThat(get("a")).isNull();
        assertThat(table().mark("m")).isEmpty();
        assertThat(table().someKeys(10)).isEmpty();
        assertThat(table().approximateEntries()).isZero();
    }

    @Test
    default void a_put_is_read_until_another_takes_its_place() {
        table().apply(put("a", "1"));
        assertThat(get("a")).isEqualTo("1");

        table().apply(put("a", "2"));
        assertThat(get("a")).isEqualTo("2");
        assertThat(get("b")).isNull();
    }

    @Test
    default void what_has_just_been_written_is_in_memory() {
        table().applyAll(List.of(put("a", "1"), put("b", "1"), delete("b")));

        assertThat(table().peek("a".getBytes(UTF_8))).isEqualTo(table().get("a".getBytes(UTF_8)));
        assertThat(table().peek("b".getBytes(UTF_8))).isNull();
    }

    @Test
    default void a_deleted_key_is_gone() {
        table().apply(put("a", "1"));
        table().apply(put("b", "1"));

        table().apply(delete("a"));
        table().apply(delete("never-was"));

        assertThat(get("a")).isNull();
        assertThat(get("b")).isEqualTo("1");
    }

    @Test
    default void a_skip_changes_nothing() {
        table().apply(put("a", "1"));

        table().apply(new Change.Skip("reason"));
        table().applyAll(List.of(new Change.Skip("reason")));

        assertThat(get("a")).isEqualTo("1");
    }

    @Test
    default void changes_are_applied_in_their_order() {
        table().apply(put("a", "0"));

        table().applyAll(List.of(
                put("a", "1"), delete("a"), put("b", "1"), new Change.Skip("reason"), put("a", "2"), delete("b")));

        assertThat(get("a")).isEqualTo("2");
        assertThat(get("b")).isNull();
    }

    @Test
    default void an_empty_key_and_an_empty_entry_are_a_key_and_an_entry() {
        table().apply(put("", ""));

        assertThat(get("")).isEmpty();
        assertThat(table().someKeys(10)).containsExactly(new byte[0]);
    }

    @Test
    default void marks_stand_apart_from_entries() {
        table().putMark("a", "mark");
        table().apply(put("a", "entry"));
        table().putMark("b", "");

        assertThat(table().mark("a")).contains("mark");
        assertThat(table().mark("b")).contains("");
        assertThat(get("a")).isEqualTo("entry");
        assertThat(table().approximateEntries()).isOne();
        assertThat(table().someKeys(10)).hasSize(1);
    }

    @Test
    default void a_mark_holds_what_was_written_last() {
        table().putMark("a", "1");
        table().putMark("a", "2");

        assertThat(table().mark("a")).contains("2");
    }

    @Test
    default void clearing_leaves_nothing() {
        for (int i = 0; i < 1000; i++) {
            table().apply(put("key-" + i, "1"));
        }
        table().apply(new Change.Put(new byte[] {-1, -1, -1}, new byte[] {1}));
        table().apply(put("", "1"));
        table().putMark("a", "1");

        table().clear();

        assertThat(table().someKeys(10)).isEmpty();
        assertThat(table().mark("a")).isEqualTo(Optional.empty());
        assertThat(table().approximateEntries()).isZero();
    }

    @Test
    default void a_single_empty_key_can_be_cleared_too() {
        table().apply(put("", "1"));

        table().clear();

        assertThat(get("")).isNull();
    }

    @Test
    default void a_cleared_table_takes_entries_again() {
        table().apply(put("a", "1"));
        table().clear();
        table().clear();

        table().apply(put("a", "2"));
        table().putMark("m", "2");

        assertThat(get("a")).isEqualTo("2");
        assertThat(table().mark("m")).contains("2");
        assertThat(table().someKeys(10)).hasSize(1);
    }

    @Test
    default void some_keys_are_no_more_than_were_asked_for_and_none_that_was_deleted() {
        for (int i = 0; i < 10; i++) {
            table().apply(put("key-" + i, "1"));
        }
        table().apply(delete("key-0"));

        assertThat(table().someKeys(3)).hasSize(3).doesNotContain("key-0".getBytes(UTF_8));
        assertThat(table().someKeys(0)).isEmpty();
        assertThat(table().someKeys(100)).hasSize(9);
    }

    @Test
    default void pages_follow_the_order_of_unsigned_bytes_and_keep_to_their_prefix() {
        for (String key : List.of("b", "aé", "a", "ab", "", "a\u007f", "az", "c")) {
            table().apply(put(key, "of " + key));
        }

        assertThat(page("a", null, 100)).containsExactly("a", "ab", "az", "a\u007f", "aé");
        assertThat(page("a", null, 2)).containsExactly("a", "ab");
        assertThat(page("a", "ab", 2)).containsExactly("az", "a\u007f");
        assertThat(page("a", "aaa", 2)).containsExactly("ab", "az");
        assertThat(page("a", "aé", 2)).isEmpty();
        assertThat(page("", null, 3)).containsExactly("", "a", "ab");
        assertThat(page("", "", 3)).containsExactly("a", "ab", "az");
        assertThat(page("d", null, 3)).isEmpty();
        assertThat(page("a", null, 0)).isEmpty();
        assertThat(table().page(KeyRange.startingWith(bytes("b")), 1, 1)
                        .getFirst()
                        .entry())
                .isEqualTo(bytes("of b"));
    }

    @Test
    default void a_page_ends_when_it_has_the_bytes_it_may_have_but_not_before_it_has_an_entry() {
        for (String key : List.of("a", "b", "c")) {
            table().apply(put(key, "123456789"));
        }

        assertThat(table().page(KeyRange.ALL, 10, 1)).hasSize(1);
        assertThat(table().page(KeyRange.ALL, 10, 10)).hasSize(1);
        assertThat(table().page(KeyRange.ALL, 10, 11)).hasSize(2);
    }

    @Test
    default void pages_after_one_another_are_what_a_map_would_show() {
        Random random = new Random(20261125);
        TreeMap<String, String> model = new TreeMap<>();
        for (int i = 0; i < 3_000; i++) {
            String key = Integer.toString(random.nextInt(5_000));
            model.put(key, Integer.toString(i));
            table().apply(put(key, Integer.toString(i)));
        }

        List<String> paged = new ArrayList<>();
        List<String> page = page("1", null, 7);
        while (!page.isEmpty()) {
            paged.addAll(page);
            page = page("1", page.getLast(), 7);
        }

        assertThat(paged).containsExactlyElementsOf(model.subMap("1", "2").keySet());
    }

    private List<String> page(String prefix, @Nullable String after, int atMost) {
        KeyRange all = KeyRange.startingWith(bytes(prefix));
        return table().page(after == null ? all : all.after(bytes(after)), atMost, Long.MAX_VALUE).stream()
                .map(put -> new String(put.key(), UTF_8))
                .toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    @Test
    default void a_snapshot_is_read_in_either_order_within_its_range() {
        for (String key : List.of("b", "aé", "a", "ab", "", "az", "c")) {
            table().apply(put(key, "of " + key));
        }
        KeyRange range = new KeyRange(bytes("a"), Optional.of(bytes("b")));

        try (TableSnapshot snapshot = table().snapshot(false)) {
            assertThat(scanned(snapshot, range, false)).containsExactly("a", "ab", "az", "aé");
            assertThat(scanned(snapshot, range, true)).containsExactly("aé", "az", "ab", "a");
            assertThat(scanned(snapshot, KeyRange.ALL, true))
                    .startsWith("c", "b")
                    .endsWith("a", "");
            assertThat(scanned(snapshot, new KeyRange(bytes("c"), Optional.of(bytes("a"))), false))
                    .isEmpty();
            assertThat(snapshot.getAll(List.of(bytes("b"), bytes("x"), bytes("b"), bytes(""))).stream()
                            .map(entry ->
                                    entry.map(bytes -> new String(bytes, UTF_8)).orElse("-")))
                    .containsExactly("of b", "-", "of b", "of ");
            assertThat(snapshot.isOfOneMoment()).isTrue();
        }
    }

    private static List<String> scanned(TableSnapshot snapshot, KeyRange range, boolean descending) {
        List<String> keys = new ArrayList<>();
        try (EntryCursor cursor = snapshot.scan(range, descending, false)) {
            while (cursor.next()) {
                keys.add(new String(cursor.key(), UTF_8));
                assertThat(cursor.entry()).isEqualTo(bytes("of " + keys.getLast()));
            }
            assertThat(cursor.next()).isFalse();
        }
        return keys;
    }

    @Test
    default void a_snapshot_that_says_it_is_of_one_moment_shows_no_change_that_came_later() {
        table().apply(put("a", "1"));
        try (TableSnapshot snapshot = table().snapshot(false)) {
            table().applyAll(List.of(put("a", "2"), put("b", "2")));

            List<Optional<byte[]>> read = snapshot.getAll(List.of(bytes("a"), bytes("b")));

            if (snapshot.isOfOneMoment()) {
                assertThat(read.getFirst())
                        .hasValueSatisfying(entry -> assertThat(entry).isEqualTo(bytes("1")));
                assertThat(read.getLast()).isEmpty();
            }
        }
        try (TableSnapshot alone = table().snapshot(true)) {
            List<Optional<byte[]>> unused = alone.getAll(List.of(bytes("a")));
            assertThat(alone.isOfOneMoment()).isTrue();
        }
    }

    @Test
    default void snapshots_are_of_one_moment_while_another_thread_writes() throws InterruptedException {
        Thread writer = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < 3_000; i++) {
                table().applyAll(List.of(put("a", Integer.toString(i)), put("b", Integer.toString(i))));
            }
        });
        int proved = 0;
        while (writer.isAlive() || proved < 100) {
            try (TableSnapshot snapshot = table().snapshot(proved % 2 == 0)) {
                List<String> read = snapshot.getAll(List.of(bytes("a"), bytes("b"))).stream()
                        .map(entry ->
                                entry.map(bytes -> new String(bytes, UTF_8)).orElse("-"))
                        .toList();
                if (snapshot.isOfOneMoment()) {
                    assertThat(read.getFirst()).isEqualTo(read.getLast());
                    proved++;
                }
            }
        }
        writer.join();
    }

    @Test
    default void few_entries_are_counted_exactly_and_many_roughly() {
        for (int i = 0; i < 1_000; i++) {
            table().apply(put("key-" + (1_000 + i), "1"));
        }
        table().apply(delete("key-1000"));

        try (TableSnapshot snapshot = table().snapshot(true)) {
            KeyRange hundred = KeyRange.startingWith(bytes("key-11"));
            assertThat(snapshot.count(Optional.empty(), hundred, 100)).isEqualTo(new Count(100, false));
            assertThat(snapshot.count(Optional.empty(), KeyRange.ALL, 2_000)).isEqualTo(new Count(999, false));
            Count many = snapshot.count(Optional.empty(), KeyRange.ALL, 10);
            assertThat(many.entries()).isBetween(500L, 2_000L);
        }
    }

    @Test
    default void entries_are_counted_roughly() {
        for (int i = 0; i < 1000; i++) {
            table().apply(put("key-" + i, "1"));
        }
        for (int i = 0; i < 100; i++) {
            table().apply(delete("key-" + i));
        }

        assertThat(table().approximateEntries()).isBetween(800L, 1000L);
    }

    @Test
    default void it_holds_what_a_map_would_after_any_changes() {
        Random random = new Random(20261123);
        Map<String, String> model = new TreeMap<>();
        for (int i = 0; i < 20_000; i++) {
            String key = "key-" + random.nextInt(500);
            if (random.nextInt(3) == 0) {
                model.remove(key);
                table().apply(delete(key));
            } else {
                model.put(key, Integer.toString(i));
                table().apply(put(key, Integer.toString(i)));
            }
        }

        assertThat(table().someKeys(1000)).hasSameSizeAs(model.keySet());
        assertThat(model).allSatisfy((key, value) -> assertThat(get(key)).isEqualTo(value));
    }

    private @Nullable String get(String key) {
        byte[] stored = table().get(key.getBytes(UTF_8));
        return stored == null ? null : new String(stored, UTF_8);
    }

    private static Change put(String key, String entry) {
        return new Change.Put(key.getBytes(UTF_8), entry.getBytes(UTF_8));
    }

    private static Change delete(String key) {
        return new Change.Delete(key.getBytes(UTF_8), 0, 0, OptionalLong.empty());
    }
}
