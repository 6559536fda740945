package dev.oriel.wait;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * All waits of an instance. Each ends exactly once: with what it waited for, at its deadline, because the replica moved, because
 * its client left, or because the instance stops. Safe for all threads.
 *
 * @param <G> what is seen of a key at one moment
 */
public final class WaitRegistry<G> {

    /** A place among those who may wait. */
    @FunctionalInterface
    public interface Permit extends AutoCloseable {
        /** Gives the place back. Idempotent. */
        @Override
        void close();

        /** A place that is given back by the first close. */
        static Permit once(Runnable giveBack) {
            AtomicBoolean given = new AtomicBoolean();
            return () -> {
                if (given.compareAndSet(false, true)) {
                    giveBack.run();
                }
            };
        }
    }

    private final WaitLimits limits;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Map<String, AtomicInteger> waitingByView = new HashMap<>();
    private final Map<String, ViewWaits<G>> views = new HashMap<>();

    /**
     * A registry for an instance.
     *
     * @param views the names of its views
     * @param limits how many may wait
     * @param workers look and complete; never the caller's thread
     * @param timer ends those whose time is up
     */
    public WaitRegistry(Collection<String> views, WaitLimits limits, Executor workers, DeadlineTimer timer) {
        this.limits = limits;
        for (String view : views) {
            this.views.put(view, new ViewWaits<>(workers, timer));
            waitingByView.put(view, new AtomicInteger());
        }
    }

    /** The waits of a declared view. */
    public ViewWaits<G> of(String view) {
        return Objects.requireNonNull(views.get(view), view);
    }

    /** A place for one more that waits, here or at another instance; nothing when all are taken. */
    public Optional<Permit> admit(String view) {
        AtomicInteger ofView = Objects.requireNonNull(waitingByView.get(view), view);
        if (!take(ofView, limits.view())) {
            return Optional.empty();
        }
        if (!take(waiting, limits.instance())) {
            ofView.decrementAndGet();
            return Optional.empty();
        }
        return Optional.of(Permit.once(() -> {
            ofView.decrementAndGet();
            waiting.decrementAndGet();
        }));
    }

    private static boolean take(AtomicInteger taken, int limit) {
        int before = taken.getAndUpdate(n -> n < limit ? n + 1 : n);
        return before < limit;
    }

    /** How many wait for a view's keys, here or by way of this instance. */
    public int waiting(String view) {
        return Objects.requireNonNull(waitingByView.get(view), view).get();
    }

    /** Ends all waits, and those to come. */
    public void stop() {
        views.values().forEach(ViewWaits::stop);
    }
}
