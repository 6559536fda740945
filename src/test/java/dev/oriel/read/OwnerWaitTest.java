package dev.oriel.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class OwnerWaitTest {

    private static final Optional<Outcome> TOLD =
            Optional.of(new Outcome.Overloaded("for the test", Duration.ofSeconds(1)));

    private final List<Optional<Outcome>> told = new ArrayList<>();
    private final List<Consumer<Optional<Outcome>>> sent = new ArrayList<>();
    private final AtomicInteger cancelled = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private final OwnerWait.Watching watching = wait -> List.of(closed::incrementAndGet);

    private final OwnerWait wait = new OwnerWait(
            watching,
            then -> {
                sent.add(then);
                return Optional.of(cancelled::incrementAndGet);
            },
            told::add);

    @Test
    void what_the_owner_tells_ends_it_and_frees_everything() {
        assertThat(wait.begin()).isTrue();
        assertThat(told).isEmpty();

        sent.getFirst().accept(TOLD);

        assertThat(told).containsExactly(TOLD);
        assertThat(closed).hasPositiveValue();
    }

    @Test
    void whoever_leaves_the_owner_cancels_there_and_a_late_answer_is_nobodys() {
        assertThat(wait.begin()).isTrue();

        wait.leave();
        wait.leave();
        sent.getFirst().accept(TOLD);

        assertThat(told).containsExactly(Optional.empty());
        assertThat(cancelled).hasPositiveValue();
        assertThat(closed).hasPositiveValue();
    }

    @Test
    void a_cancelled_one_ends_without_a_word() {
        assertThat(wait.begin()).isTrue();

        wait.cancel();
        wait.leave();
        sent.getFirst().accept(TOLD);

        assertThat(told).isEmpty();
        assertThat(cancelled).hasPositiveValue();
        assertThat(closed).hasPositiveValue();
    }

    @Test
    void one_that_is_cancelled_before_it_has_begun_is_cancelled_at_the_owner_too() {
        wait.cancel();

        assertThat(wait.begin()).isTrue();

        assertThat(told).isEmpty();
        assertThat(cancelled).hasPositiveValue();
        assertThat(closed).hasPositiveValue();
    }

    @Test
    void one_that_cannot_be_sent_has_not_begun() {
        OwnerWait unsent = new OwnerWait(watching, then -> Optional.empty(), told::add);

        assertThat(unsent.begin()).isFalse();

        assertThat(told).isEmpty();
        assertThat(closed).hasPositiveValue();
    }

    @Test
    void one_that_cannot_be_sent_and_has_been_left_meanwhile_has_told_so() {
        List<OwnerWait> self = new ArrayList<>();
        OwnerWait unsent = new OwnerWait(
                watching,
                then -> {
                    self.getFirst().leave();
                    return Optional.empty();
                },
                told::add);
        self.add(unsent);

        assertThat(unsent.begin()).isTrue();

        assertThat(told).containsExactly(Optional.empty());
        assertThat(closed).hasPositiveValue();
    }
}
