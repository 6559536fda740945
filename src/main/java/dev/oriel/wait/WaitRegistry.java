package dev.oriel.wait;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

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

    private final Bound waiting;
    private final Map<String, Bound> waitingByView = new HashMap<>();
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
        this.waiting = new Bound("waits", limits.instance());
        for (String view : views) {
            this.views.put(view, new ViewWaits<>(workers, timer));
            waitingByView.put(view, new Bound("waits of view", limits.view()));
        }
    }

    /** The waits of a declared view. */
    public ViewWaits<G> of(String view) {
        return Objects.requireNonNull(views.get(view), view);
    }

    /** A place for one more that waits, here or at another instance; nothing when all are taken. */
    public Optional<Permit> admit(String view) {
        Bound ofView = ofView(view);
        if (!ofView.tryEnter()) {
            return Optional.empty();
        }
        if (!waiting.tryEnter()) {
            ofView.leave();
            return Optional.empty();
        }
        return Optional.of(Permit.once(() -> {
            ofView.leave();
            waiting.leave();
        }));
    }

    /** How many wait on the whole instance, and how many may. */
    public Bound bound() {
        return waiting;
    }

    /** How many wait for a view's keys, here or by way of this instance, and how many may. */
    public Bound ofView(String view) {
        return Objects.requireNonNull(waitingByView.get(view), view);
    }

    /** Ends all waits, and those to come. */
    public void stop() {
        views.values().forEach(ViewWaits::stop);
    }
}
