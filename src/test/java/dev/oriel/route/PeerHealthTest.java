package dev.oriel.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oriel.config.HostPort;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PeerHealthTest {

    private static final HostPort PEER = new HostPort("oriel-1", 8081);
    private static final HostPort OTHER = new HostPort("oriel-2", 8081);

    private final PeerHealth health = new PeerHealth();
    private final AtomicInteger told = new AtomicInteger();

    @Test
    void who_is_down_is_remembered_with_the_reason_until_it_answers() {
        health.isDown(PEER, "it refuses connections");
        assertThat(health.down(PEER)).contains("it refuses connections");
        assertThat(health.down(OTHER)).isEmpty();

        health.isDown(PEER, "it keeps silent");
        assertThat(health.down(PEER)).contains("it keeps silent");

        health.isUp(PEER);
        assertThat(health.down(PEER)).isEmpty();
    }

    @Test
    void who_waits_is_told_each_time_the_one_waited_for_is_found_to_be_down() {
        Registration registration = health.onDown(PEER, told::incrementAndGet);
        health.isDown(OTHER, "gone");
        assertThat(told).hasValue(0);
        health.isDown(PEER, "gone");
        health.isDown(PEER, "still gone");
        assertThat(told).hasValue(2);

        registration.close();
        health.isDown(PEER, "gone again");
        assertThat(told).hasValue(2);
    }

    @Test
    void who_is_not_in_the_cluster_any_more_is_forgotten() {
        health.isDown(PEER, "gone");
        health.isDown(OTHER, "gone");
        health.retain(Set.of(OTHER));

        assertThat(health.down(PEER)).isEmpty();
        assertThat(health.down(OTHER)).isPresent();
    }
}
