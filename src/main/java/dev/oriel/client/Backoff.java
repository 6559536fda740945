package dev.oriel.client;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before an attempt is made again when the server does not say: twice as long each time, up to a limit, less a
 * random part of up to a half, so that many clients do not come back at once. Immutable.
 *
 * @param first the first wait
 * @param most the longest wait
 * @param random numbers from 0 to 1
 */
record Backoff(Duration first, Duration most, DoubleSupplier random) {

    private static final int DOUBLINGS = 30;

    /** The wait after so many failures in a row, from 1. */
    Duration after(int failures) {
        long factor = 1L << Math.min(failures - 1, DOUBLINGS);
        long millis = Math.min(first.toMillis() * factor, most.toMillis());
        return Duration.ofMillis(Math.round(millis * (1 - random.getAsDouble() / 2)));
    }

    /** The same from another first wait on, which is at most the longest. */
    Backoff from(Duration otherFirst) {
        return new Backoff(otherFirst.compareTo(most) < 0 ? otherFirst : most, most, random);
    }
}
