package dev.oriel.client;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code Retry-After} (RFC 9110): seconds, or a date. */
final class RetryAfter {

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

    private RetryAfter() {}

    /** The time to wait from now on, not negative; empty if the value is neither seconds nor a date. */
    static Optional<Duration> parse(String value, Instant now) {
        String written = value.strip();
        if (SECONDS.matcher(written).matches()) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(written)));
        }
        try {
            Instant then = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(written));
            Duration left = Duration.between(now, then);
            return Optional.of(left.isNegative() ? Duration.ZERO : left);
        } catch (DateTimeException noDate) {
            return Optional.empty();
        }
    }
}
