package dev.oriel.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class ConnectionLimitsTest {

    @Test
    void with_files_to_spare_both_listeners_have_what_is_configured() {
        assertThat(ConnectionLimits.of(1000, OptionalLong.of(1_048_576))).isEqualTo(new ConnectionLimits(1000, 1000));
        assertThat(ConnectionLimits.of(1000, OptionalLong.empty())).isEqualTo(new ConnectionLimits(1000, 1000));
    }

    @Test
    void with_fewer_files_an_eighth_is_set_aside_and_clients_have_most_of_the_rest() {
        assertThat(ConnectionLimits.of(65_536, OptionalLong.of(20_000))).isEqualTo(new ConnectionLimits(13_125, 4_375));
    }

    @Test
    void with_very_few_files_there_are_connections_all_the_same() {
        assertThat(ConnectionLimits.of(65_536, OptionalLong.of(256))).isEqualTo(new ConnectionLimits(3, 1));
    }

    @Test
    void this_process_knows_how_many_files_it_may_open() {
        assertThat(ConnectionLimits.openFiles().orElseThrow()).isPositive();
    }

    @Property
    void all_connections_together_leave_what_is_set_aside(
            @ForAll @IntRange(min = 10, max = 1_000_000) int configured,
            @ForAll @LongRange(min = 1024, max = Long.MAX_VALUE) long files) {
        ConnectionLimits limits = ConnectionLimits.of(configured, OptionalLong.of(files));

        assertThat(limits.clients()).isBetween(1, configured);
        assertThat(limits.peers()).isBetween(1, configured);
        assertThat((long) limits.clients() + limits.peers()).isLessThanOrEqualTo(files - 512);
    }
}
