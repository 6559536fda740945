package dev.oriel.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicSpecTest {

    @Test
    void reads_a_name_with_partitions() {
        assertThat(TopicSpec.parse("orders:12")).isEqualTo(TopicSpec.retained("orders", 12));
    }

    @Test
    void reads_a_compacted_topic() {
        assertThat(TopicSpec.parse("shop.orders_v2:1:compact")).isEqualTo(TopicSpec.compacted("shop.orders_v2", 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders:12", "orders:12:compact"})
    void writes_what_it_read(String text) {
        assertThat(TopicSpec.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "orders", "orders:1:compact:x"})
    void another_form_is_refused_with_the_form_expected(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TopicSpec.parse(text))
                .withMessageContaining("expected name:partitions[:compact]")
                .withMessageContaining("found \"" + text + "\"");
    }

    @ParameterizedTest
    @CsvSource({
        "orders:many, \"many\" is not a number of partitions",
        "orders:, \"\" is not a number of partitions",
        "orders:99999999999, \"99999999999\" is not a number of partitions",
        "orders:1:compacted, only \"compact\" may follow",
        "orders:1:, only \"compact\" may follow",
        "orders:0, expected 1 to 1000 partitions",
        "orders:-3, found -3",
        "orders:1001, found 1001",
        "or ders:1, 'expected a topic name, found \"or ders\"'",
        ":1, 'expected a topic name, found \"\"'",
        "..:1, 'expected a topic name, found \"..\"'",
    })
    void a_part_that_cannot_be_is_named(String text, String complaint) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TopicSpec.parse(text))
                .withMessageContaining(complaint);
    }
}
