package dev.oriel.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/** Runs calls that block side by side, each but the last on a virtual thread of its own. */
final class SideBySide {

    /** Something that blocks, and that an interrupt ends. */
    @FunctionalInterface
    interface Call<T> {
        T run() throws InterruptedException;
    }

    private SideBySide() {}

    /**
     * What all of them return, in their order. When one fails, or this thread is interrupted, the others are interrupted.
     */
    static <T> List<T> all(List<Call<T>> calls) throws InterruptedException {
        List<FutureTask<T>> tasks = new ArrayList<>();
        for (Call<T> call : calls) {
            tasks.add(new FutureTask<>(call::run));
        }
        try {
            for (int i = 0; i + 1 < tasks.size(); i++) {
                Thread.ofVirtual().name("slice").start(tasks.get(i));
            }
            if (!tasks.isEmpty()) {
                tasks.getLast().run();
            }
            List<T> results = new ArrayList<>(tasks.size());
            if (!tasks.isEmpty()) {
                // If this thread was interrupted in it, the others are not to be waited for.
                T unused = tasks.getLast().get();
            }
            for (Future<T> task : tasks) {
                results.add(task.get());
            }
            return results;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof InterruptedException) {
                throw new InterruptedException();
            }
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } finally {
            tasks.forEach(task -> task.cancel(true));
        }
    }
}
