package dev.oriel.wait;

import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The offsets of one source partition that waits wait for, and what is to be stirred when one is passed.
 *
 * @param <T> what is stirred
 */
final class OffsetWaits<T> {

    /** How many the thread that raises the watermark sees to itself: enough for what is usual, and soon done. */
    static final int STIRRED_AT_ONCE = 8;

    private static final long NOTHING = -1;

    private final NavigableMap<AwaitedOffset, T> awaited = new ConcurrentSkipListMap<>();
    private final AtomicLong leftUpTo = new AtomicLong(NOTHING);
    private final Consumer<T> stir;
    private final Errand rest;

    /**
     * For one partition.
     *
     * @param stir does what is to be done; neither blocks nor throws
     * @param workers take over where there are many
     */
    OffsetWaits(Consumer<T> stir, Executor workers) {
        this.stir = stir;
        this.rest = new Errand(this::stirRest, workers);
    }

    void add(AwaitedOffset offset, T stirred) {
        awaited.put(offset, stirred);
    }

    void remove(AwaitedOffset offset) {
        awaited.remove(offset);
    }

    boolean isEmpty() {
        return awaited.isEmpty();
    }

    /** The watermark has risen that far. Called by threads that must not be held up, so it does a few and leaves the rest. */
    void reached(long watermark) {
        for (int i = 0; i < STIRRED_AT_ONCE; i++) {
            if (!stirLowest(watermark)) {
                return;
            }
        }
        leftUpTo.accumulateAndGet(watermark, Math::max);
        rest.order();
    }

    private void stirRest() {
        long watermark = leftUpTo.getAndSet(NOTHING);
        boolean more = true;
        while (more) {
            more = stirLowest(watermark);
        }
    }

    private boolean stirLowest(long watermark) {
        Map.Entry<AwaitedOffset, T> lowest = awaited.firstEntry();
        if (lowest == null || lowest.getKey().offset() > watermark) {
            return false;
        }
        awaited.remove(lowest.getKey());
        stir.accept(lowest.getValue());
        return true;
    }

    /** Another replica takes over, which may not have come that far: what was left to do is not to be done any more. */
    void forgetRest() {
        leftUpTo.set(NOTHING);
    }
}
