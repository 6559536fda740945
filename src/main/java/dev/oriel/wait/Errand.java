package dev.oriel.wait;

import java.lang.invoke.VarHandle;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Something that the workers do in the place of threads that must not be held up. It is with the workers once at most, however
 * often it is ordered; ordered while it is being done, it is done again.
 */
final class Errand implements Runnable {

    private final Runnable task;
    private final Executor workers;
    private final AtomicBoolean ordered = new AtomicBoolean();

    Errand(Runnable task, Executor workers) {
        this.task = task;
        this.workers = workers;
    }

    /** Orders it, unless it is ordered and has not begun. Neither blocks nor throws. */
    void order() {
        if (!ordered.get() && ordered.compareAndSet(false, true)) {
            try {
                workers.execute(this);
            } catch (RejectedExecutionException e) {
                // The workers have been sent home: the instance has stopped, and with it all waits.
                ordered.set(false);
            }
        }
    }

    @Override
    public void run() {
        // Before the task, so that whatever happens during it orders another; and fenced, so that what was written by
        // those
        // who found it ordered is seen by it.
        ordered.set(false);
        VarHandle.fullFence();
        task.run();
    }
}
