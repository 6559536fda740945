package dev.oriel.oracle;

import java.time.Duration;

/**
 * A read and its answer.
 *
 * @param instance the number of the instance that was asked
 * @param began when it was sent, in nanoseconds of {@link System#nanoTime}
 * @param ended when the answer was there, likewise
 * @param stoodStill whether the instance was made to stand still meanwhile, and so may have got the request late
 */
record Observation(Asked asked, int instance, Answer answer, long began, long ended, boolean stoodStill) {

    Duration took() {
        return Duration.ofNanos(ended - began);
    }

    @Override
    public String toString() {
        return "%s from oriel-%d: %s after %d ms".formatted(asked, instance, answer, took().toMillis());
    }
}
