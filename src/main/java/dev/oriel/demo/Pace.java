package dev.oriel.demo;

import java.time.Duration;

/**
 * When the next of a steady series is due, in the nanoseconds of {@link System#nanoTime()}. A series that has fallen
 * behind makes up for a second at most, so that a pause is not followed by a flood.
 */
final class Pace {

    private static final long CATCH_UP_NANOS = Duration.ofSeconds(1).toNanos();

    private final long intervalNanos;
    private long due;

    /** A series that begins at {@code now}. */
    Pace(double perSecond, long now) {
        this.intervalNanos = Math.max(1, Math.round(Duration.ofSeconds(1).toNanos() / perSecond));
        this.due = now;
    }

    /** How long to wait before the next, not positive if it is due; a wait does not use it up. */
    long nanosUntilDue(long now) {
        return due - now;
    }

    /** The next has happened at {@code now}. */
    void happened(long now) {
        due = Math.max(due + intervalNanos, now - CATCH_UP_NANOS);
    }
}
