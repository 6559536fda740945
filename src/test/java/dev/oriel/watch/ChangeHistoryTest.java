package dev.oriel.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oriel.store.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ChangeHistoryTest {

    @Property(tries = 500)
    void behind_any_offsets_it_has_exactly_the_later_changes_or_says_that_it_has_not(
            @ForAll @IntRange(min = 300, max = 20_000) int limit,
            @ForAll @IntRange(min = 1, max = 3) int partitions,
            @ForAll @IntRange(max = 300) int count,
            @ForAll Random random) {
        long[] opened = random.longs(partitions, -1, 5).toArray();
        ChangeHistory history = new ChangeHistory(limit, 4, opened);
        long[] ends = opened.clone();
        List<HeldChange> log = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int p = random.nextInt(partitions);
            ends[p] += 1 + random.nextInt(3);
            history.append(4 + p, change(4 + p, ends[p], random));
            log.add(held(history, i));
        }
        Map<Integer, Long> cursor = new TreeMap<>();
        for (int p = 0; p < partitions; p++) {
            cursor.put(4 + p, random.nextLong(-1, ends[p] + 2));
        }

        List<HeldChange> later = log.stream()
                .filter(change -> change.offset() > cursor.getOrDefault(change.partition(), -1L))
                .toList();
        OptionalLong number = history.numberAfter(cursor);

        if (number.isPresent()) {
            List<HeldChange> found = new ArrayList<>();
            for (long n = number.getAsLong(); n < history.next(); n++) {
                HeldChange change = held(history, n);
                if (change.offset() > cursor.getOrDefault(change.partition(), -1L)) {
                    found.add(change);
                }
            }
            assertThat(found).isEqualTo(later);
            assertThat(cursor)
                    .allSatisfy(
                            (partition, offset) -> assertThat(offset).isGreaterThanOrEqualTo(opened[partition - 4]));
        } else {
            boolean dropped = later.stream().anyMatch(change -> history.get(change.number()) == null);
            boolean unknown = cursor.entrySet().stream()
                    .anyMatch(each -> each.getValue() < opened[each.getKey() - 4] || each.getValue() < 0);
            assertThat(dropped || unknown).isTrue();
        }
    }

    @Property(tries = 200)
    void it_holds_no_more_than_its_bytes_and_never_less_than_the_newest(
            @ForAll @IntRange(min = 300, max = 20_000) int limit, @ForAll Random random) {
        ChangeHistory history = new ChangeHistory(limit, 0, new long[] {-1});
        for (int i = 0; i < 300; i++) {
            history.append(0, change(0, i, random));
            long cost = 0;
            for (long n = history.oldest(); n < history.next(); n++) {
                HeldChange change = held(history, n);
                cost += HeldChange.OVERHEAD + change.key().length + entry(change.change());
            }
            assertThat(history.next() == i + 1 && held(history, i).offset() == i)
                    .isTrue();
            assertThat(cost <= limit || history.oldest() == i).isTrue();
        }
    }

    @Test
    void a_partition_without_changes_is_resumed_from_nowhere_and_one_with_changes_is_not() {
        ChangeHistory history = new ChangeHistory(10_000, 0, new long[] {-1, -1});
        assertThat(history.numberAfter(Map.of(0, -1L, 1, -1L))).hasValue(0);

        history.append(1, Changes.put("a", 1, 0, 1));

        assertThat(history.numberAfter(Map.of(0, -1L, 1, -1L))).isEmpty();
        assertThat(history.numberAfter(Map.of(0, -1L, 1, 0L))).hasValue(1);
    }

    @Test
    void what_the_replica_was_opened_with_is_not_held() {
        ChangeHistory history = new ChangeHistory(10_000, 0, new long[] {7});

        assertThat(history.numberAfter(Map.of(0, 6L))).isEmpty();
        assertThat(history.numberAfter(Map.of(0, 7L))).hasValue(0);
        assertThat(history.numberAfter(Map.of(0, 100L))).hasValue(0);
    }

    @Test
    void its_end_reflects_every_change_before_it_and_what_is_known_to_hold_none() {
        ChangeHistory history = new ChangeHistory(10_000, 0, new long[] {3});
        assertThat(history.end()).isEqualTo(new ChangeHistory.Place(0, Map.of(0, 3L)));

        history.append(0, Changes.put("a", 5));
        assertThat(history.end()).isEqualTo(new ChangeHistory.Place(1, Map.of(0, 5L)));

        history.raise(0, 9);
        history.raise(0, 8);
        assertThat(history.end()).isEqualTo(new ChangeHistory.Place(1, Map.of(0, 9L)));
    }

    @Test
    void who_reads_beside_the_one_who_appends_finds_each_change_in_its_place_or_finds_it_gone() throws Exception {
        ChangeHistory history = new ChangeHistory(64 << 10, 0, new long[] {-1});
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<Long>> readers = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                readers.add(threads.submit(() -> follow(history, done)));
            }
            for (long offset = 0; offset < 1_000_000; offset++) {
                history.append(0, Changes.put("key", 2 * offset));
            }
            done.set(true);
            for (Future<Long> reader : readers) {
                assertThat(reader.get()).isPositive();
            }
        }
    }

    /** Follows the changes, whose offsets are twice their numbers, and begins again wherever they are gone. */
    private static long follow(ChangeHistory history, AtomicBoolean done) {
        long found = 0;
        long number = 0;
        while (!done.get() || number < history.next()) {
            if (number >= history.next()) {
                ChangeHistory.Place end = history.end();
                assertThat(end.offsets()).containsEntry(0, Math.max(-1, 2 * (end.next() - 1)));
                continue;
            }
            HeldChange change = history.get(number);
            if (change == null) {
                assertThat(history.oldest()).isGreaterThan(number);
                number = history.oldest();
            } else {
                assertThat(change.number()).isEqualTo(number);
                assertThat(change.offset()).isEqualTo(2 * number);
                OptionalLong again = history.numberAfter(Map.of(0, change.offset()));
                assertThat(again.isEmpty() || again.getAsLong() >= number + 1).isTrue();
                number++;
                found++;
            }
        }
        return found;
    }

    private static Change change(int partition, long offset, Random random) {
        String key = "key-" + random.nextInt(10);
        return random.nextInt(4) == 0
                ? Changes.delete(key, offset)
                : Changes.put(key, partition, offset, random.nextInt(200));
    }

    private static HeldChange held(ChangeHistory history, long number) {
        HeldChange change = history.get(number);
        assertThat(change).isNotNull();
        return Objects.requireNonNull(change);
    }

    private static int entry(Change change) {
        return change instanceof Change.Put put ? put.entry().length : 0;
    }
}
