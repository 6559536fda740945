package dev.oriel.view;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.oriel.store.KeyBytes;
import dev.oriel.store.KeyRange;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class TermFormatTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static byte[] term(JsonNode value) {
        return TermFormat.term(value).orElseThrow();
    }

    private static byte[] term(String json) throws Exception {
        return term(JSON.readTree(json));
    }

    private static int order(JsonNode one, JsonNode other) {
        return Integer.signum(Arrays.compareUnsigned(term(one), term(other)));
    }

    private static boolean found(List<KeyRange> ranges, byte[] term) {
        return ranges.stream()
                .anyMatch(range -> Arrays.compareUnsigned(term, range.from()) >= 0
                        && (range.to().isEmpty()
                                || Arrays.compareUnsigned(term, range.to().get()) < 0));
    }

    @Property
    void integers_are_ordered_as_numbers(@ForAll long one, @ForAll long other) {
        assertThat(order(LongNode.valueOf(one), LongNode.valueOf(other))).isEqualTo(Long.compare(one, other));
        assertThat(order(LongNode.valueOf(one), LongNode.valueOf(one == Long.MAX_VALUE ? one : one + 1)))
                .isEqualTo(one == Long.MAX_VALUE ? 0 : -1);
    }

    @Property
    void decimals_are_ordered_as_numbers(@ForAll double one, @ForAll double other) {
        assertThat(order(DoubleNode.valueOf(one), DoubleNode.valueOf(other)))
                .isEqualTo(one == other ? 0 : Double.compare(one, other));
    }

    @Property
    void integers_stand_among_decimals_where_they_belong(@ForAll int integer, @ForAll double decimal) {
        assertThat(order(LongNode.valueOf(integer), DoubleNode.valueOf(decimal)))
                .isEqualTo(integer == decimal ? 0 : Double.compare(integer, decimal));
        assertThat(order(LongNode.valueOf(integer), DoubleNode.valueOf(integer)))
                .isZero();
    }

    @Property
    void strings_are_ordered_by_their_utf_8(
            @ForAll @StringLength(max = 6) String one, @ForAll @StringLength(max = 6) String other) {
        assertThat(order(TextNode.valueOf(one), TextNode.valueOf(other)))
                .isEqualTo(Integer.signum(Arrays.compareUnsigned(one.getBytes(UTF_8), other.getBytes(UTF_8))));
        boolean same = Arrays.equals(one.getBytes(UTF_8), other.getBytes(UTF_8));
        assertThat(KeyBytes.startsWith(term(TextNode.valueOf(one)), term(TextNode.valueOf(other))))
                .isEqualTo(same);
        assertThat(found(TermFormat.startingWith("\"" + "\""), term(TextNode.valueOf(one))))
                .isTrue();
    }

    @Test
    void booleans_come_before_numbers_and_these_before_strings() throws Exception {
        assertThat(
                        List.of("false", "true", "-1e300", "-1", "0", "0.5", "3", "1e300", "\"\"", "\"3\"", "\"true\"")
                                .stream()
                                .map(json -> {
                                    try {
                                        return KeyBytes.of(term(json));
                                    } catch (Exception e) {
                                        throw new AssertionError(e);
                                    }
                                })
                                .toList())
                .isSorted();
        assertThat(term("0")).isEqualTo(term("-0.0")).isEqualTo(term("0.0"));
    }

    @Test
    void what_is_no_value_has_no_term() throws Exception {
        for (String json : List.of("null", "{}", "[]", "[1]", "\"" + "x".repeat(1025) + '"')) {
            assertThat(TermFormat.term(JSON.readTree(json))).isEmpty();
        }
        assertThat(TermFormat.term(JSON.readTree("\"" + "x".repeat(1024) + '"')))
                .isPresent();
    }

    @Test
    void what_is_written_like_a_number_means_the_number_and_the_string() throws Exception {
        assertThat(found(TermFormat.exactly("42"), term("42"))).isTrue();
        assertThat(found(TermFormat.exactly("42"), term("42.0"))).isTrue();
        assertThat(found(TermFormat.exactly("42"), term("\"42\""))).isTrue();
        assertThat(found(TermFormat.exactly("42"), term("43"))).isFalse();
        assertThat(found(TermFormat.exactly("\"42\""), term("42"))).isFalse();
        assertThat(found(TermFormat.exactly("\"42\""), term("\"42\""))).isTrue();
        assertThat(found(TermFormat.exactly("true"), term("true"))).isTrue();
        assertThat(found(TermFormat.exactly("paid"), term("\"paid\""))).isTrue();
        assertThat(found(TermFormat.exactly("paid"), term("\"paid!\""))).isFalse();
        assertThat(found(TermFormat.exactly("\""), term("\"\\\"\""))).isTrue();
    }

    @Test
    void ranges_are_of_numbers_where_their_bounds_are() throws Exception {
        List<KeyRange> numbers = TermFormat.between(Optional.of("9"), Optional.of("10.5"));
        assertThat(found(numbers, term("9"))).isTrue();
        assertThat(found(numbers, term("10"))).isTrue();
        assertThat(found(numbers, term("10.5"))).isFalse();
        assertThat(found(numbers, term("\"9\""))).isFalse();
        List<KeyRange> strings = TermFormat.between(Optional.of("\"9\""), Optional.empty());
        assertThat(found(strings, term("\"91\""))).isTrue();
        assertThat(found(strings, term("\"10\""))).isFalse();
        assertThat(found(strings, term("9"))).isFalse();
        assertThat(found(TermFormat.between(Optional.empty(), Optional.of("5")), term("-1e9")))
                .isTrue();
        assertThat(found(TermFormat.between(Optional.empty(), Optional.of("5")), term("true")))
                .isFalse();
        assertThat(TermFormat.between(Optional.of("b"), Optional.of("a"))).isEmpty();
        assertThat(found(TermFormat.startingWith("pa"), term("\"paid\""))).isTrue();
        assertThat(found(TermFormat.startingWith("pa"), term("\"pb\""))).isFalse();
    }
}
