package dev.oriel.faults;

import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What clients got, counted from {@link #begin} to {@link #end}. Safe for all threads. */
final class Tally {

    /** What a client asks for. */
    enum Kind {
        /** A key, as fresh as it may be ten seconds ago. */
        STALE("stale=10s"),
        /** A key, without more. */
        DEFAULT("default"),
        /** A key, with a record that has just been written. */
        WAIT("waits");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    /** Which part of a run it is. */
    enum Phase {
        CALM,
        FAULT,
        AFTERMATH
    }

    private static final int WRONG_KEPT = 50;

    private final Map<Kind, LongAdder> answered = new ConcurrentHashMap<>();
    private final Map<Kind, LongAdder> failed = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> failures = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> others = new ConcurrentHashMap<>();
    private final Map<Phase, LatencyBuckets> latencies = new ConcurrentHashMap<>();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final Map<String, LongAdder> wrongTypes = new ConcurrentHashMap<>();
    private final LongAdder lostCount = new LongAdder();
    private final AtomicLong lastFailure = new AtomicLong(Long.MIN_VALUE / 2);
    private volatile boolean counting;
    private volatile Phase phase = Phase.CALM;

    void begin() {
        counting = true;
    }

    void end() {
        counting = false;
    }

    void phase(Phase now) {
        phase = now;
    }

    Phase phase() {
        return phase;
    }

    /** A read was answered with a value; whether that was right is another matter. */
    void answered(Kind kind, Phase begun, long nanos) {
        if (counting) {
            increment(answered, kind);
            if (kind != Kind.WAIT) {
                latencies.computeIfAbsent(begun, absent -> new LatencyBuckets()).add(nanos);
            }
        }
    }

    /** A read came to nothing, the client's retry included. */
    void failed(Kind kind, String why) {
        if (counting) {
            increment(failed, kind);
            increment(failures, kind.title() + ": " + why);
            lastFailure.accumulateAndGet(System.nanoTime(), Math::max);
        }
    }

    /**
     * An answer was not what may be relied on.
     *
     * @param type as the report tells it
     * @param what all that is known of it
     */
    void wrong(String type, String what) {
        increment(wrongTypes, type);
        if (wrong.size() < WRONG_KEPT) {
            wrong.add(type + ": " + what);
        }
    }

    /** A wait was neither answered nor ended. */
    void lost(String what) {
        lostCount.increment();
        if (wrong.size() < WRONG_KEPT) {
            wrong.add("a wait was lost: GET " + what);
        }
    }

    /** One more of something else. */
    void count(String what) {
        if (counting) {
            increment(others, what);
        }
    }

    private static <K> void increment(Map<K, LongAdder> counts, K what) {
        counts.computeIfAbsent(what, absent -> new LongAdder()).increment();
    }

    private static <K> long sum(Map<K, LongAdder> counts, K what) {
        LongAdder count = counts.get(what);
        return count == null ? 0 : count.sum();
    }

    long answered(Kind kind) {
        return sum(answered, kind);
    }

    long failed(Kind kind) {
        return sum(failed, kind);
    }

    long counted(String what) {
        return sum(others, what);
    }

    /** How many failures there were of which type. */
    Map<String, Long> failures() {
        return sums(failures);
    }

    private static Map<String, Long> sums(Map<String, LongAdder> counts) {
        Map<String, Long> sums = new TreeMap<>();
        counts.forEach((what, count) -> sums.put(what, count.sum()));
        return sums;
    }

    /** The times of answered lookups that began in a phase. */
    LatencyBuckets latencies(Phase begun) {
        return latencies.getOrDefault(begun, new LatencyBuckets());
    }

    /** How many wrong answers there were of which type. */
    Map<String, Long> wrong() {
        return sums(wrongTypes);
    }

    long lost() {
        return lostCount.sum();
    }

    /** The first wrong answers and lost waits with what is known of them. */
    Queue<String> firstWrong() {
        return wrong;
    }

    /** When the last read failed, in nanoseconds of {@link System#nanoTime}; half the least value if none has. */
    long lastFailure() {
        return lastFailure.get();
    }
}
