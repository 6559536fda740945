package dev.oriel.http;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many bytes of answers may be under way on a listener: read from a store or a peer, and not taken by their clients yet. Safe for
 * all threads.
 */
final class ResponseBudget {

    private final long limit;
    private final AtomicLong underWay = new AtomicLong();
    private final LongAdder refused = new LongAdder();

    ResponseBudget(long limit) {
        this.limit = limit;
    }

    /** Takes so many bytes; false if there is no room for them. One answer always has room, however long it is. */
    boolean take(int bytes) {
        long before = underWay.getAndUpdate(now -> hasRoom(now, bytes) ? now + bytes : now);
        boolean taken = hasRoom(before, bytes);
        if (!taken) {
            refused.increment();
        }
        return taken;
    }

    private boolean hasRoom(long now, int bytes) {
        return now == 0 || now + bytes <= limit;
    }

    /** They have been taken by the client, or never will be. */
    void giveBack(int bytes) {
        underWay.addAndGet(-bytes);
    }

    /** How many bytes may be under way. */
    long limit() {
        return limit;
    }

    /** How many are. */
    long underWay() {
        return underWay.get();
    }

    /** How many answers there was no room for. */
    long refused() {
        return refused.sum();
    }

    /** What to say when there is no room. */
    Problem exhausted() {
        return Problem.overloaded("More than " + limit
                + " bytes of answers have not been taken by their clients yet (server.max-response-bytes).");
    }
}
