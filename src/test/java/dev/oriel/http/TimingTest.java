package dev.oriel.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oriel.trace.Trace;
import org.junit.jupiter.api.Test;

class TimingTest {

    private final Timing timing = new Timing(Trace.NONE);

    @Test
    void what_took_no_time_is_left_out() {
        timing.store(12_345);

        assertThat(timing.text(2_000_000)).isEqualTo("store;dur=0.012, total;dur=2.000");
    }

    @Test
    void what_it_did_several_times_is_added_up() {
        timing.store(1_000_000);
        timing.store(500_000);
        timing.peer(3_000_000);

        assertThat(timing.text(5_000_000)).isEqualTo("store;dur=1.500, peer;dur=3.000, total;dur=5.000");
    }

    @Test
    void waiting_for_a_condition_is_told_from_looking_for_a_replica() {
        timing.pending(7_000_000, false);
        assertThat(timing.text(8_000_000)).isEqualTo("route;dur=7.000, total;dur=8.000");
        assertThat(timing.waited()).isZero();

        timing.pending(3_000_000, true);
        assertThat(timing.text(11_000_000)).isEqualTo("wait;dur=10.000, total;dur=11.000");
        assertThat(timing.waited()).isEqualTo(10_000_000);
    }
}
