package dev.oriel.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
}
