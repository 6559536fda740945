package dev.oriel.view;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.oriel.config.KeyType;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.kafka.common.serialization.IntegerSerializer;
import org.apache.kafka.common.serialization.LongSerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.serialization.UUIDSerializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFormatTest {

    private static final KeyFormat TEXT = KeyFormat.of(KeyType.STRING);
    private static final KeyFormat INT = KeyFormat.of(KeyType.INT);
    private static final KeyFormat LONG = KeyFormat.of(KeyType.LONG);
    private static final KeyFormat UUIDS = KeyFormat.of(KeyType.UUID);

    @Property
    void a_text_key_is_what_kafkas_serializer_writes(@ForAll String text) throws Exception {
        Assume.that(UTF_8.newEncoder().canEncode(text));
        try (StringSerializer serializer = new StringSerializer()) {
            assertReads(TEXT, text, serializer.serialize("topic", text));
        }
    }

    @Property
    void an_int_key_is_what_kafkas_serializer_writes(@ForAll int number) throws Exception {
        try (IntegerSerializer serializer = new IntegerSerializer()) {
            assertReads(INT, Integer.toString(number), serializer.serialize("topic", number));
        }
    }

    @Property
    void a_long_key_is_what_kafkas_serializer_writes(@ForAll long number) throws Exception {
        try (LongSerializer serializer = new LongSerializer()) {
            assertReads(LONG, Long.toString(number), serializer.serialize("topic", number));
        }
    }

    @Property
    void a_uuid_key_is_what_kafkas_serializer_writes(@ForAll long high, @ForAll long low) throws Exception {
        UUID uuid = new UUID(high, low);
        try (UUIDSerializer serializer = new UUIDSerializer()) {
            assertReads(UUIDS, uuid.toString(), serializer.serialize("topic", uuid));
        }
    }

    private static void assertReads(KeyFormat format, String text, byte[] key) throws BadKeyException {
        assertThat(format.parse(text)).isEqualTo(key);
        assertThat(format.flaw(key)).isEmpty();
        assertThat(format.format(key)).isEqualTo(text);
    }

    @Property
    void whatever_key_is_taken_can_be_asked_for(@ForAll KeyType type, @ForAll("keys") byte[] key)
            throws BadKeyException {
        KeyFormat format = KeyFormat.of(type);

        if (format.flaw(key).isEmpty()) {
            assertThat(format.parse(format.format(key))).isEqualTo(key);
        }
    }

    @Provide
    Arbitrary<byte[]> keys() {
        Arbitrary<byte[]> bytes = Arbitraries.bytes().array(byte[].class).ofMaxSize(10);
        Arbitrary<byte[]> texts = Arbitraries.strings().ofMaxLength(10).map(text -> text.getBytes(UTF_8));
        Arbitrary<byte[]> uuids = Arbitraries.create(UUID::randomUUID)
                .flatMap(uuid -> Arbitraries.of(uuid.toString(), uuid.toString().toUpperCase(Locale.ROOT)))
                .map(text -> text.getBytes(UTF_8));
        return Arbitraries.oneOf(bytes, bytes.filter(key -> key.length % 4 == 0), texts, uuids);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a",
                " 1",
                "1 ",
                "+1",
                "-",
                "--1",
                "-0",
                "00",
                "01",
                "-01",
                "1.0",
                "1e3",
                "0x10",
                "1_000",
                "1,000",
                "٣",
                "2147483648",
                "-2147483649",
                "99999999999999999999999999"
            })
    void an_int_has_one_way_to_be_written(String text) {
        assertThatExceptionOfType(BadKeyException.class)
                .isThrownBy(() -> INT.parse(text))
                .satisfies(e -> assertThat(e.expected())
                        .isEqualTo(
                                "a decimal integer from -2147483648 to 2147483647 without leading zeros or plus sign"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "+1",
                "-0",
                "007",
                "9223372036854775808",
                "-9223372036854775809",
                "9999999999999999999",
                "-9999999999999999999"
            })
    void a_long_has_one_way_to_be_written(String text) {
        assertThatExceptionOfType(BadKeyException.class)
                .isThrownBy(() -> LONG.parse(text))
                .withMessageStartingWith("expected a decimal integer from -9223372036854775808 to 9223372036854775807");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "123e4567-e89b-12d3-a456-42661417400",
                "123e4567-e89b-12d3-a456-4266141740000",
                "123e4567e89b12d3a456426614174000",
                "123e4567-e89b-12d3-a456-42661417400g",
                "{123e4567-e89b-12d3-a456-426614174000}",
                "1-1-1-1-1"
            })
    void other_texts_are_no_uuid(String text) {
        assertThatExceptionOfType(BadKeyException.class)
                .isThrownBy(() -> UUIDS.parse(text))
                .withMessage("expected a UUID such as 123e4567-e89b-12d3-a456-426614174000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"123E4567-E89B-12D3-A456-426614174000", "123e4567-e89B-12d3-A456-426614174000"})
    void a_uuid_is_asked_for_in_any_case_but_kept_in_lower_case(String text) throws BadKeyException {
        assertThat(UUIDS.parse(text)).asString(UTF_8).isEqualTo("123e4567-e89b-12d3-a456-426614174000");
        assertThat(UUIDS.flaw(text.getBytes(UTF_8))).contains("the key is not a UUID in text form, in lower case");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud83d", "a\udc4d", "\udc4d\ud83d"})
    void text_that_utf_8_cannot_hold_is_no_key(String text) {
        assertThatExceptionOfType(BadKeyException.class)
                .isThrownBy(() -> TEXT.parse(text))
                .withMessage("expected text that UTF-8 can hold");
    }

    @ParameterizedTest
    @CsvSource({
        "STRING, ff, the key is not a string: its bytes are not UTF-8",
        "STRING, c080, the key is not a string: its bytes are not UTF-8",
        "STRING, eda080, the key is not a string: its bytes are not UTF-8",
        "STRING, 61e282, the key is not a string: its bytes are not UTF-8",
        "INT, 000001, 'the key has 3 bytes, an integer of this type has 4'",
        "INT, 0000000000000001, 'the key has 8 bytes, an integer of this type has 4'",
        "LONG, 00000001, 'the key has 4 bytes, an integer of this type has 8'",
        "LONG, '', 'the key has 0 bytes, an integer of this type has 8'",
        "UUID, 123e4567e89b12d3a456426614174000, 'the key is not a UUID in text form, in lower case'",
    })
    void bytes_of_another_type_are_flawed(KeyType type, String hex, String flaw) {
        assertThat(KeyFormat.of(type).flaw(HexFormat.of().parseHex(hex))).contains(flaw);
    }
}
