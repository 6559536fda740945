package dev.oriel.read;

import java.time.Duration;

/**
 * A moment by which something must be over.
 *
 * @param nanos on the scale of {@link System#nanoTime}
 */
public record Deadline(long nanos) {

    /** So long from now. */
    public static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /** Nanoseconds left, 0 when it has passed. */
    public long nanosLeft() {
        return Math.max(0, nanos - System.nanoTime());
    }

    /** Time left, zero when it has passed. */
    public Duration left() {
        return Duration.ofNanos(nanosLeft());
    }

    /** The one of the two that comes later. */
    public Deadline later(Deadline other) {
        return other.nanos - nanos > 0 ? other : this;
    }

    /** Whether it has passed. */
    public boolean passed() {
        return nanosLeft() == 0;
    }
}
