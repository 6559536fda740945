package dev.oriel.watch;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes the one thread of a watch. Calls that come while it is awake count as one. Safe for all threads; waking never blocks. */
public final class Wakeup {

    private final Semaphore called = new Semaphore(0);

    /** There may be something to do. */
    public void call() {
        if (called.availablePermits() == 0) {
            called.release();
        }
    }

    /**
     * Waits until it is called, or has been since it last returned.
     *
     * @param nanos how long to wait at most
     * @return whether it was called
     */
    public boolean await(long nanos) throws InterruptedException {
        boolean woken = called.tryAcquire(nanos, TimeUnit.NANOSECONDS);
        called.drainPermits();
        return woken;
    }
}
