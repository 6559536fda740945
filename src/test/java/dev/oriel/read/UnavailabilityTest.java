package dev.oriel.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oriel.view.View;
import dev.oriel.view.ViewConfigs;
import dev.oriel.view.ViewState;
import org.junit.jupiter.api.Test;

/** Which reasons for having no answer pass, so that a read may ride them out. */
class UnavailabilityTest {

    private static final int PARTITION = 2;

    @Test
    void an_owner_that_has_just_been_started_and_takes_the_partition_over_is_worth_waiting_for() {
        View starting = new View(ViewConfigs.table());

        assertThat(Unavailability.passes(Unavailability.takingOver(starting, PARTITION)))
                .isTrue();
    }

    @Test
    void a_view_that_has_not_found_its_source_is_not() {
        View starting = new View(ViewConfigs.table());

        assertThat(Unavailability.passes(Unavailability.notYet(starting))).isFalse();
    }

    @Test
    void an_owner_that_has_little_left_to_restore_is_worth_waiting_for_and_one_that_has_much_is_not() {
        View view = new View(ViewConfigs.table());

        ViewConfigs.become(view, new ViewState.Restoring("partition 2: at offset 0 of 500", 500));
        assertThat(Unavailability.passes(Unavailability.takingOver(view, PARTITION)))
                .isTrue();

        ViewConfigs.become(view, new ViewState.Restoring("partition 2: at offset 0 of 9000000", 9_000_000));
        assertThat(Unavailability.passes(Unavailability.takingOver(view, PARTITION)))
                .isFalse();
    }
}
