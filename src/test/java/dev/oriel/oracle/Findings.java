package dev.oriel.oracle;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/** What the actors of one run have seen and what was wrong with it. Safe for all threads. */
final class Findings {

    /**
     * Something slow.
     *
     * @param by how much it was too late, or would have been
     * @param what it was
     */
    record Slow(Duration by, String what) {

        static final Slow NONE = new Slow(Duration.ZERO, "nothing");

        Slow slower(Slow other) {
            return by.compareTo(other.by) >= 0 ? this : other;
        }

        @Override
        public String toString() {
            return by.toMillis() + " ms: " + what;
        }
    }

    private final Queue<Observation> observations = new ConcurrentLinkedQueue<>();
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private final Map<String, LongAdder> counts = new ConcurrentSkipListMap<>();
    private final AtomicReference<Slow> slowestEnd = new AtomicReference<>(Slow.NONE);
    private final CountDownLatch over = new CountDownLatch(1);

    void observed(Observation seen) {
        observations.add(seen);
        count(seen.asked().kind());
        count(Integer.toString(seen.answer().status())
                + (seen.answer().state().isEmpty() ? "" : " " + seen.answer().state()));
    }

    /** One more of something that the report tells of. */
    void count(String what) {
        counts.computeIfAbsent(what, absent -> new LongAdder()).increment();
    }

    /** How many there were. */
    long counted(String what) {
        LongAdder count = counts.get(what);
        return count == null ? 0 : count.sum();
    }

    Map<String, Long> counts() {
        Map<String, Long> sums = new ConcurrentSkipListMap<>();
        counts.forEach((what, count) -> sums.put(what, count.sum()));
        return sums;
    }

    void violation(String what) {
        violations.add(what);
    }

    /** An answer came so long after its deadline. */
    void overshot(Duration by, Observation seen) {
        slowestEnd.accumulateAndGet(new Slow(by, seen.toString()), Slow::slower);
    }

    Slow slowestEnd() {
        return slowestEnd.get();
    }

    List<Observation> observations() {
        return List.copyOf(observations);
    }

    List<String> violations() {
        return List.copyOf(violations);
    }

    /** Nothing new is to be begun. */
    void end() {
        over.countDown();
    }

    boolean isOver() {
        return over.getCount() == 0;
    }

    /** Lets so much time pass, or what is left of the run if that is less. */
    void pause(Duration time) throws InterruptedException {
        boolean unused = over.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }
}
