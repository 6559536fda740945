package dev.oriel.watch;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * The watches that are open on one listener: at most so many, counted by view, and ended all at once when the instance stops.
 * Safe for all threads.
 */
public final class OpenWatches {

    /** An open watch. */
    public final class Place implements AutoCloseable {
        private final String view;
        private final Runnable end;

        private Place(String view, Runnable end) {
            this.view = view;
            this.end = end;
        }

        /** The watch is over; its place is free. Idempotent. */
        @Override
        public void close() {
            if (places.remove(this)) {
                ofView(view).decrementAndGet();
                open.decrementAndGet();
            }
        }
    }

    private final int max;
    private final AtomicInteger open = new AtomicInteger();
    private final LongAdder refused = new LongAdder();
    private final Map<String, AtomicInteger> byView = new ConcurrentHashMap<>();
    private final Set<Place> places = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    /** At most {@code max} at once. */
    public OpenWatches(int max) {
        this.max = max;
    }

    /** How many there may be. */
    public int max() {
        return max;
    }

    /** Whether no more are to begin, since the instance stops. */
    public boolean isStopped() {
        return stopped;
    }

    /**
     * A place for one more, unless all are taken or the instance stops.
     *
     * @param view the declared view that is watched
     * @param end ends the watch, when the instance stops; must not block
     */
    public Optional<Place> enter(String view, Runnable end) {
        if (stopped || open.getAndUpdate(n -> n < max ? n + 1 : n) >= max) {
            refused.increment();
            return Optional.empty();
        }
        Place place = new Place(view, end);
        ofView(view).incrementAndGet();
        places.add(place);
        if (stopped) {
            // It may have come too late to be seen by the one who stops.
            end.run();
        }
        return Optional.of(place);
    }

    private AtomicInteger ofView(String view) {
        return byView.computeIfAbsent(view, name -> new AtomicInteger());
    }

    /** How many watch a view. */
    public int open(String view) {
        AtomicInteger count = byView.get(view);
        return count == null ? 0 : count.get();
    }

    /** How many there are. */
    public int open() {
        return open.get();
    }

    /** How many have been refused. */
    public long refused() {
        return refused.sum();
    }

    /** Ends all of them, and lets nobody in any more; returns at once. */
    public void stop() {
        stopped = true;
        places.forEach(place -> place.end.run());
    }
}
