package dev.oriel.wait;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BoundTest {

    private final Bound bound = new Bound("reads", 2);

    @Test
    void as_many_enter_as_may_and_the_others_are_counted() {
        assertThat(bound.tryEnter()).isTrue();
        assertThat(bound.tryEnter()).isTrue();
        assertThat(bound.tryEnter()).isFalse();

        assertThat(bound.inUse()).isEqualTo(2);
        assertThat(bound.limit()).isEqualTo(2);
        assertThat(bound.refused()).isEqualTo(1);
    }

    @Test
    void who_leaves_makes_room() throws InterruptedException {
        assertThat(bound.tryEnter()).isTrue();
        assertThat(bound.tryEnter()).isTrue();
        assertThat(bound.tryEnter(1_000)).isFalse();

        bound.leave();

        assertThat(bound.inUse()).isEqualTo(1);
        assertThat(bound.tryEnter(1_000)).isTrue();
        assertThat(bound.refused()).isEqualTo(1);
    }
}
