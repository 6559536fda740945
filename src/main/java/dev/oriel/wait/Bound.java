package dev.oriel.wait;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** How many of one kind may be under way at once, how many are, and how many have been refused. Safe for all threads. */
public final class Bound {

    private final String name;
    private final int limit;
    private final Semaphore free;
    private final LongAdder refused = new LongAdder();

    /**
     * Nothing is under way.
     *
     * @param name of what is bounded, as the metrics have it
     * @param limit how many may be under way
     */
    public Bound(String name, int limit) {
        this.name = name;
        this.limit = limit;
        this.free = new Semaphore(limit);
    }

    /** Of what is bounded. */
    public String name() {
        return name;
    }

    /** Takes a place, to be given back by {@link #leave}; false if all are taken. */
    public boolean tryEnter() {
        return counted(free.tryAcquire());
    }

    /** The same, waiting for a place for so many nanoseconds at most. */
    public boolean tryEnter(long nanos) throws InterruptedException {
        return counted(free.tryAcquire(nanos, TimeUnit.NANOSECONDS));
    }

    private boolean counted(boolean entered) {
        if (!entered) {
            refused.increment();
        }
        return entered;
    }

    /** Gives a place back. */
    public void leave() {
        free.release();
    }

    /** How many may be under way. */
    public int limit() {
        return limit;
    }

    /** How many are. */
    public int inUse() {
        return limit - free.availablePermits();
    }

    /** How many have been refused. */
    public long refused() {
        return refused.sum();
    }
}
