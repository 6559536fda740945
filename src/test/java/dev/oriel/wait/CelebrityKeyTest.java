package dev.oriel.wait;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oriel.wait.Shelf.Seen;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ten thousand waits for one key: what that costs the thread that writes, the store, and the workers' queue. */
class CelebrityKeyTest {

    private static final int WAITS = 10_000;

    /** A wait for its key has a look ordered; a wait for an offset may have the rest of the offsets stirred, too. */
    private static final int ORDERS = 2;

    private final WaitRig bench = new WaitRig();

    /** What they wait for. */
    enum For {
        VERSION,
        OFFSET;

        Reader reader() {
            return this == VERSION ? Reader.ofVersion("celebrity", 5) : Reader.ofOffset("celebrity", 5);
        }
    }

    private List<Reader> park(For what) {
        List<Reader> readers =
                IntStream.range(0, WAITS).mapToObj(i -> what.reader()).toList();
        readers.forEach(bench::park);
        return readers;
    }

    @ParameterizedTest
    @EnumSource
    void one_look_serves_them_all(For what) {
        List<Reader> readers = park(what);
        int looksToPark = bench.shelf.looks();

        bench.write("celebrity", 5);

        assertThat(bench.shelf.looks() - looksToPark).isOne();
        assertThat(readers).allSatisfy(reader -> reader.assertEnded(new Ending.Satisfied<>(new Seen(5, 5))));
        bench.assertEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void the_thread_that_writes_hands_over_two_tasks_at_most_and_completes_none(For what) {
        List<Reader> readers = park(what);

        bench.shelf.write(bench.waits, "celebrity", 5);

        assertThat(bench.workers.queued()).isBetween(1, ORDERS);
        assertThat(readers).allMatch(Reader::isWaiting);
    }

    @ParameterizedTest
    @EnumSource
    void none_is_completed_by_a_thread_that_writes_or_changes_a_role(For what) throws InterruptedException {
        List<Reader> readers = park(what);
        Thread stream = Thread.ofPlatform().start(() -> {
            bench.shelf.write(bench.waits, "celebrity", 4);
            bench.shelf.write(bench.waits, "celebrity", 5);
            bench.shelf.leave(bench.waits);
        });
        stream.join();

        bench.workers.runAll();

        assertThat(readers).allSatisfy(reader -> assertThat(reader.threads()).containsExactly(Thread.currentThread()));
    }

    @ParameterizedTest
    @EnumSource
    void however_often_the_key_changes_no_more_is_queued(For what) {
        List<Reader> readers = park(what);

        for (int offset = 0; offset < 1_000; offset++) {
            bench.shelf.write(bench.waits, "celebrity", offset);
        }
        assertThat(bench.workers.queued()).isBetween(1, ORDERS);
        bench.workers.runAll();

        assertThat(bench.workers.mostQueued()).isLessThanOrEqualTo(ORDERS + WAITS / Endings.COMPLETED_TOGETHER);
        assertThat(readers).allSatisfy(reader -> assertThat(reader.endings()).hasSize(1));
        bench.assertEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void their_deadlines_together_take_one_look(For what) {
        List<Reader> readers = park(what);
        int looksToPark = bench.shelf.looks();

        bench.pass(WaitRig.WAIT);

        assertThat(bench.shelf.looks() - looksToPark).isOne();
        assertThat(readers).allSatisfy(reader -> reader.assertEnded(new Ending.Expired<>(new Seen(-1, -1))));
        bench.assertEmpty();
    }

    @Test
    void ten_thousand_keys_at_one_offset_are_stirred_by_the_workers() {
        List<Reader> readers = IntStream.range(0, WAITS)
                .mapToObj(i -> Reader.ofOffset("key-" + i, 5))
                .toList();
        readers.forEach(bench::park);

        bench.shelf.pass(bench.waits, 5);

        assertThat(bench.workers.queued()).isEqualTo(OffsetWaits.STIRRED_AT_ONCE + 1);
        bench.workers.runAll();
        assertThat(bench.workers.mostQueued()).isLessThanOrEqualTo(WAITS + 1);
        assertThat(readers).allSatisfy(reader -> reader.assertEnded(new Ending.Satisfied<>(new Seen(-1, 5))));
        bench.assertEmpty();
    }

    @Test
    void many_changes_of_role_are_one_task() {
        List<Reader> readers = park(For.OFFSET);

        for (int i = 0; i < 100; i++) {
            bench.shelf.comeBack(bench.waits, 0);
        }
        assertThat(bench.workers.queued()).isOne();
        bench.shelf.leave(bench.waits);
        bench.workers.runAll();

        assertThat(readers).allSatisfy(reader -> reader.assertEnded(new Ending.Moved<>()));
        bench.assertEmpty();
    }
}
