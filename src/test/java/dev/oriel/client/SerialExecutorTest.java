package dev.oriel.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SerialExecutorTest {

    private static final int TASKS = 10_000;

    @Test
    void tasks_run_in_order_and_one_at_a_time_on_however_many_threads() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            SerialExecutor serial = new SerialExecutor(threads);
            CountDownLatch done = new CountDownLatch(TASKS);
            List<Integer> order = new ArrayList<>();
            for (int i = 0; i < TASKS; i++) {
                int number = i;
                serial.execute(() -> {
                    order.add(number);
                    done.countDown();
                });
            }

            assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(order).hasSize(TASKS).isSorted();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void what_a_task_hands_in_runs_after_it_and_what_it_throws_stops_nothing() {
        Queue<Runnable> later = new ArrayDeque<>();
        SerialExecutor serial = new SerialExecutor(later::add);
        List<String> ran = new ArrayList<>();
        List<Throwable> uncaught = new ArrayList<>();
        serial.execute(() -> {
            serial.execute(() -> ran.add("second"));
            ran.add("first");
            throw new IllegalStateException("thrown on purpose");
        });
        Thread.currentThread().setUncaughtExceptionHandler((thread, thrown) -> uncaught.add(thrown));
        try {
            later.remove().run();
        } finally {
            Thread.currentThread().setUncaughtExceptionHandler(null);
        }

        assertThat(ran).containsExactly("first", "second");
        assertThat(uncaught).singleElement().isInstanceOf(IllegalStateException.class);
        assertThat(later).isEmpty();
    }
}
