package dev.oriel.view;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.oriel.config.VersionSource;
import dev.oriel.view.VersionReader.Version;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionReaderTest {

    private static final byte[] NO_MATTER = "{}".getBytes(UTF_8);

    @Test
    void by_default_it_is_the_offset() {
        VersionReader reader = VersionReader.of(new VersionSource.Offset());

        assertThat(reader.read(Records.record(7, "a", "{}"), NO_MATTER)).isEqualTo(new Version.Known(7));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                ".version ! {\"version\":8} ! 8",
                ".version ! {\"version\":-8} ! -8",
                ".version ! {\"version\":9223372036854775807} ! 9223372036854775807",
                ".meta.seq + 1 ! {\"meta\":{\"seq\":8}} ! 9",
                ".[-1] ! [1,2,3] ! 3",
                ". ! 8 ! 8",
                ".items | length ! {\"items\":[1,2]} ! 2",
            })
    void an_expression_gives_an_integer(String jq, String value, long version) {
        assertThat(read(jq, value)).isEqualTo(new Version.Known(version));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                ".version ! {} ! the version, .version, gives null, expected an integer",
                ".version ! null ! the version, .version, gives null, expected an integer",
                ".version ! {\"version\":\"8\"} ! the version, .version, gives \"8\", expected an integer",
                ".version ! {\"version\":8.5} ! the version, .version, gives 8.5, expected an integer",
                ".version ! {\"version\":9223372036854775808} ! the version, .version, gives 9223372036854775808, expected an integer",
                ".[] ! [1,2] ! the version, .[], gives [1, 2], expected an integer",
                ".[] ! [] ! the version, .[], gives [], expected an integer",
            })
    void what_is_no_integer_is_no_version(String jq, String value, String reason) {
        assertThat(read(jq, value)).isEqualTo(new Version.Missing(reason));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {".version ! 8", ".version ! [1]", "error(\"no\") ! {}", ".a + 1 ! {\"a\":{}}"})
    void an_expression_that_fails_on_a_value_gives_no_version(String jq, String value) {
        assertThat(read(jq, value))
                .isInstanceOfSatisfying(
                        Version.Missing.class,
                        missing ->
                                assertThat(missing.reason()).startsWith("the version, " + jq + ", cannot be read: "));
    }

    @Test
    void a_long_result_is_quoted_in_short() {
        assertThat(read(".", "\"" + "x".repeat(1000) + "\""))
                .isInstanceOfSatisfying(
                        Version.Missing.class,
                        missing -> assertThat(missing.reason())
                                .hasSizeLessThan(150)
                                .contains("…"));
    }

    @Test
    void an_expression_that_cannot_be_read_is_refused_when_it_is_made() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VersionReader.of(new VersionSource.Field(".version |")))
                .withMessageStartingWith("cannot read the jq expression .version |: ");
    }

    @ParameterizedTest
    @CsvSource({"8, 8", "-8, -8", "0, 0"})
    void it_may_stand_in_a_header(String text, long version) {
        assertThat(header(new RecordHeaders().add("seq", text.getBytes(UTF_8)))).isEqualTo(new Version.Known(version));
    }

    @Test
    void of_several_headers_the_last_counts() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("seq", "1".getBytes(UTF_8));
        headers.add("seq", "2".getBytes(UTF_8));

        assertThat(header(headers)).isEqualTo(new Version.Known(2));
    }

    @Test
    void a_missing_header_is_no_version() {
        Version.Missing missing = new Version.Missing("the version's header, seq, is missing");

        assertThat(header(new RecordHeaders())).isEqualTo(missing);
        assertThat(header(new RecordHeaders().add("seq", null))).isEqualTo(missing);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "1.5", " 1", "9223372036854775808"})
    void a_header_that_is_no_integer_is_no_version(String text) {
        assertThat(header(new RecordHeaders().add("seq", text.getBytes(UTF_8))))
                .isEqualTo(new Version.Missing("the version's header, seq, is no integer: " + text));
    }

    private static Version read(String jq, String value) {
        return VersionReader.of(new VersionSource.Field(jq)).read(Records.record(7, "a", value), value.getBytes(UTF_8));
    }

    private static Version header(Headers headers) {
        return VersionReader.of(new VersionSource.Header("seq")).read(Records.record(7, "a", "{}", headers), NO_MATTER);
    }
}
