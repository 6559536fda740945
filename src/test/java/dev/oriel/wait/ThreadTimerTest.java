package dev.oriel.wait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ThreadTimerTest {

    private final ThreadTimer timer = new ThreadTimer();
    private final Queue<String> run = new ConcurrentLinkedQueue<>();

    @AfterEach
    void close() {
        timer.close();
    }

    @Test
    void tasks_are_run_in_the_order_of_their_time_and_not_before_it() {
        long began = System.nanoTime();
        timer.in(Duration.ofMillis(60).toNanos(), () -> run.add("late"));
        timer.in(Duration.ofMillis(30).toNanos(), () -> run.add("soon"));
        timer.in(0, () -> run.add("now"));

        await().atMost(Duration.ofSeconds(10)).until(() -> run.size() == 3);

        assertThat(run).containsExactly("now", "soon", "late");
        assertThat(System.nanoTime() - began)
                .isGreaterThanOrEqualTo(Duration.ofMillis(60).toNanos());
    }

    @Test
    void one_that_is_cancelled_is_not_run() throws InterruptedException {
        CountDownLatch later = new CountDownLatch(1);
        DeadlineTimer.Task cancelled = timer.in(Duration.ofMillis(50).toNanos(), () -> run.add("cancelled"));
        timer.in(Duration.ofMillis(60).toNanos(), later::countDown);

        cancelled.cancel();
        cancelled.cancel();

        assertThat(later.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(run).isEmpty();
    }

    @Test
    void a_task_that_fails_leaves_the_others_alone() throws InterruptedException {
        CountDownLatch later = new CountDownLatch(1);
        timer.in(0, () -> {
            throw new IllegalStateException("in a task");
        });
        timer.in(1, later::countDown);

        assertThat(later.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void once_closed_it_takes_tasks_and_runs_none() {
        timer.in(Duration.ofHours(1).toNanos(), () -> run.add("before"));
        timer.close();

        timer.in(0, () -> run.add("after")).cancel();

        assertThat(run).isEmpty();
    }
}
