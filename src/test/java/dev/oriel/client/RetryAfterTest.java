package dev.oriel.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");

    @ParameterizedTest
    @CsvSource({"0, PT0S", "1, PT1S", "' 120 ', PT2M"})
    void seconds_are_read(String value, Duration wait) {
        assertThat(RetryAfter.parse(value, NOW)).contains(wait);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Wed, 25 Nov 2026 10:00:30 GMT | PT30S",
                "Wed, 25 Nov 2026 10:00:00 GMT | PT0S",
                "Wed, 25 Nov 2026 09:00:00 GMT | PT0S"
            })
    void a_date_is_read_as_the_time_until_then(String value, Duration wait) {
        assertThat(RetryAfter.parse(value, NOW)).contains(wait);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1", "1.5", "1s", "99999999999", "2026-11-25T10:00:00Z", "Wed, 25 Nov"})
    void anything_else_says_nothing(String value) {
        assertThat(RetryAfter.parse(value, NOW)).isEmpty();
    }

    @Test
    void pauses_double_up_to_the_longest() {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), () -> 0);

        assertThat(backoff.after(1)).hasMillis(100);
        assertThat(backoff.after(2)).hasMillis(200);
        assertThat(backoff.after(4)).hasMillis(800);
        assertThat(backoff.after(5)).hasMillis(1_000);
        assertThat(backoff.after(Integer.MAX_VALUE)).hasMillis(1_000);
    }

    @Test
    void pauses_are_shortened_by_chance_up_to_a_half() {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), () -> 1);

        assertThat(backoff.after(1)).hasMillis(50);
        assertThat(backoff.after(9)).hasMillis(500);
    }

    @Test
    void a_first_pause_that_the_server_names_is_cut_to_the_longest() {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), () -> 0);

        assertThat(backoff.from(Duration.ofMillis(300)).after(2)).hasMillis(600);
        assertThat(backoff.from(Duration.ofDays(1)).after(1)).hasMillis(1_000);
    }
}
