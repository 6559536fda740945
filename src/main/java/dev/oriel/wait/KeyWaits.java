package dev.oriel.wait;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/**
 * All waits for one key. However many they are and however often they are stirred, one look serves them all, and at most
 * one is ordered at a time.
 */
final class KeyWaits<G> {

    private final Look<G> look;
    private final Executor workers;
    private final Errand examination;
    private final Set<ParkedWait<G>> waits = ConcurrentHashMap.newKeySet(1);
    private final AtomicLong stirred = new AtomicLong();

    KeyWaits(Look<G> look, Executor workers) {
        this.look = look;
        this.workers = workers;
        this.examination = new Errand(() -> judge(all(), stirred.getAndSet(0)), workers);
    }

    void add(ParkedWait<G> wait) {
        waits.add(wait);
    }

    /** Takes a wait out; returns whether none is left. */
    boolean remove(ParkedWait<G> wait) {
        waits.remove(wait);
        return waits.isEmpty();
    }

    /** Something has happened that may end some of the waits: has a worker look, and end those that are over. */
    void stir() {
        stirred.compareAndSet(0, System.nanoTime());
        examination.order();
    }

    /** Looks on behalf of one wait that has just been registered. */
    void examine(ParkedWait<G> wait) {
        judge(List.of(wait), 0);
    }

    private void judge(List<ParkedWait<G>> candidates, long since) {
        if (candidates.isEmpty()) {
            return;
        }
        Endings<G> endings = new Endings<>();
        try {
            Optional<G> seen = look.now();
            for (ParkedWait<G> wait : candidates) {
                wait.stirred(since);
                endings.claim(wait, seen.isPresent() ? wait.judge(seen.get()) : new Ending.Moved<>());
            }
        } catch (RuntimeException e) {
            candidates.forEach(wait -> endings.claim(wait, new Ending.Failed<>(e)));
        }
        endings.complete(workers);
    }

    /** Ends all waits, since the instance stops, and returns when each has been told: the workers may be sent home then. */
    void stop() {
        Endings<G> endings = new Endings<>();
        waits.forEach(wait -> endings.claim(wait, new Ending.Stopped<>()));
        endings.complete(Runnable::run);
    }

    /** The waits as they are now. */
    List<ParkedWait<G>> all() {
        return List.copyOf(waits);
    }
}
