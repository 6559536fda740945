package dev.oriel.faults;

import java.util.concurrent.atomic.AtomicLongArray;

/** Times counted in buckets, each five percent wider than the one before; from 10 µs on. Safe for all threads. */
final class LatencyBuckets {

    private static final double GROWTH = 1.05;
    private static final double FIRST_NANOS = 10_000;
    private static final int BUCKETS = 320;

    private final AtomicLongArray counts = new AtomicLongArray(BUCKETS);

    void add(long nanos) {
        double steps = Math.log(Math.max(1, nanos / FIRST_NANOS)) / Math.log(GROWTH);
        counts.incrementAndGet((int) Math.min(BUCKETS - 1, Math.ceil(steps)));
    }

    long count() {
        long sum = 0;
        for (int i = 0; i < BUCKETS; i++) {
            sum += counts.get(i);
        }
        return sum;
    }

    /** The time that a share of all do not exceed, in milliseconds, five percent too much at most; 0 if there are none. */
    double quantileMillis(double share) {
        long all = count();
        long below = 0;
        for (int i = 0; i < BUCKETS && all > 0; i++) {
            below += counts.get(i);
            if (below >= share * all) {
                return FIRST_NANOS * Math.pow(GROWTH, i) / 1e6;
            }
        }
        return 0;
    }
}
