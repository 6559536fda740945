package dev.oriel.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oriel.api.Position;
import dev.oriel.view.SourceTopic;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WatchPositionTest {

    private final WatchPosition position = new WatchPosition(new SourceTopic("orders", "id1", 4), Set.of(2, 1));

    @Test
    void it_is_written_as_a_position_for_each_partition() {
        assertThat(position).hasToString("orders/1@-1~id1,orders/2@-1~id1");

        position.reach(Map.of(2, 7L, 3, 9L));
        position.reach(Map.of(2, 5L));

        assertThat(position).hasToString("orders/1@-1~id1,orders/2@7~id1");
        assertThat(position.known()).isEqualTo(Map.of(2, 7L));
        assertThat(position.format(position.known())).isEqualTo("orders/2@7~id1");
    }

    @Test
    void what_it_has_written_is_resumed() {
        position.reach(Map.of(1, 3L));

        assertThat(position.resumed(Position.parseList(position.toString()))).contains(Map.of(1, 3L, 2, -1L));
    }

    @Test
    void more_partitions_than_it_covers_do_no_harm_and_of_two_offsets_the_lower_counts() {
        assertThat(position.resumed(Position.parseList("orders/0@1,orders/1@2~id1,orders/2@8,orders/2@3,stock/1@0")))
                .contains(Map.of(1, 2L, 2, 3L));
    }

    @Test
    void a_partition_that_is_missing_or_of_another_life_is_not_resumed() {
        assertThat(position.resumed(Position.parseList("orders/1@2"))).isEmpty();
        assertThat(position.resumed(Position.parseList("orders/1@2~id1,orders/2@3~id2")))
                .isEmpty();
        assertThat(position.offsetsIn(Position.parseList("orders/1@2~id1,orders/2@3~id2")))
                .isEqualTo(Map.of(1, 2L));
    }

    @Test
    void what_is_forgotten_is_nowhere_again() {
        position.reach(Map.of(1, 3L));
        position.forget();

        assertThat(position.known()).isEmpty();
        assertThat(position.of(Set.of(1))).isEqualTo(Map.of(1, -1L));
    }
}
