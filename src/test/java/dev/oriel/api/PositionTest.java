package dev.oriel.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class PositionTest {

    @Test
    void it_is_written_as_topic_partition_and_offset() {
        assertThat(new Position("orders", 3, 1234, Optional.empty())).hasToString("orders/3@1234");
        assertThat(new Position("shop.orders_v2-x", 0, 0, Optional.empty())).hasToString("shop.orders_v2-x/0@0");
    }

    @Test
    void the_topics_id_comes_last() {
        assertThat(new Position("orders", 3, 1234, Optional.of("k3QxC0vSTb2eIPhLQTdRXw")))
                .hasToString("orders/3@1234~k3QxC0vSTb2eIPhLQTdRXw");
    }
}
