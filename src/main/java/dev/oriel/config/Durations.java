package dev.oriel.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Durations as they are written: {@code 500ms}, {@code 10s}, {@code 2m}, {@code 1h}; a bare number is seconds. */
public final class Durations {

    private static final Pattern WRITTEN = Pattern.compile("(\\d{1,12})(ms|s|m|h)?");
    private static final Pattern NEARLY = Pattern.compile(
            "(\\d{1,9}(?:\\.\\d{1,9})?)\\s*(milliseconds?|msecs?|ms|seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d)?",
            Pattern.CASE_INSENSITIVE);

    private Durations() {}

    /** A duration as it is written; empty if the text is none. */
    public static Optional<Duration> parse(String text) {
        var matcher = WRITTEN.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long amount = Long.parseLong(matcher.group(1));
        String unit = Optional.ofNullable(matcher.group(2)).orElse("s");
        return Optional.of(
                switch (unit) {
                    case "ms" -> Duration.ofMillis(amount);
                    case "m" -> Duration.ofMinutes(amount);
                    case "h" -> Duration.ofHours(amount);
                    default -> Duration.ofSeconds(amount);
                });
    }

    /** The shorter of two. */
    public static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** How {@code 1.5s} or {@code 10 seconds} would be written. */
    static Optional<String> suggest(String text) {
        var matcher = NEARLY.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String unit = Optional.ofNullable(matcher.group(2)).orElse("s").toLowerCase(Locale.ROOT);
        BigDecimal millis = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(millisIn(unit)));
        return Optional.of(format(Duration.ofMillis(millis.longValue())));
    }

    /** The shortest way to write a duration of whole milliseconds. */
    static String format(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1_000 != 0) {
            return millis + "ms";
        }
        long seconds = millis / 1_000;
        if (seconds == 0 || seconds % 60 != 0) {
            return seconds + "s";
        }
        return seconds % 3_600 == 0 ? seconds / 3_600 + "h" : seconds / 60 + "m";
    }

    /** A setting between two durations, both included. */
    static ScalarType<Duration> between(Duration least, Duration most) {
        return new ScalarType<>(
                "a duration from %s to %s, as 500ms, 10s, 2m or 1h".formatted(format(least), format(most)),
                ScalarType.TEXT_OR_INTEGER,
                text -> parse(text).filter(duration -> duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0),
                text -> parse(text).isPresent() ? Optional.empty() : suggest(text));
    }

    private static long millisIn(String unit) {
        if (unit.startsWith("ms") || unit.startsWith("milli")) {
            return 1;
        }
        return switch (unit.charAt(0)) {
            case 'm' -> 60_000;
            case 'h' -> 3_600_000;
            case 'd' -> 86_400_000;
            default -> 1_000;
        };
    }
}
