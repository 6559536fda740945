package dev.oriel.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * A result that several steps lead to. However it completes, by a cancellation too, the step under way is cancelled. Safe for all
 * threads; steps follow one another.
 */
final class Pending<T> extends CompletableFuture<T> {

    private volatile Future<?> step = CompletableFuture.completedFuture(true);

    private Pending() {}

    static <T> Pending<T> create() {
        Pending<T> pending = new Pending<>();
        var unused = pending.whenComplete((value, failure) -> pending.step.cancel(true));
        return pending;
    }

    /** Notes the step that is under way now. */
    void awaits(Future<?> next) {
        step = next;
        // Completed in the meantime: then nobody else has seen this step.
        if (isDone()) {
            next.cancel(true);
        }
    }

    /** Goes on when a step is done. If the step fails, or what follows, so does the whole. */
    <U> void then(CompletableFuture<U> next, Consumer<U> follows) {
        awaits(next);
        var unused = next.whenComplete((value, failure) -> {
            if (failure != null) {
                completeExceptionally(failure);
                return;
            }
            try {
                follows.accept(value);
            } catch (RuntimeException e) {
                completeExceptionally(e);
            }
        });
    }
}
