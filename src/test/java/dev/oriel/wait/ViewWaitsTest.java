package dev.oriel.wait;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oriel.wait.Shelf.Seen;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How a wait ends, each way once, under a clock that the test advances. */
class ViewWaitsTest {

    private static final Duration ALMOST = WaitRig.WAIT.minusNanos(1);
    private static final Duration REST = Duration.ofNanos(1);

    private final WaitRig bench = new WaitRig();

    @Test
    void what_is_there_already_ends_a_wait_before_it_is_parked() {
        bench.shelf.apply("a", 5);
        Reader reader = Reader.ofVersion("a", 5);

        Parked parked = bench.park(reader);

        reader.assertEnded(new Ending.Satisfied<>(new Seen(5, 5)));
        assertThat(parked.cancel()).isFalse();
        bench.assertEmpty();
    }

    @Test
    void a_change_of_its_key_ends_a_wait() {
        Reader reader = Reader.ofVersion("a", 5);
        bench.park(reader);

        bench.write("a", 5);

        reader.assertEnded(new Ending.Satisfied<>(new Seen(5, 5)));
        bench.assertEmpty();
    }

    @Test
    void a_change_that_is_not_enough_and_one_of_another_key_let_it_wait() {
        Reader reader = Reader.ofVersion("a", 5);
        bench.park(reader);

        bench.write("a", 4);
        bench.write("b", 5);

        reader.assertWaiting();
        assertThat(bench.waits.parked()).isOne();
        bench.write("a", 6);
        reader.assertEnded(new Ending.Satisfied<>(new Seen(6, 6)));
        bench.assertEmpty();
    }

    @Test
    void a_record_that_changes_nothing_ends_a_wait_for_its_offset() {
        Reader reader = Reader.ofOffset("a", 7);
        bench.park(reader);

        bench.shelf.pass(bench.waits, 6);
        bench.workers.runAll();
        reader.assertWaiting();
        bench.shelf.pass(bench.waits, 7);
        bench.workers.runAll();

        reader.assertEnded(new Ending.Satisfied<>(new Seen(-1, 7)));
        bench.assertEmpty();
    }

    @Test
    void an_offset_that_was_passed_while_it_was_not_told_ends_it_too() {
        Reader reader = Reader.ofOffset("a", 7);
        bench.park(reader);

        bench.write("b", 9);

        reader.assertEnded(new Ending.Satisfied<>(new Seen(-1, 9)));
        bench.assertEmpty();
    }

    @Test
    void its_deadline_ends_a_wait_with_what_there_is() {
        bench.shelf.apply("a", 3);
        Reader reader = Reader.ofVersion("a", 5);
        bench.park(reader);

        bench.pass(ALMOST);
        reader.assertWaiting();
        bench.pass(REST);

        reader.assertEnded(new Ending.Expired<>(new Seen(3, 3)));
        bench.assertEmpty();
    }

    @Test
    void a_deadline_that_has_passed_already_is_kept_by_the_timer_alone() {
        Reader reader = Reader.ofVersion("a", 5);
        bench.park(reader, Duration.ZERO);

        bench.pass(Duration.ZERO);

        reader.assertEnded(new Ending.Expired<>(new Seen(-1, -1)));
        bench.assertEmpty();
    }

    @Test
    void what_comes_at_the_deadline_counts() {
        Reader reader = Reader.ofVersion("a", 5);
        bench.park(reader);

        bench.timer.advance(WaitRig.WAIT);
        bench.shelf.write(bench.waits, "a", 5);
        bench.workers.runAll();

        reader.assertEnded(new Ending.Satisfied<>(new Seen(5, 5)));
        bench.assertEmpty();
    }

    @Test
    void a_replica_that_leaves_ends_a_wait_as_moved() {
        Reader reader = Reader.ofVersion("a", 5);
        bench.park(reader);

        bench.shelf.leave(bench.waits);
        bench.workers.runAll();

        reader.assertEnded(new Ending.Moved<>());
        bench.assertEmpty();
    }

    @Test
    void a_wait_begins_as_moved_where_the_replica_is_not() {
        bench.shelf.leave(bench.waits);
        Reader reader = Reader.ofVersion("a", 5);

        bench.park(reader);

        reader.assertEnded(new Ending.Moved<>());
        bench.assertEmpty();
    }

    @Test
    void a_change_of_role_that_leaves_the_replica_able_to_answer_lets_it_wait() {
        Reader reader = Reader.ofVersion("a", 5);
        bench.park(reader);

        bench.shelf.comeBack(bench.waits, 0);
        bench.workers.runAll();

        reader.assertWaiting();
        bench.write("a", 5);
        reader.assertEnded(new Ending.Satisfied<>(new Seen(5, 5)));
        bench.assertEmpty();
    }

    @Test
    void an_offset_that_the_replica_before_had_passed_is_awaited_anew() {
        Reader reader = Reader.ofOffset("a", 7);
        bench.park(reader);

        bench.shelf.pass(bench.waits, 7);
        bench.shelf.comeBack(bench.waits, 2);
        bench.workers.runAll();
        reader.assertWaiting();
        bench.shelf.pass(bench.waits, 7);
        bench.workers.runAll();

        reader.assertEnded(new Ending.Satisfied<>(new Seen(-1, 7)));
        bench.assertEmpty();
    }

    @Test
    void a_client_that_leaves_ends_its_wait_without_a_word() {
        Reader reader = Reader.ofOffset("a", 5);
        Parked parked = bench.park(reader);

        assertThat(parked.cancel()).isTrue();
        assertThat(parked.cancel()).isFalse();
        bench.write("a", 5);
        bench.pass(WaitRig.WAIT);

        reader.assertWaiting();
        bench.assertEmpty();
    }

    @Test
    void a_stop_ends_those_that_wait_and_those_that_come() {
        Reader before = Reader.ofOffset("a", 5);
        Reader after = Reader.ofVersion("b", 5);
        bench.park(before);

        bench.registry.stop();
        bench.park(after);
        bench.workers.runAll();

        before.assertEnded(new Ending.Stopped<>());
        after.assertEnded(new Ending.Stopped<>());
        bench.assertEmpty();
    }

    @Test
    void a_stop_has_told_all_of_them_when_it_returns() {
        List<Reader> readers =
                IntStream.range(0, 1000).mapToObj(i -> Reader.ofVersion("a", 5)).toList();
        readers.forEach(bench::park);

        bench.registry.stop();

        assertThat(readers).allSatisfy(reader -> reader.assertEnded(new Ending.Stopped<>()));
        bench.assertEmpty();
    }

    @Test
    void a_stop_after_the_workers_have_gone_home_ends_all_the_same() {
        List<Reader> readers =
                IntStream.range(0, 1000).mapToObj(i -> Reader.ofOffset("a", 5)).toList();
        readers.forEach(bench::park);

        bench.workers.sendHome();
        bench.shelf.write(bench.waits, "a", 5);
        bench.registry.stop();

        assertThat(readers).allSatisfy(reader -> reader.assertEnded(new Ending.Stopped<>()));
        bench.assertEmpty();
    }

    @Test
    void a_look_that_fails_ends_the_waits_that_it_was_for() {
        RuntimeException broken = new IllegalStateException("the disk is gone");
        Reader first = Reader.ofVersion("a", 5);
        Reader second = Reader.ofOffset("a", 5);
        Reader other = Reader.ofVersion("b", 5);
        List.of(first, second, other).forEach(bench::park);

        bench.shelf.beforeLook(() -> {
            throw broken;
        });
        bench.write("a", 5);

        first.assertEnded(new Ending.Failed<>(broken));
        second.assertEnded(new Ending.Failed<>(broken));
        other.assertWaiting();
        bench.shelf.beforeLook(() -> {});
        bench.write("b", 6);
        other.assertEnded(new Ending.Satisfied<>(new Seen(6, 6)));
        bench.assertEmpty();
    }

    @Test
    void a_first_look_that_fails_ends_the_wait() {
        RuntimeException broken = new IllegalStateException("the disk is gone");
        bench.shelf.beforeLook(() -> {
            throw broken;
        });
        Reader reader = Reader.ofOffset("a", 5);

        bench.park(reader);

        reader.assertEnded(new Ending.Failed<>(broken));
        bench.assertEmpty();
    }

    @Test
    void one_that_cannot_be_told_does_not_keep_the_others_from_being_told() {
        Reader before = Reader.ofVersion("a", 5);
        Reader after = Reader.ofVersion("a", 5);
        bench.park(before);
        bench.waits.park("a".getBytes(UTF_8), bench.shelf.look("a"), Map.of(), Long.MAX_VALUE, new Waiter<>() {
            @Override
            public boolean satisfiedBy(Seen seen) {
                return seen.version() >= 5;
            }

            @Override
            public void ended(Ending<Seen> ending) {
                throw new IllegalStateException("its connection is closed");
            }
        });
        bench.park(after);

        bench.write("a", 5);

        before.assertEnded(new Ending.Satisfied<>(new Seen(5, 5)));
        after.assertEnded(new Ending.Satisfied<>(new Seen(5, 5)));
        bench.assertEmpty();
    }

    @Test
    void waits_for_several_offsets_leave_nothing_behind() {
        Waiter<Seen> waiter = Reader.ofVersion("a", 5);
        bench.waits.park(
                "a".getBytes(UTF_8),
                bench.shelf.look("a"),
                Map.of(0, 3L, 1, 40L, 2, 500L),
                WaitRig.WAIT.toNanos(),
                waiter);
        assertThat(bench.waits.isEmpty()).isFalse();

        bench.write("a", 5);

        bench.assertEmpty();
    }
}
