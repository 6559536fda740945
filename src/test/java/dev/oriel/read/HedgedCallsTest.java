package dev.oriel.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.oriel.config.HostPort;
import dev.oriel.read.HedgedCalls.Call;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class HedgedCallsTest {

    private static final Duration SOON = Duration.ofMillis(20);
    private static final Duration NEVER = Duration.ofMinutes(10);

    private final CountDownLatch interrupted = new CountDownLatch(1);
    private final AtomicInteger made = new AtomicInteger();

    @Test
    void the_first_alone_is_made_when_it_comes_to_something() throws Exception {
        assertThat(HedgedCalls.first(List.of(comesTo(1), counted(2)), NEVER)).contains(outcome(1));
        assertThat(made).hasValue(0);
    }

    @Test
    void the_next_is_made_at_once_when_one_comes_to_nothing() throws Exception {
        assertThat(HedgedCalls.first(List.of(Optional::empty, Optional::empty, comesTo(3)), NEVER))
                .contains(outcome(3));
    }

    @Test
    void the_next_is_made_too_when_one_keeps_silent_and_the_silent_one_is_interrupted_in_the_end() throws Exception {
        assertThat(HedgedCalls.first(List.of(silent(), comesTo(2)), SOON)).contains(outcome(2));
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void one_that_was_only_slow_counts_if_the_others_come_to_nothing() throws Exception {
        CountDownLatch othersAreDone = new CountDownLatch(1);
        Call slow = () -> {
            othersAreDone.await();
            return Optional.of(outcome(1));
        };
        Call other = () -> {
            othersAreDone.countDown();
            return Optional.empty();
        };

        assertThat(HedgedCalls.first(List.of(slow, other), SOON)).contains(outcome(1));
    }

    @Test
    void nothing_comes_of_it_when_all_come_to_nothing() throws Exception {
        assertThat(HedgedCalls.first(List.of(Optional::empty, Optional::empty), SOON))
                .isEmpty();
        assertThat(HedgedCalls.first(List.of(), SOON)).isEmpty();
    }

    @Test
    void a_defect_is_not_hidden() {
        Call broken = () -> {
            throw new IllegalStateException("a defect");
        };

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> HedgedCalls.first(List.of(broken, comesTo(2)), NEVER))
                .withMessage("a defect");
    }

    @Test
    void an_interrupt_ends_all_of_them() throws Exception {
        Thread caller = Thread.ofVirtual().start(() -> {
            try {
                HedgedCalls.first(List.of(silent()), NEVER);
            } catch (InterruptedException expected) {
                Thread.currentThread().interrupt();
            }
        });
        caller.interrupt();

        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    }

    private static Call comesTo(int partition) {
        return () -> Optional.of(outcome(partition));
    }

    private Call counted(int partition) {
        return () -> {
            made.incrementAndGet();
            return Optional.of(outcome(partition));
        };
    }

    private Call silent() {
        return () -> {
            try {
                new CountDownLatch(1).await();
                return Optional.empty();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
        };
    }

    private static Outcome outcome(int partition) {
        return new Outcome.NotTheOwner(partition, new HostPort("oriel-1", 8081));
    }
}
