package dev.oriel.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    @Test
    void an_object_is_read_with_all_that_json_has() {
        Json.JsonObject read = Json.parse("""
                 { "text": "a \\"b\\" \\u00e9\\ud83d\\udd11 \\/\\b\\f\\n\\r\\t", "empty": "", "": 0,
                   "integer": -9223372036854775808, "long": 9223372036854775808, "half": -0.5e-1,
                   "yes": true, "no": false, "nothing": null, "list": [ 1 , [ ], { } ], "object": {"a":{"b":[null]}} }
                """);

        assertThat(read.values())
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("text", "a \"b\" é🔑 /\b\f\n\r\t"),
                        Map.entry("empty", ""),
                        Map.entry("", 0L),
                        Map.entry("integer", Long.MIN_VALUE),
                        Map.entry("long", Math.scalb(1.0, 63)),
                        Map.entry("half", -0.05),
                        Map.entry("yes", true),
                        Map.entry("no", false),
                        Map.entry("nothing", Optional.empty()),
                        Map.entry("list", List.of(1L, List.of(), Map.of())),
                        Map.entry("object", Map.of("a", Map.of("b", List.of(Optional.empty()))))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ \"a\" :\t[1,  2] }",
                "1.50",
                "\"\\u00e9 é\"",
                "null",
                "{\"value\":{\"value\":1}}",
                "{\"twice\":1,\"twice\":2}"
            })
    void a_member_can_be_had_as_it_stands(String value) {
        assertThat(Json.parse("{\"first\":1,\"value\": " + value + "\n}").slices())
                .containsEntry("value", value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "[]",
                "1",
                "{",
                "{}}",
                "{} x",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{,}",
                "{a:1}",
                "{'a':1}",
                "{\"a\":[1,]}",
                "{\"a\":[1 2]}",
                "{\"a\":[}",
                "{\"a\":01}",
                "{\"a\":+1}",
                "{\"a\":-}",
                "{\"a\":1.}",
                "{\"a\":.5}",
                "{\"a\":1e}",
                "{\"a\":0x1}",
                "{\"a\":NaN}",
                "{\"a\":tru}",
                "{\"a\":True}",
                "{\"a\":\"}",
                "{\"a\":\"\\\"}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12\"}",
                "{\"a\":\"\\u12g4\"}",
                "{\"a\":\"\\u１234\"}",
                "{\"a\":\"\t\"}",
                "{\"a\":1}//",
                "\uFEFF{}"
            })
    void what_is_no_json_object_is_refused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Json.parse(text))
                .withMessageMatching("expected .+ at character [0-9]+");
    }

    @Test
    void depth_has_a_limit_that_is_not_the_stacks() {
        assertThat(Json.parse(nested(Json.MAX_DEPTH)).values()).hasSize(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Json.parse(nested(Json.MAX_DEPTH + 1)))
                .withMessageContaining("at most 1000 levels");
        assertThatIllegalArgumentException().isThrownBy(() -> Json.parse("{\"a\":" + "[".repeat(1_000_000)));
    }

    private static String nested(int levels) {
        return "{\"a\":" + "[".repeat(levels - 1) + "]".repeat(levels - 1) + "}";
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "-0, 0", "12, 12", "9223372036854775807, 9223372036854775807"})
    void whole_numbers_are_longs(String written, long number) {
        assertThat(Json.parse("{\"n\":" + written + "}").integer("n")).contains(number);
    }

    @Test
    void members_of_another_type_are_none() {
        Json.JsonObject read = Json.parse("{\"text\":1,\"integer\":\"1\",\"half\":0.5}");

        assertThat(read.text("text")).isEmpty();
        assertThat(read.integer("integer")).isEmpty();
        assertThat(read.integer("half")).isEmpty();
        assertThat(read.text("missing")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "\"\\/", "\b\f\n\r\t\u0000", "é🔑"})
    void a_text_that_was_quoted_is_read_as_it_was(String text) {
        assertThat(Json.parse("{\"a\":" + Json.quoted(text) + "}").text("a")).contains(text);
    }
}
