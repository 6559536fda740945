package dev.oriel.wait;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Workers that do nothing until the test has them, one task after the other on its own thread. */
final class QueuedWorkers implements Executor {

    private final Deque<Runnable> queue = new ArrayDeque<>();
    private int mostQueued;
    private boolean gone;

    @Override
    public synchronized void execute(Runnable task) {
        if (gone) {
            throw new RejectedExecutionException("gone");
        }
        queue.add(task);
        mostQueued = Math.max(mostQueued, queue.size());
    }

    /** Runs the oldest task; returns whether there was one. */
    boolean runNext() {
        Optional<Runnable> next = poll();
        next.ifPresent(Runnable::run);
        return next.isPresent();
    }

    private synchronized Optional<Runnable> poll() {
        return Optional.ofNullable(queue.poll());
    }

    /** Runs tasks until none is left, those that come of them included. */
    void runAll() {
        boolean more = true;
        while (more) {
            more = runNext();
        }
    }

    synchronized int queued() {
        return queue.size();
    }

    /** The most that were ever queued at once. */
    synchronized int mostQueued() {
        return mostQueued;
    }

    /** Takes no task any more. */
    synchronized void sendHome() {
        gone = true;
    }
}
