package dev.oriel.oracle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;

/**
 * What befalls the instances and the broker, one thing after the other: made of a seed, the same for the same seed. The broker's
 * restart, a stop and a kill are among the first three; then come stops and kills, now and then of two instances at once or after
 * a long calm.
 */
final class FaultPlan implements Iterator<FaultPlan.Fault> {

    /** What can happen. */
    enum Kind {
        STOP,
        KILL,
        KILL_TWO,
        RESTART_BROKER
    }

    /**
     * Something that happens.
     *
     * @param calm how long all has been well before
     * @param instance the number of the instance, or of the first of two
     * @param away how long it stays away
     */
    record Fault(Duration calm, Kind kind, int instance, Duration away) {}

    /** The first calm lets everything be seen at its best. */
    private static final Duration FIRST_CALM = Duration.ofSeconds(12);

    private static final Duration LONG_CALM = Duration.ofSeconds(25);

    private final Random random;
    private final int instances;
    private final Iterator<Kind> first;
    private int made;

    /** For so many instances. */
    FaultPlan(long seed, int instances) {
        this.random = new Random(seed);
        this.instances = instances;
        List<Kind> kinds = new ArrayList<>(List.of(Kind.STOP, Kind.KILL, Kind.RESTART_BROKER));
        Collections.shuffle(kinds, random);
        this.first = kinds.iterator();
    }

    @Override
    public boolean hasNext() {
        return true;
    }

    /** Whether the next is one of the three that every run must have. */
    boolean hasFirst() {
        return first.hasNext();
    }

    @Override
    public Fault next() {
        Kind kind = first.hasNext() ? first.next() : later();
        Duration calm = made == 0 ? FIRST_CALM : made % 5 == 4 ? LONG_CALM : millis(1_000, 6_000);
        made++;
        return new Fault(calm, kind, random.nextInt(instances), millis(0, 5_000));
    }

    private Kind later() {
        int which = random.nextInt(7);
        return which < 3 ? Kind.STOP : which < 6 ? Kind.KILL : Kind.KILL_TWO;
    }

    private Duration millis(int from, int to) {
        return Duration.ofMillis(from + random.nextInt(to - from));
    }
}
