package dev.oriel.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final long MILLI = Duration.ofMillis(1).toNanos();

    @Test
    void the_first_is_due_at_once_and_the_next_an_interval_after() {
        Pace pace = new Pace(50, 0);
        assertThat(pace.nanosUntilDue(0)).isZero();

        pace.happened(0);

        assertThat(pace.nanosUntilDue(5 * MILLI)).isEqualTo(15 * MILLI);
    }

    @Test
    void lateness_does_not_add_up() {
        Pace pace = new Pace(50, 0);

        pace.happened(7 * MILLI);
        pace.happened(31 * MILLI);

        assertThat(pace.nanosUntilDue(31 * MILLI)).isEqualTo(9 * MILLI);
    }

    @Test
    void after_a_long_pause_only_a_second_is_made_up_for() {
        Pace pace = new Pace(50, 0);
        long minuteLater = Duration.ofMinutes(1).toNanos();

        int burst = 0;
        while (pace.nanosUntilDue(minuteLater) <= 0) {
            pace.happened(minuteLater);
            burst++;
        }

        assertThat(burst).isBetween(50, 52);
    }
}
