package dev.oriel.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({"500ms, PT0.5S", "10s, PT10S", "2m, PT2M", "1h, PT1H", "5, PT5S", "0, PT0S", "007s, PT7S"})
    void a_duration_is_an_integer_with_a_unit_or_seconds(String text, Duration duration) {
        assertThat(Durations.parse(text)).contains(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "-1s", "+1s", "1.5s", "1 s", "1S", "1d", "1m30s", "9999999999999s", "١s"})
    void anything_else_is_no_duration(String text) {
        assertThat(Durations.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1.5s, 1500ms", "10 sec, 10s", "90S, 90s", "1d, 24h", "0.5 hours, 30m", "250 millis, ", "abc, "})
    void what_comes_close_is_understood(String text, String meant) {
        assertThat(Durations.suggest(text).orElse(null)).isEqualTo(meant);
    }

    @Property
    void a_formatted_duration_reads_as_the_same(@ForAll @LongRange(min = 0, max = 99_999_999_999L) long millis) {
        Duration duration = Duration.ofMillis(millis);

        assertThat(Durations.parse(Durations.format(duration))).contains(duration);
    }

    @Property
    void no_text_is_too_strange_to_be_refused(@ForAll String text) {
        assertThat(Durations.suggest(text).or(() -> Durations.parse(text).map(Durations::format)))
                .satisfiesAnyOf(
                        meant -> assertThat(meant).isEmpty(),
                        meant ->
                                assertThat(Durations.parse(meant.orElseThrow())).isPresent());
    }
}
