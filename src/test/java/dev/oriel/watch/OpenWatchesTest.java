package dev.oriel.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenWatchesTest {

    private final OpenWatches open = new OpenWatches(2);

    @Test
    void no_more_than_the_bound_are_open_and_a_place_given_back_is_free() {
        OpenWatches.Place first = open.enter("a", () -> {}).orElseThrow();
        assertThat(open.enter("b", () -> {})).isPresent();
        assertThat(open.enter("a", () -> {})).isEmpty();

        first.close();
        first.close();

        assertThat(open.open("a")).isZero();
        assertThat(open.open("b")).isOne();
        assertThat(open.enter("a", () -> {})).isPresent();
        assertThat(open.enter("a", () -> {})).isEmpty();
    }

    @Test
    void when_the_instance_stops_all_are_ended_and_none_is_let_in() {
        List<String> ended = new ArrayList<>();
        open.enter("a", () -> ended.add("a"));
        open.enter("b", () -> ended.add("b")).orElseThrow().close();

        open.stop();

        assertThat(ended).containsExactly("a");
        assertThat(open.isStopped()).isTrue();
        assertThat(open.enter("a", () -> ended.add("late"))).isEmpty();
        assertThat(open.open("c")).isZero();
    }
}
