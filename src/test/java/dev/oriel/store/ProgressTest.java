package dev.oriel.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final AtomicLong clock = new AtomicLong();
    private final Progress progress = new Progress(10, clock::get, watermark -> {});

    @Test
    void the_watermark_is_raised_after_the_change_it_speaks_of() {
        List<Long> seen = new ArrayList<>();

        progress.applyDeleting(11, 11, () -> seen.add(progress.watermark()));

        assertThat(seen).containsExactly(10L);
        assertThat(progress.watermark()).isEqualTo(11);
    }

    @Test
    void a_delete_is_announced_before_it_takes_effect() {
        List<Boolean> seen = new ArrayList<>();

        progress.applyDeleting(11, 11, () -> seen.add(progress.absentAt(10)));

        assertThat(seen).containsExactly(false);
        assertThat(progress.absentAt(11)).isTrue();
    }

    @Test
    void a_record_that_deletes_nothing_leaves_the_watermark_to_who_knows_how_far_it_reaches() {
        progress.apply(11, () -> {});

        assertThat(progress.applied()).isEqualTo(11);
        assertThat(progress.watermark()).isEqualTo(10);
        assertThat(progress.absentAt(10)).isTrue();
    }

    @Test
    void the_watermark_never_falls() {
        progress.raise(9);

        assertThat(progress.watermark()).isEqualTo(10);
    }

    @RepeatedTest(20)
    void the_watermark_never_falls_though_the_stream_thread_and_a_commit_raise_it_at_once() throws Exception {
        Progress raised = new Progress(-1, clock::get, watermark -> {});
        CyclicBarrier together = new CyclicBarrier(2);
        List<Long> falls = new ArrayList<>();
        CountDownLatch ended = new CountDownLatch(1);
        Thread commits = Thread.ofPlatform().start(() -> {
            awaitAll(together);
            for (long offset = 0; offset < 100_000; offset += 2) {
                raised.raise(offset);
            }
            ended.countDown();
        });
        awaitAll(together);
        for (long offset = 1; offset < 100_000; offset += 2) {
            raised.raise(offset);
            if (raised.watermark() < offset) {
                falls.add(offset);
            }
        }

        assertThat(commits.join(Duration.ofSeconds(10))).isTrue();
        assertThat(ended.getCount()).isZero();
        assertThat(falls).isEmpty();
    }

    private static void awaitAll(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void deletes_can_be_held_off() throws InterruptedException {
        CountDownLatch deleted = new CountDownLatch(1);
        progress.holdDeletes();
        Thread writer = Thread.ofPlatform().start(() -> progress.applyDeleting(11, 11, deleted::countDown));

        assertThat(writer.join(Duration.ofMillis(50))).isFalse();
        assertThat(deleted.getCount()).isOne();
        progress.releaseDeletes();

        assertThat(writer.join(Duration.ofSeconds(10))).isTrue();
        assertThat(deleted.getCount()).isZero();
    }

    @Test
    void it_is_settled_once_it_has_passed_all_that_may_be_there() {
        assertThat(progress.settled()).isTrue();

        progress.unsettledUpTo(12);
        progress.raise(11);
        assertThat(progress.settled()).isFalse();

        progress.raise(12);
        assertThat(progress.settled()).isTrue();
    }

    @Test
    void the_watermarks_age_begins_anew_when_it_rises_and_not_when_it_is_said_again() {
        clock.addAndGet(500);
        assertThat(progress.watermarkAge()).isEqualTo(500);

        progress.raise(11);
        clock.addAndGet(30);
        progress.raise(11);

        assertThat(progress.watermarkAge()).isEqualTo(30);
    }
}
