package dev.oriel.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.oriel.api.Position;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SessionPositionsTest {

    private final SessionPositions positions = new SessionPositions();

    private void add(String text) {
        positions.add(Position.parseList(text));
    }

    private String[] known() {
        return positions.positions().stream().map(Position::toString).toArray(String[]::new);
    }

    @Test
    void the_highest_of_each_partition_is_kept() {
        add("orders/0@5,orders/1@7,customers/0@1");
        add("orders/0@4,orders/1@8");

        assertThat(known()).containsExactlyInAnyOrder("orders/0@5", "orders/1@8", "customers/0@1");
    }

    @Test
    void a_position_that_knows_its_topic_is_preferred_at_the_same_offset() {
        add("orders/0@5");
        add("orders/0@5~life1");
        assertThat(known()).containsExactly("orders/0@5~life1");

        add("orders/0@5");
        assertThat(known()).containsExactly("orders/0@5~life1");
    }

    @Test
    void a_write_beyond_what_was_read_counts_whatever_is_known_of_the_topic() {
        add("orders/0@5~life1");
        add("orders/0@6");

        assertThat(known()).containsExactly("orders/0@6");
    }

    @Test
    void a_position_of_another_life_of_the_topic_replaces_the_older_one() {
        add("orders/0@500~life1");
        add("orders/0@3~life2");

        assertThat(known()).containsExactly("orders/0@3~life2");
    }

    @Test
    void a_partition_of_which_nothing_was_read_is_not_worth_remembering() {
        add("orders/0@-1~life1");

        assertThat(positions.isEmpty()).isTrue();
    }

    @Test
    void it_rather_fails_than_forget() {
        IntStream.range(0, Position.MAX_IN_LIST).forEach(partition -> add("orders/" + partition + "@1"));

        assertThatExceptionOfType(SessionFullException.class)
                .isThrownBy(() -> add("orders/" + Position.MAX_IN_LIST + "@1"))
                .withMessageContaining("1000 partitions");
        add("orders/0@2");
        assertThat(known()).hasSize(Position.MAX_IN_LIST).contains("orders/0@2");
    }
}
