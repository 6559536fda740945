package dev.oriel.wait;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * All waits for one key. However many they are and however often they are stirred, one look serves them all, and at most
 * one is ordered at a time.
 */
final class KeyWaits<G> implements Runnable {

    /** How many waits one worker completes before it leaves the rest to others. */
    private static final int COMPLETED_TOGETHER = 64;

    private record Ended<G>(ParkedWait<G> parked, Ending<G> ending) {
        void complete() {
            parked.complete(ending);
        }
    }

    private final Look<G> look;
    private final Executor workers;
    private final Set<ParkedWait<G>> waits = ConcurrentHashMap.newKeySet(1);
    private final AtomicBoolean ordered = new AtomicBoolean();

    KeyWaits(Look<G> look, Executor workers) {
        this.look = look;
        this.workers = workers;
    }

    void add(ParkedWait<G> wait) {
        waits.add(wait);
    }

    /** Takes a wait out; returns whether none is left. */
    boolean remove(ParkedWait<G> wait) {
        waits.remove(wait);
        return waits.isEmpty();
    }

    /** Something has happened that may end some of the waits: orders a look, unless one is ordered that has not begun. */
    void stir() {
        if (!ordered.get() && ordered.compareAndSet(false, true)) {
            workers.execute(this);
        }
    }

    /** Looks, and ends the waits that are over. */
    @Override
    public void run() {
        // Before the look, so that whatever happens during the look orders another.
        ordered.set(false);
        judge(List.copyOf(waits));
    }

    /** Looks on behalf of one wait that has just been registered. */
    void examine(ParkedWait<G> wait) {
        judge(List.of(wait));
    }

    private void judge(List<ParkedWait<G>> candidates) {
        if (candidates.isEmpty()) {
            return;
        }
        List<Ended<G>> ended = new ArrayList<>();
        try {
            Optional<G> seen = look.now();
            for (ParkedWait<G> wait : candidates) {
                Ending<G> ending = seen.isPresent() ? wait.judge(seen.get()) : new Ending.Moved<>();
                collect(wait, ending, ended);
            }
        } catch (RuntimeException e) {
            candidates.forEach(wait -> collect(wait, new Ending.Failed<>(e), ended));
        }
        complete(ended);
    }

    private static <G> void collect(ParkedWait<G> wait, @Nullable Ending<G> ending, List<Ended<G>> ended) {
        if (ending != null && wait.claim()) {
            ended.add(new Ended<>(wait, ending));
        }
    }

    /** Ends all waits, since the instance stops. */
    void stop() {
        List<Ended<G>> ended = new ArrayList<>();
        waits.forEach(wait -> collect(wait, new Ending.Stopped<>(), ended));
        complete(ended);
    }

    private void complete(List<Ended<G>> ended) {
        for (int from = COMPLETED_TOGETHER; from < ended.size(); from += COMPLETED_TOGETHER) {
            List<Ended<G>> some = ended.subList(from, Math.min(from + COMPLETED_TOGETHER, ended.size()));
            workers.execute(() -> some.forEach(Ended::complete));
        }
        ended.stream().limit(COMPLETED_TOGETHER).forEach(Ended::complete);
    }
}
