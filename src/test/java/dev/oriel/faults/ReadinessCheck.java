package dev.oriel.faults;

import java.util.concurrent.locks.LockSupport;

/** What a load balancer does all the time: it asks an instance whether it is ready, four times a second. */
final class ReadinessCheck implements AutoCloseable {

    private static final long PAUSE_NANOS = 250_000_000;

    private final Member member;
    private final Thread thread = Thread.ofVirtual().name("readiness").unstarted(this::run);
    private volatile boolean ready = true;
    private volatile boolean stopped;

    /** Begins to ask an instance, which counts as ready until it does not say so. */
    ReadinessCheck(Member member) {
        this.member = member;
        thread.start();
    }

    private void run() {
        while (!stopped) {
            ready = member.isReady();
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Whether it was ready when it was asked last. */
    boolean isReady() {
        return ready;
    }

    /** Asks no more. */
    @Override
    public void close() {
        stopped = true;
    }
}
