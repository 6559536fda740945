package dev.oriel.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServedByTest {

    @Test
    void it_is_written_as_a_structured_field() {
        assertThat(new ServedBy("oriel-1", Role.ACTIVE, 1, OptionalLong.of(0)))
                .hasToString("\"oriel-1\";role=active;hops=1;stale-ms=0");
    }

    @Test
    void what_is_not_known_is_left_out() {
        assertThat(new ServedBy("oriel-1", Role.GLOBAL, 0, OptionalLong.empty()))
                .hasToString("\"oriel-1\";role=global;hops=0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '\0',
            value = {"a\"b \"a\\\"b\"", "a\\b \"a\\\\b\"", "\"\\ \"\\\"\\\\\"", "a;b=c \"a;b=c\""})
    void quotes_and_backslashes_in_the_name_are_escaped(String name, String written) {
        assertThat(new ServedBy(name, Role.STANDBY, 0, OptionalLong.empty()))
                .hasToString(written + ";role=standby;hops=0");
    }

    @ParameterizedTest
    @CsvSource({"ACTIVE, active", "STANDBY, standby", "RESTORING, restoring", "GLOBAL, global"})
    void roles_are_spelt_in_lower_case(Role role, String name) {
        assertThat(role.wireName()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"oriel-1", "a\"b", "a\\b", "\"\\ \"", "a;role=standby", "", "a, b"})
    void what_is_written_is_read(String name) {
        for (Role role : Role.values()) {
            for (OptionalLong stale : new OptionalLong[] {OptionalLong.empty(), OptionalLong.of(Long.MAX_VALUE)}) {
                ServedBy servedBy = new ServedBy(name, role, 1, stale);

                assertThat(ServedBy.parse(servedBy.toString())).isEqualTo(servedBy);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"o\";role=active;hops=0;region=eu",
                "\"o\";region=\"a;role=standby\";role=active;hops=0",
                "\"o\"; role=active; hops=0;fresh",
                "\"o\";hops=0;role=active;role=active"
            })
    void parameters_of_other_names_are_passed_over(String field) {
        assertThat(ServedBy.parse(field)).isEqualTo(new ServedBy("o", Role.ACTIVE, 0, OptionalLong.empty()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "oriel-1;role=active;hops=0",
                "\"oriel-1;role=active;hops=0",
                "\"o\";role=boss;hops=0",
                "\"o\";hops=0",
                "\"o\";role=active",
                "\"o\";role=active;hops=one",
                "\"o\";role=active;hops=0;stale-ms=",
                "\"o\";role=active;hops=0,\"p\";role=active;hops=0",
                "\"o\\p\";role=active;hops=0",
                "\"é\";role=active;hops=0",
            })
    void what_is_no_such_field_is_refused(String field) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServedBy.parse(field))
                .withMessageStartingWith("expected");
    }

    @Test
    void a_field_without_end_is_refused_unread() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServedBy.parse("\"" + "\\\\".repeat(100_000) + "\";role=active;hops=0"));
    }
}
