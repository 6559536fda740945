package dev.oriel.wait;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The timer of an instance: one thread for all deadlines, which forgets those that are cancelled. */
public final class ThreadTimer implements DeadlineTimer, AutoCloseable {

    private final ScheduledThreadPoolExecutor executor;

    /** A timer whose thread starts with the first deadline. */
    public ThreadTimer() {
        executor = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("deadlines").factory());
        executor.setRemoveOnCancelPolicy(true);
        executor.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    }

    @Override
    public Task in(long nanos, Runnable task) {
        ScheduledFuture<?> scheduled = executor.schedule(task, nanos, TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
    }

    /** What has not been run will not be, nor what comes after. */
    @Override
    public void close() {
        executor.shutdownNow();
    }
}
