package dev.oriel.oracle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** When something was amiss by intent, so that delays are excused. Safe for all threads. */
final class Disturbances {

    /** How long after all instances have said that they are ready again delays are still excused. */
    private static final Duration AFTERMATH = Duration.ofSeconds(5);

    private record Disturbance(long began, long ended) {}

    private final List<Disturbance> past = new ArrayList<>();
    private long since = Long.MIN_VALUE;
    private boolean disturbed;

    /** Something is about to happen. */
    synchronized void begin() {
        since = System.nanoTime();
        disturbed = true;
    }

    /** All is well again. */
    synchronized void end() {
        past.add(new Disturbance(since, System.nanoTime() + AFTERMATH.toNanos()));
        disturbed = false;
    }

    /** Whether nothing was amiss from one moment to another, both on the scale of {@link System#nanoTime}. */
    synchronized boolean isQuiet(long from, long to) {
        return !(disturbed && to - since >= 0)
                && past.stream().noneMatch(each -> to - each.began() >= 0 && each.ended() - from >= 0);
    }
}
