package dev.oriel.http;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes of answers may be under way on a listener: read from a store or a peer, and not taken by their clients yet. Safe for
 * all threads.
 */
final class ResponseBudget {

    private final long limit;
    private final AtomicLong underWay = new AtomicLong();

    ResponseBudget(long limit) {
        this.limit = limit;
    }

    /** Takes so many bytes; false if there is no room for them. One answer always has room, however long it is. */
    boolean take(int bytes) {
        long before = underWay.getAndUpdate(now -> hasRoom(now, bytes) ? now + bytes : now);
        return hasRoom(before, bytes);
    }

    private boolean hasRoom(long now, int bytes) {
        return now == 0 || now + bytes <= limit;
    }

    /** They have been taken by the client, or never will be. */
    void giveBack(int bytes) {
        underWay.addAndGet(-bytes);
    }

    /** What to say when there is no room. */
    Problem exhausted() {
        return Problem.overloaded("More than " + limit
                + " bytes of answers have not been taken by their clients yet (server.max-response-bytes).");
    }
}
