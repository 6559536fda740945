package dev.oriel.process;

import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/**
 * How long to pause between two records: never in step with anything.
 *
 * @param nanos the shortest pause; the longest is twice as long
 */
record Pace(long nanos) {

    void pause() {
        LockSupport.parkNanos(nanos + RandomGenerator.getDefault().nextLong(nanos));
    }
}
