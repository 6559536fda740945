package dev.oriel.wait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ErrandTest {

    private final QueuedWorkers workers = new QueuedWorkers();
    private final AtomicInteger done = new AtomicInteger();

    @Test
    void ordered_many_times_before_it_begins_it_is_done_once() {
        Errand errand = new Errand(done::incrementAndGet, workers);

        errand.order();
        errand.order();
        errand.order();
        assertThat(workers.queued()).isOne();
        workers.runAll();

        assertThat(done).hasValue(1);
    }

    @Test
    void ordered_while_it_is_being_done_it_is_done_again() {
        AtomicReference<Runnable> during = new AtomicReference<>(() -> {});
        Errand errand = new Errand(
                () -> {
                    done.incrementAndGet();
                    during.getAndSet(() -> {}).run();
                },
                workers);
        during.set(errand::order);

        errand.order();
        workers.runAll();

        assertThat(done).hasValue(2);
    }

    @Test
    void one_that_fails_can_be_ordered_again() {
        Errand errand = new Errand(
                () -> {
                    if (done.getAndIncrement() == 0) {
                        throw new IllegalStateException("at first");
                    }
                },
                Runnable::run);

        assertThatThrownBy(errand::order).isInstanceOf(IllegalStateException.class);
        errand.order();

        assertThat(done).hasValue(2);
    }

    @Test
    void workers_that_have_gone_home_are_not_the_callers_trouble() {
        workers.sendHome();

        new Errand(done::incrementAndGet, workers).order();

        assertThat(done).hasValue(0);
    }
}
