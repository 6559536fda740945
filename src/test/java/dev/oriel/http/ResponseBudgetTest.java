package dev.oriel.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ResponseBudgetTest {

    private final ResponseBudget budget = new ResponseBudget(100);

    @Test
    void there_is_room_up_to_the_limit_and_again_once_some_is_given_back() {
        assertThat(budget.take(60)).isTrue();
        assertThat(budget.take(40)).isTrue();
        assertThat(budget.take(1)).isFalse();

        budget.giveBack(40);
        assertThat(budget.take(41)).isFalse();
        assertThat(budget.take(40)).isTrue();
    }

    @Test
    void one_alone_has_room_however_long_it_is() {
        assertThat(budget.take(1_000)).isTrue();
        assertThat(budget.take(0)).isFalse();

        budget.giveBack(1_000);
        assertThat(budget.take(100)).isTrue();
    }
}
