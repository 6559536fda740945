package dev.oriel.wait;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oriel.wait.Shelf.Seen;
import org.junit.jupiter.api.Test;

/** What happens between the steps of a registration, of a write and of an ending, driven by hand. */
class WaitInterleavingTest {

    private final WaitRig bench = new WaitRig();

    /** Has something happen in the next look, before it sees or after it has seen. */
    private static Runnable once(Runnable action) {
        boolean[] done = {false};
        return () -> {
            if (!done[0]) {
                done[0] = true;
                action.run();
            }
        };
    }

    @Test
    void a_write_before_the_registration_is_seen_by_the_look() {
        bench.shelf.write(bench.waits, "a", 5);
        Reader reader = Reader.ofVersion("a", 5);

        bench.park(reader);

        reader.assertEnded(new Ending.Satisfied<>(new Seen(5, 5)));
        assertThat(bench.workers.queued()).isZero();
        bench.assertEmpty();
    }

    @Test
    void a_write_that_is_told_after_the_look_has_seen_it_ends_nothing_twice() {
        bench.shelf.apply("a", 5);
        Reader reader = Reader.ofVersion("a", 5);

        bench.park(reader);
        Shelf.tell(bench.waits, "a", 5);
        bench.workers.runAll();

        reader.assertEnded(new Ending.Satisfied<>(new Seen(5, 5)));
        bench.assertEmpty();
    }

    @Test
    void a_write_between_registration_and_look_is_seen_and_told_and_ends_it_once() {
        bench.shelf.beforeLook(once(() -> bench.shelf.write(bench.waits, "a", 5)));
        Reader reader = Reader.ofVersion("a", 5);

        bench.park(reader);
        assertThat(bench.workers.queued()).isOne();
        bench.workers.runAll();

        reader.assertEnded(new Ending.Satisfied<>(new Seen(5, 5)));
        bench.assertEmpty();
    }

    @Test
    void a_write_that_a_look_has_just_missed_has_a_worker_look_again() {
        bench.shelf.afterLook(once(() -> bench.shelf.write(bench.waits, "a", 5)));
        Reader reader = Reader.ofVersion("a", 5);

        bench.park(reader);
        reader.assertWaiting();
        bench.workers.runAll();

        reader.assertEnded(new Ending.Satisfied<>(new Seen(5, 5)));
        bench.assertEmpty();
    }

    @Test
    void an_offset_that_a_look_has_just_missed_has_a_worker_look_again() {
        bench.shelf.afterLook(once(() -> bench.shelf.pass(bench.waits, 5)));
        Reader reader = Reader.ofOffset("a", 5);

        bench.park(reader);
        reader.assertWaiting();
        bench.workers.runAll();

        reader.assertEnded(new Ending.Satisfied<>(new Seen(-1, 5)));
        bench.assertEmpty();
    }

    @Test
    void a_write_that_a_workers_look_has_just_missed_has_it_look_again() {
        Reader reader = Reader.ofVersion("a", 5);
        bench.park(reader);
        bench.shelf.write(bench.waits, "a", 4);
        bench.shelf.afterLook(once(() -> bench.shelf.write(bench.waits, "a", 5)));

        assertThat(bench.workers.runNext()).isTrue();
        reader.assertWaiting();
        bench.workers.runAll();

        reader.assertEnded(new Ending.Satisfied<>(new Seen(5, 5)));
        bench.assertEmpty();
    }

    @Test
    void a_wait_that_joins_while_a_worker_looks_is_not_left_behind() {
        Reader first = Reader.ofVersion("a", 5);
        Reader second = Reader.ofVersion("a", 5);
        bench.park(first);
        bench.shelf.afterLook(once(() -> {
            bench.park(second);
            bench.shelf.write(bench.waits, "a", 5);
        }));

        bench.shelf.write(bench.waits, "a", 4);
        bench.workers.runAll();

        first.assertEnded(new Ending.Satisfied<>(new Seen(5, 5)));
        second.assertEnded(new Ending.Satisfied<>(new Seen(5, 5)));
        bench.assertEmpty();
    }

    @Test
    void a_wait_that_comes_as_the_last_for_its_key_leaves_is_found() {
        Reader leaving = Reader.ofVersion("a", 4);
        Reader coming = Reader.ofVersion("a", 5);
        bench.park(leaving);
        bench.shelf.afterLook(once(() -> bench.park(coming)));

        bench.write("a", 4);
        leaving.assertEnded(new Ending.Satisfied<>(new Seen(4, 4)));
        coming.assertWaiting();
        bench.write("a", 5);

        coming.assertEnded(new Ending.Satisfied<>(new Seen(5, 5)));
        bench.assertEmpty();
    }

    @Test
    void a_deadline_between_registration_and_look_ends_it_once() {
        bench.shelf.beforeLook(once(() -> bench.timer.advance(WaitRig.WAIT)));
        Reader reader = Reader.ofOffset("a", 5);

        bench.park(reader);
        bench.workers.runAll();

        reader.assertEnded(new Ending.Expired<>(new Seen(-1, -1)));
        bench.assertEmpty();
    }

    @Test
    void a_deadline_and_a_write_at_once_end_it_once() {
        Reader reader = Reader.ofVersion("a", 5);
        bench.park(reader);
        bench.shelf.beforeLook(once(() -> bench.shelf.write(bench.waits, "a", 5)));

        bench.pass(WaitRig.WAIT);

        reader.assertEnded(new Ending.Satisfied<>(new Seen(5, 5)));
        bench.assertEmpty();
    }

    @Test
    void a_client_that_leaves_between_look_and_judgement_is_told_nothing() {
        Reader reader = Reader.ofVersion("a", 5);
        Parked parked = bench.park(reader);
        boolean[] cancelled = {false};
        bench.shelf.afterLook(() -> cancelled[0] |= parked.cancel());

        bench.write("a", 5);

        assertThat(cancelled[0]).isTrue();
        reader.assertWaiting();
        bench.assertEmpty();
    }

    @Test
    void a_stop_between_look_and_judgement_ends_it_once() {
        Reader reader = Reader.ofVersion("a", 5);
        bench.park(reader);
        bench.shelf.afterLook(once(bench.registry::stop));

        bench.write("a", 5);

        reader.assertEnded(new Ending.Stopped<>());
        bench.assertEmpty();
    }

    @Test
    void a_stop_between_registration_and_look_ends_it_once() {
        bench.shelf.beforeLook(once(bench.registry::stop));
        Reader reader = Reader.ofOffset("a", 5);

        bench.park(reader);

        reader.assertEnded(new Ending.Stopped<>());
        bench.assertEmpty();
    }

    @Test
    void a_move_between_look_and_judgement_is_found_by_the_next_look() {
        Reader reader = Reader.ofVersion("a", 5);
        bench.park(reader);
        bench.shelf.afterLook(once(() -> bench.shelf.leave(bench.waits)));

        bench.write("a", 4);

        reader.assertEnded(new Ending.Moved<>());
        bench.assertEmpty();
    }

    @Test
    void a_wait_that_ends_while_its_deadline_is_being_set_leaves_no_deadline() {
        Reader reader = Reader.ofVersion("a", 5);
        bench.timer.afterSetting(once(() -> bench.write("a", 5)));

        bench.park(reader);

        reader.assertEnded(new Ending.Satisfied<>(new Seen(5, 5)));
        bench.assertEmpty();
    }
}
