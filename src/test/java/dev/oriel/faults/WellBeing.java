package dev.oriel.faults;

import java.util.concurrent.locks.LockSupport;

/** Looks four times a second whether a cluster is whole. Asked from other threads. */
final class WellBeing implements AutoCloseable {

    private static final long PAUSE_NANOS = 250_000_000;

    private final Cluster cluster;
    private final Thread thread = Thread.ofPlatform().name("well-being").unstarted(this::run);
    private volatile boolean whole;
    private volatile long changed = System.nanoTime();
    private volatile boolean stopped;

    /** Begins to look. */
    WellBeing(Cluster cluster) {
        this.cluster = cluster;
        thread.start();
    }

    private void run() {
        while (!stopped) {
            boolean now = cluster.isWhole();
            if (now != whole) {
                changed = System.nanoTime();
                whole = now;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Whether it was when it was last looked at. */
    boolean isWhole() {
        return whole;
    }

    /** Since when it is as it is, in nanoseconds of {@link System#nanoTime}. */
    long since() {
        return changed;
    }

    @Override
    public void close() {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
