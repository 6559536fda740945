package dev.oriel.client;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/** The requests under way, so many at most. Safe for all threads. */
final class UnderWay implements AutoCloseable {

    /** One request, until it is over. */
    final class Entered {

        private final Runnable abandon;
        private final AtomicBoolean over = new AtomicBoolean();

        private Entered(Runnable abandon) {
            this.abandon = abandon;
        }

        /** The request is over. May be said more than once. */
        void leave() {
            if (over.compareAndSet(false, true)) {
                entered.remove(this);
                free.release();
            }
        }
    }

    private final Semaphore free;
    private final Set<Entered> entered = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    UnderWay(int limit) {
        free = new Semaphore(limit);
    }

    /**
     * Lets a request begin; empty if there are as many as may be.
     *
     * @param abandon ends the request when this is closed; called once at most
     * @throws IllegalStateException if this is closed
     */
    Optional<Entered> enter(Runnable abandon) {
        requireOpen();
        if (!free.tryAcquire()) {
            return Optional.empty();
        }
        Entered request = new Entered(abandon);
        entered.add(request);
        if (closed) {
            request.leave();
            requireOpen();
        }
        return Optional.of(request);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the client is closed");
        }
    }

    /** Ends all requests, and lets none begin. */
    @Override
    public void close() {
        closed = true;
        entered.forEach(request -> {
            request.leave();
            request.abandon.run();
        });
    }
}
