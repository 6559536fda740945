package dev.oriel.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oriel.api.Role;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ReplicaWatchTest {

    private static final long LIMIT = 1 << 20;

    private final WatchedStore store = new WatchedStore(LIMIT, Runnable::run);
    private final Wakeup wakeup = new Wakeup();

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void a_keys_watch_begins_with_its_value_and_tells_each_change() {
        store.write("a", "1");
        ReplicaWatch watch = store.watchKey("a", wakeup);
        watch.beginWithPresent(Map.of());
        Follower follower = new Follower(watch);
        assertThat(watch.reached()).isEmpty();

        assertThat(follower.pollAll()).containsExactly("a=1");
        assertThat(watch.reached()).isEqualTo(Map.of(0, 0L));

        store.write("b", "1");
        store.write("a", "2");
        store.write("a", null);
        assertThat(follower.pollAll()).containsExactly("a=2", "a");
        assertThat(watch.reached()).isEqualTo(Map.of(0, 3L));
    }

    @Test
    void an_absent_key_is_told_to_be_absent() {
        store.write("a", "1");
        store.write("a", null);
        Follower follower = begun(store.watchKey("a", wakeup));

        assertThat(follower.pollAll()).containsExactly("a");
        store.write("a", "2");
        assertThat(follower.pollAll()).containsExactly("a=2");
    }

    @Test
    void it_is_called_for_what_concerns_it_and_for_nothing_else() throws InterruptedException {
        Follower ofKey = begun(store.watchKey("a", wakeup));
        ofKey.pollAll();
        boolean unused = wakeup.await(0);

        store.write("b", "1");
        assertThat(wakeup.await(0)).isFalse();

        store.write("a", "1");
        assertThat(wakeup.await(0)).isTrue();
        assertThat(wakeup.await(0)).isFalse();
    }

    @Test
    void what_does_not_concern_it_moves_its_position_all_the_same() {
        ReplicaWatch watch = store.watchPrefix("a", wakeup);
        Follower follower = begun(watch);
        follower.pollAll();

        for (int i = 0; i < 50_000; i++) {
            store.write("b", "1");
        }

        assertThat(follower.pollAll()).isEmpty();
        assertThat(watch.reached()).isEqualTo(Map.of(0, 49_999L));
        store.write("a", "1");
        assertThat(follower.pollAll()).containsExactly("a=1");
    }

    @Test
    void it_is_resumed_behind_what_was_told_elsewhere() {
        for (int i = 0; i < 10; i++) {
            store.write("a" + i % 2, "" + i);
            store.write("b", "" + i);
        }
        ReplicaWatch watch = store.watchPrefix("a", wakeup);

        assertThat(watch.beginAfter(Map.of(0, 15L))).isTrue();

        assertThat(new Follower(watch).pollAll()).containsExactly("a0=8", "a1=9");
    }

    @Test
    void what_was_told_elsewhere_and_is_applied_here_later_is_not_told_again() {
        store.write("a", "0");
        ReplicaWatch watch = store.watchPrefix("", wakeup);

        assertThat(watch.beginAfter(Map.of(0, 2L))).isTrue();

        Follower follower = new Follower(watch);
        store.write("a", "1");
        store.write("b", "2");
        assertThat(follower.pollAll()).isEmpty();
        assertThat(watch.reached()).isEqualTo(Map.of(0, 2L));
        store.write("a", "3");
        assertThat(follower.pollAll()).containsExactly("a=3");
    }

    @Test
    void a_watch_of_several_partitions_is_resumed_behind_the_offset_of_each() {
        try (WatchedStore global = new WatchedStore(LIMIT, Runnable::run, 3)) {
            global.write(0, "a", "0");
            global.write(1, "b", "1");
            global.write(0, "c", "2");
            global.write(1, "b", "3");
            global.write(2, "d", "4");
            ReplicaWatch watch = global.watchPrefix("", wakeup);

            assertThat(watch.beginAfter(Map.of(0, 0L, 1, 3L, 2, 4L))).isTrue();

            Follower follower = new Follower(watch);
            assertThat(follower.pollAll()).containsExactly("c=2");
            global.write(1, "a", "5");
            assertThat(follower.pollAll()).containsExactly("a=5");
            assertThat(watch.reached()).isEqualTo(Map.of(0, 2L, 1, 5L, 2, 4L));
        }
    }

    @Test
    void it_is_not_resumed_where_changes_are_not_held_any_more() {
        store.write("a", "0");
        for (int i = 0; i < 10_000; i++) {
            store.write("b" + i, "1");
        }
        store.write("a", "1");

        assertThat(store.watchPrefix("", wakeup).beginAfter(Map.of(0, 5L))).isFalse();
        assertThat(store.watchKey("a", wakeup).beginAfter(Map.of(0, 5L))).isFalse();
    }

    @Test
    void a_key_that_has_not_changed_since_is_resumed_however_long_ago_that_was() {
        store.write("a", "0");
        for (int i = 0; i < 10_000; i++) {
            store.write("b" + i, "1");
        }
        ReplicaWatch watch = store.watchKey("a", wakeup);

        assertThat(watch.beginAfter(Map.of(0, 5L))).isTrue();

        Follower follower = new Follower(watch);
        assertThat(follower.pollAll()).isEmpty();
        store.write("a", "1");
        assertThat(follower.pollAll()).containsExactly("a=1");
    }

    @Test
    void who_does_not_poll_for_too_long_begins_anew() {
        Follower follower = begun(store.watchPrefix("", wakeup));
        follower.pollAll();

        for (int i = 0; i < 10_000; i++) {
            store.write("b" + i % 20, "" + i);
        }

        assertThat(follower.pollAll()).startsWith("reset").contains("b19=9999").hasSize(21);
    }

    @Test
    void what_is_present_is_not_told_before_it_reflects_what_was_told_elsewhere() {
        store.write("a", "0");
        ReplicaWatch watch = store.watchPrefix("", wakeup);
        watch.beginWithPresent(Map.of(0, 2L));
        Follower follower = new Follower(watch);

        assertThat(follower.poll()).containsExactly("not yet");
        store.write("b", "1");
        assertThat(follower.poll()).containsExactly("not yet");
        store.write("a", "2");
        assertThat(follower.pollAll()).containsExactly("a=2", "b=1");
    }

    @Test
    void an_entry_that_is_told_before_its_change_is_in_the_history_is_not_told_again() {
        store.write("a", "0");
        for (boolean wholeView : List.of(true, false)) {
            ReplicaWatch watch = wholeView ? store.watchPrefix("", wakeup) : store.watchKey("a", wakeup);
            Follower follower = new Follower(watch);
            AtomicLong reached = new AtomicLong();
            store.beforeHistory(() -> {
                follower.begin();
                follower.pollAll();
                reached.set(watch.reached().getOrDefault(0, -1L));
            });
            long written = store.write("a", "1");
            // Of a single key the position may say what has been told; of a view the history is yet to say it.
            assertThat(reached.get()).isEqualTo(wholeView ? written - 1 : written);
            assertThat(follower.entries()).isEqualTo(Map.of("a", "1"));

            store.beforeHistory(() -> {});
            assertThat(follower.pollAll()).isEmpty();
            store.write("a", "2");
            assertThat(follower.pollAll()).containsExactly("a=2");
        }
    }

    @Test
    void a_change_that_was_told_early_and_is_dropped_unseen_does_not_silence_its_key() {
        ReplicaWatch watch = store.watchKey("a", wakeup);
        Follower follower = new Follower(watch);
        store.beforeHistory(() -> {
            follower.begin();
            assertThat(follower.poll()).containsExactly("a=1");
        });
        store.write("a", "1");
        store.beforeHistory(() -> {});
        for (int i = 0; i < 10_000; i++) {
            store.write("b" + i, "1");
        }

        assertThat(follower.pollAll()).isEmpty();
        store.write("a", "2");
        assertThat(follower.pollAll()).containsExactly("a=2");
    }

    @Test
    void a_deletion_that_is_told_before_it_is_in_the_history_is_not_taken_back() {
        Follower follower = new Follower(store.watchKey("a", wakeup));
        store.write("a", "0");
        store.beforeHistory(() -> {
            follower.begin();
            assertThat(follower.pollAll()).containsExactly("a");
        });

        store.write("a", null);

        store.beforeHistory(() -> {});
        assertThat(follower.pollAll()).isEmpty();
    }

    @Test
    void a_closed_replica_is_found_closed() {
        Follower follower = begun(store.watchPrefix("", wakeup));
        store.close();

        assertThat(follower.poll()).containsExactly("closed");
    }

    @Test
    void it_is_called_when_the_replica_takes_another_role_and_not_any_more_when_it_is_closed() throws Exception {
        ReplicaWatch watch = store.watchKey("a", wakeup);
        store.replica().become(Role.RESTORING);
        assertThat(wakeup.await(0)).isTrue();

        watch.close();
        watch.close();
        store.replica().become(Role.ACTIVE);
        store.write("a", "1");
        assertThat(wakeup.await(0)).isFalse();
    }

    @Property(tries = 300)
    void however_writes_and_polls_alternate_the_follower_ends_with_what_is_there(
            @ForAll @IntRange(min = 1, max = 600) int keys,
            @ForAll @IntRange(min = 20_000, max = 1_000_000) int limit,
            @ForAll Random random) {
        try (WatchedStore some = new WatchedStore(limit, Runnable::run)) {
            Map<String, String> model = new TreeMap<>();
            write(some, model, keys, random.nextInt(1000), random);
            Follower follower = new Follower(some.watchPrefix("1", new Wakeup()));
            follower.begin();
            if (random.nextBoolean()) {
                some.beforeHistory(() -> {
                    if (random.nextInt(20) == 0) {
                        follower.poll();
                    }
                });
            }
            for (int i = 0; i < 30; i++) {
                write(some, model, keys, random.nextInt(200), random);
                follower.poll();
            }
            some.beforeHistory(() -> {});
            follower.pollAll();

            model.keySet().removeIf(key -> !key.startsWith("1"));
            assertThat(follower.entries()).isEqualTo(model);
        }
    }

    private static void write(WatchedStore to, Map<String, String> model, int keys, int count, Random random) {
        for (int i = 0; i < count; i++) {
            String key = Integer.toString(random.nextInt(keys));
            if (random.nextInt(4) == 0) {
                to.write(key, null);
                model.remove(key);
            } else {
                model.put(key, Integer.toString(i));
                to.write(key, Integer.toString(i));
            }
        }
    }

    @Test
    @Timeout(60)
    void who_polls_beside_the_one_who_writes_never_goes_back_and_ends_with_what_is_there() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService threads = Executors.newCachedThreadPool();
                WatchedStore busy = new WatchedStore(LIMIT, threads)) {
            Map<String, String> model = new TreeMap<>();
            write(busy, model, 2000, 5000, new Random(1));
            Future<Follower> view = threads.submit(() -> follow(busy, "", done));
            Future<Follower> again = threads.submit(() -> follow(busy, "1", done));

            write(busy, model, 2000, 400_000, new Random(2));
            done.set(true);

            assertThat(view.get().entries()).isEqualTo(model);
            model.keySet().removeIf(key -> !key.startsWith("1"));
            assertThat(again.get().entries()).isEqualTo(model);
        }
    }

    /** Follows until the writer is done and all has been told; begins anew now and then, so that presents are read under way. */
    private static Follower follow(WatchedStore busy, String prefix, AtomicBoolean done) throws InterruptedException {
        while (true) {
            Wakeup wakeup = new Wakeup();
            try (ReplicaWatch watch = busy.watchPrefix(prefix, wakeup)) {
                Follower follower = new Follower(watch);
                follower.begin();
                for (int i = 0; i < 200 || done.get(); i++) {
                    if (done.get()
                            && watch.reached().getOrDefault(0, -1L)
                                    == busy.replica().watermark(0)) {
                        return follower;
                    }
                    if (follower.poll().isEmpty()) {
                        boolean unused = wakeup.await(1_000_000);
                    }
                }
            }
        }
    }

    private static Follower begun(ReplicaWatch watch) {
        Follower follower = new Follower(watch);
        follower.begin();
        return follower;
    }
}
