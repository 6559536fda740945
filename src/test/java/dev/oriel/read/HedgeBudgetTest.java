package dev.oriel.read;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HedgeBudgetTest {

    private final HedgeBudget budget = new HedgeBudget();

    private int spendAll() {
        int spent = 0;
        while (spent <= HedgeBudget.MOST && budget.spend()) {
            spent++;
        }
        return spent;
    }

    @Test
    void a_peer_that_hangs_is_hedged_for_a_while() {
        assertThat(spendAll()).isEqualTo(HedgeBudget.MOST);
        assertThat(budget.spend()).isFalse();
    }

    @Test
    void when_all_are_slow_a_hedge_is_paid_for_by_ten_answers() {
        int unused = spendAll();
        for (int i = 0; i < 2 * HedgeBudget.ANSWERS_A_HEDGE - 1; i++) {
            budget.answered();
        }

        assertThat(spendAll()).isEqualTo(1);
        budget.answered();
        assertThat(spendAll()).isEqualTo(1);
    }

    @Test
    void no_more_is_saved_up_than_at_the_beginning() {
        for (int i = 0; i < 10_000; i++) {
            budget.answered();
        }

        assertThat(spendAll()).isEqualTo(HedgeBudget.MOST);
    }
}
