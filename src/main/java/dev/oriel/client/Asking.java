package dev.oriel.client;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** The requests of one thread that waits for each. Any other may close it, which ends the one that is under way. */
final class Asking implements AutoCloseable {

    private volatile Future<?> underWay = CompletableFuture.completedFuture(true);
    private volatile boolean closed;

    /**
     * Sends a request and waits for its reply.
     *
     * @throws ReadInterruptedException if the thread is interrupted
     * @throws IllegalStateException if this is closed, before or meanwhile
     */
    Reply ask(Supplier<CompletableFuture<Reply>> request) {
        requireOpen();
        CompletableFuture<Reply> reply = request.get();
        underWay = reply;
        if (closed) {
            reply.cancel(true);
        }
        try {
            return Answers.await(reply);
        } catch (CancellationException e) {
            throw failure();
        }
    }

    /** @throws IllegalStateException if this is closed */
    void requireOpen() {
        if (closed) {
            throw failure();
        }
    }

    private static IllegalStateException failure() {
        return new IllegalStateException("closed: there may have been more entries");
    }

    @Override
    public void close() {
        closed = true;
        underWay.cancel(true);
    }
}
