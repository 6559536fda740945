package dev.oriel.view;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oriel.config.ValueType;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueFormatTest {

    private static final ValueFormat JSON = ValueFormat.of(ValueType.JSON);
    private static final ValueFormat LONG = ValueFormat.of(ValueType.LONG);
    private static final ValueFormat DOUBLE = ValueFormat.of(ValueType.DOUBLE);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "true",
                "0",
                "-1.5e-7",
                "123456789012345678901234567890",
                "\"\"",
                "\"é😀\\u0000\\ud83d\"",
                " \t\r\n{ } \n",
                "{\"a\":[1,{\"b\":null}],\"a\":2}",
            })
    void one_json_text_of_any_kind_is_taken_and_kept_as_it_is(String text) {
        byte[] value = text.getBytes(UTF_8);

        assertThat(JSON.flaw(value)).isEmpty();
        assertThat(JSON.wire(value)).isSameAs(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " ",
                "\n",
                "{",
                "[1,",
                "[1,]",
                "{\"a\"}",
                "{a:1}",
                "{'a':1}",
                "\"",
                "\"\n\"",
                "nul",
                "nulls",
                "NaN",
                "Infinity",
                "+1",
                "01",
                "1.",
                ".5",
                "0x10",
                "{}{}",
                "1 2",
                "{} x",
                "[] ]",
                "null,",
                "{}\0",
                "// comment\n{}",
                "[\"\\x\"]",
                "<a/>",
            })
    void anything_else_is_no_json(String text) {
        assertThat(JSON.flaw(text.getBytes(UTF_8)))
                .hasValueSatisfying(flaw -> assertThat(flaw).startsWith("the value is not "));
    }

    @Test
    void nothing_is_no_json() {
        assertThat(JSON.flaw(new byte[0])).contains("the value is empty, which is not JSON");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "efbbbf7b7d", // a byte order mark
                "22ff22", // no first byte
                "22c322", // a first byte alone
                "22c08022", // an overlong NUL
                "22e080af22", // an overlong slash
                "22eda08022", // a surrogate
                "22f490808022", // beyond Unicode
                "7b22c08022", // in a name
                "22c3", // cut off
            })
    void json_in_anything_but_utf_8_is_flawed(String hex) {
        assertThat(JSON.flaw(HexFormat.of().parseHex(hex))).isPresent();
    }

    @Test
    void json_in_wider_characters_is_flawed() {
        for (Charset charset : List.of(UTF_16BE, UTF_16LE, Charset.forName("UTF-32BE"), Charset.forName("UTF-32LE"))) {
            assertThat(JSON.flaw("{}".getBytes(charset))).as(charset.name()).contains("the value is not JSON in UTF-8");
            assertThat(JSON.flaw("\ufeff{}".getBytes(charset))).isPresent();
        }
    }

    @Test
    void deep_nesting_is_taken_up_to_a_bound_and_does_no_harm_beyond() {
        assertThat(JSON.flaw(nested(1000))).isEmpty();
        assertThat(JSON.flaw(nested(1001)))
                .hasValueSatisfying(flaw -> assertThat(flaw).contains("nesting depth"));
        assertThat(JSON.flaw(nested(1_000_000))).isPresent();
    }

    private static byte[] nested(int depth) {
        return ("[".repeat(depth) + "]".repeat(depth)).getBytes(UTF_8);
    }

    @Property
    void no_bytes_are_too_strange_to_be_judged(@ForAll byte[] value) {
        boolean taken = JSON.flaw(value).isEmpty();

        assertThat(!taken || Utf8.flaw(value).isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-1, -1",
        "9223372036854775807, 9223372036854775807",
        "-9223372036854775808, -9223372036854775808"
    })
    void a_long_is_sent_as_a_json_number(long number, String wire) {
        byte[] value = ByteBuffer.allocate(8).putLong(number).array();

        assertThat(LONG.flaw(value)).isEmpty();
        assertThat(LONG.wire(value)).asString(UTF_8).isEqualTo(wire);
    }

    @Property
    void a_finite_double_is_sent_as_a_json_number_that_reads_as_the_same(@ForAll double number) throws Exception {
        byte[] value = ByteBuffer.allocate(8).putDouble(number).array();

        assertThat(DOUBLE.flaw(value)).isEmpty();
        assertThat(JSON.flaw(DOUBLE.wire(value))).isEmpty();
        assertThat(new ObjectMapper().readTree(DOUBLE.wire(value)).doubleValue())
                .isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void json_has_no_word_for_these(double number) {
        assertThat(DOUBLE.flaw(ByteBuffer.allocate(8).putDouble(number).array()))
                .contains("the value is not a finite number");
    }

    @ParameterizedTest
    @EnumSource(
            value = ValueType.class,
            names = {"LONG", "DOUBLE"})
    void a_number_has_eight_bytes(ValueType type) {
        assertThat(ValueFormat.of(type).flaw(new byte[4]))
                .contains("the value has 4 bytes, a number of this type has 8");
        assertThat(ValueFormat.of(type).flaw(new byte[0])).isPresent();
    }

    @Test
    void a_string_is_utf_8_and_bytes_are_anything() {
        byte[] noText = {-1};

        assertThat(ValueFormat.of(ValueType.STRING).flaw("é".getBytes(UTF_8))).isEmpty();
        assertThat(ValueFormat.of(ValueType.STRING).flaw(new byte[0])).isEmpty();
        assertThat(ValueFormat.of(ValueType.STRING).flaw(noText))
                .contains("the value is not a string: its bytes are not UTF-8");
        assertThat(ValueFormat.of(ValueType.BYTES).flaw(noText)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "JSON, application/json",
        "STRING, text/plain;charset=utf-8",
        "LONG, application/json",
        "DOUBLE, application/json",
        "BYTES, application/octet-stream"
    })
    void each_type_has_its_media_type(ValueType type, String contentType) {
        assertThat(ValueFormat.of(type).contentType()).isEqualTo(contentType);
    }
}
