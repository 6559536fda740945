package dev.oriel.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oriel.api.Role;
import dev.oriel.view.View;
import dev.oriel.view.ViewConfigs;
import dev.oriel.view.ViewState;
import java.time.Duration;
import java.util.OptionalLong;
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
        Outcome much = Unavailability.takingOver(view, PARTITION);
        assertThat(Unavailability.passes(much)).isFalse();
        assertThat(((Outcome.Unavailable) much).remaining()).hasValue(9_000_000);
    }

    @Test
    void a_replica_that_is_nearly_fresh_enough_is_worth_waiting_for_and_one_that_is_far_behind_is_not() {
        Duration allowed = Duration.ofSeconds(10);

        assertThat(Unavailability.passes(
                        Unavailability.behind(PARTITION, Role.STANDBY, OptionalLong.of(10_300), allowed)))
                .isTrue();
        assertThat(Unavailability.passes(
                        Unavailability.behind(PARTITION, Role.STANDBY, OptionalLong.of(14_000), allowed)))
                .isFalse();
    }
}
