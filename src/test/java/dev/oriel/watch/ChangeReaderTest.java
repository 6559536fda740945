package dev.oriel.watch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ChangeReaderTest {

    private static final int LIMIT = 1 << 20;

    private final ChangeHistory history = new ChangeHistory(LIMIT, 0, new long[] {-1});
    private final ChangeReader reader = new ChangeReader(history);

    @Test
    void a_watch_that_is_less_than_half_the_history_behind_gets_each_change() {
        for (int i = 0; i < 1000; i++) {
            history.append(0, Changes.put("key-" + i % 3, i));
        }

        List<WatchedState> told = takeAll(0, change -> true);

        assertThat(told).hasSize(1000).allMatch(state -> state.conflated() == 0);
        assertThat(told.get(7).reached()).isEqualTo(Map.of(0, 7L));
    }

    @Test
    void one_that_is_further_behind_gets_the_latest_of_each_key_and_is_told_how_many_were_left_out() {
        for (int i = 0; i < 100; i++) {
            history.append(0, Changes.put("key-" + i % 4, 0, i, 8 << 10));
        }
        for (int i = 0; i < 200; i++) {
            history.append(0, Changes.put("hot", 100 + i));
        }
        history.append(0, Changes.delete("key-1", 300));

        List<WatchedState> told = takeAll(0, change -> true);

        assertThat(told.stream().map(ChangeReaderTest::text))
                .containsExactly("key-0@96+96", "key-2@98+1", "key-3@99+0", "hot@299+199", "-key-1@300+0");
    }

    @Test
    void few_changes_are_not_left_out_however_far_behind_the_watch_is() {
        for (int i = 0; i < 100; i++) {
            history.append(0, Changes.put("other-" + i, 0, i, 8 << 10));
        }
        for (int i = 0; i < ChangeReader.BATCH; i++) {
            history.append(0, Changes.put("mine", 100 + i));
        }

        List<WatchedState> told = takeAll(0, change -> key(change).equals("mine"));

        assertThat(told).hasSize(ChangeReader.BATCH).allMatch(state -> state.conflated() == 0);
    }

    @Test
    void a_batch_ends_at_its_number_of_changes_and_at_its_bytes() {
        for (int i = 0; i < 1000; i++) {
            history.append(0, Changes.put("key", 0, i, i < 500 ? 8 : 20 << 10));
        }

        assertThat(take(history.oldest()).orElseThrow().states()).hasSizeLessThanOrEqualTo(2);
        assertThat(new ChangeReader(small())
                        .take(0, change -> true)
                        .orElseThrow()
                        .states())
                .hasSize(ChangeReader.BATCH);
    }

    private static ChangeHistory small() {
        ChangeHistory small = new ChangeHistory(LIMIT, 0, new long[] {-1});
        for (int i = 0; i < 1000; i++) {
            small.append(0, Changes.put("key", i));
        }
        return small;
    }

    @Test
    void a_change_that_is_not_held_any_more_is_missed() {
        for (int i = 0; i < 200; i++) {
            history.append(0, Changes.put("key", 0, i, 10 << 10));
        }

        assertThat(take(history.oldest() - 1)).isEmpty();
        assertThat(take(history.oldest())).isPresent();
        assertThat(take(history.next()).orElseThrow().states()).isEmpty();
    }

    @Property(tries = 200)
    void what_is_told_and_what_is_counted_are_all_changes_and_no_key_goes_back(
            @ForAll @IntRange(min = 1, max = 400) int keys,
            @ForAll @IntRange(min = 1, max = 4000) int count,
            @ForAll Random random) {
        ChangeHistory some = new ChangeHistory(LIMIT, 0, new long[] {-1});
        Map<String, Long> latest = new HashMap<>();
        for (int i = 0; i < count; i++) {
            some.append(0, Changes.put("key-" + random.nextInt(keys), 0, i, random.nextInt(400)));
        }
        Predicate<HeldChange> concerns = change -> !key(change).endsWith("7");
        long from = some.oldest();
        long concerned = 0;
        for (long number = from; number < some.next(); number++) {
            HeldChange change = some.get(number);
            if (change != null && concerns.test(change)) {
                concerned++;
                latest.put(key(change), change.offset());
            }
        }

        Map<String, Long> told = new HashMap<>();
        long counted = 0;
        for (WatchedState state : takeAll(new ChangeReader(some), from, concerns)) {
            String key = new String(state.state().key(), UTF_8);
            long offset = state.reached().getOrDefault(0, -1L);
            assertThat(told.getOrDefault(key, -1L)).isLessThan(offset);
            told.put(key, offset);
            counted += 1 + state.conflated();
        }

        assertThat(told).isEqualTo(latest);
        assertThat(counted).isEqualTo(concerned);
    }

    private Optional<ChangeReader.Taken> take(long from) {
        return reader.take(from, change -> true);
    }

    private List<WatchedState> takeAll(long from, Predicate<HeldChange> concerns) {
        return takeAll(reader, from, concerns);
    }

    private static List<WatchedState> takeAll(ChangeReader reader, long from, Predicate<HeldChange> concerns) {
        List<WatchedState> told = new ArrayList<>();
        ChangeReader.Taken taken;
        long next = from;
        do {
            taken = reader.take(next, concerns).orElseThrow();
            told.addAll(taken.states());
            assertThat(taken.states()).hasSizeLessThanOrEqualTo(ChangeReader.BATCH);
            next = taken.next();
        } while (taken.more());
        return told;
    }

    private static String key(HeldChange change) {
        return new String(change.key(), UTF_8);
    }

    private static String text(WatchedState state) {
        String key = new String(state.state().key(), UTF_8);
        return (state.state() instanceof KeyState.Deleted ? "-" : "") + key + "@"
                + state.reached().get(0) + "+" + state.conflated();
    }
}
