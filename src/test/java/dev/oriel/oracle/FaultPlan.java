package dev.oriel.oracle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;

/**
 * What befalls the instances and the broker, one thing after the other: made of a seed, the same for the same seed. The broker's
 * restart, a stop and a kill are the first three; then comes whatever there is, now and then after a long calm.
 */
final class FaultPlan implements Iterator<FaultPlan.Fault> {

    /** What can happen. */
    enum Kind {
        STOP,
        KILL,
        KILL_TWO,
        RESTART_BROKER,

        /** An instance stands still, and its connections with it. */
        PAUSE,

        /** Between an instance and the broker nothing gets through. */
        CUT_FROM_BROKER,

        /** Nor does it between two instances. */
        CUT_FROM_PEER,

        /** Records come that cannot be read. */
        POISON,

        /** Records come whose time is an hour ahead. */
        FUTURE,

        /** There is a fourth instance for a while. */
        SCALE,

        /** Readers come who ask as fast as they can. */
        OVERLOAD;

        /** Whether the instances go on as processes. */
        boolean isOfTheNetwork() {
            return this == CUT_FROM_BROKER || this == CUT_FROM_PEER;
        }
    }

    /**
     * Something that happens.
     *
     * @param calm how long all has been well before
     * @param instance the number of the instance, or of the first of two
     * @param away how long it stays away
     * @param silent of the network, whether what is sent is lost, and not answered with a reset
     */
    record Fault(Duration calm, Kind kind, int instance, Duration away, boolean silent) {}

    /** The first calm lets everything be seen at its best. */
    private static final Duration FIRST_CALM = Duration.ofSeconds(12);

    private static final Duration LONG_CALM = Duration.ofSeconds(25);

    private static final List<Kind> MIX = List.of(
            Kind.STOP,
            Kind.STOP,
            Kind.KILL,
            Kind.KILL,
            Kind.KILL_TWO,
            Kind.PAUSE,
            Kind.PAUSE,
            Kind.CUT_FROM_BROKER,
            Kind.CUT_FROM_BROKER,
            Kind.CUT_FROM_PEER,
            Kind.CUT_FROM_PEER,
            Kind.POISON,
            Kind.FUTURE,
            Kind.SCALE,
            Kind.OVERLOAD);

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
        // Longer than a session where the group would not notice anything else.
        boolean hidden = kind.isOfTheNetwork() || kind == Kind.PAUSE;
        Duration away = hidden ? millis(1_000, 12_000) : millis(0, 5_000);
        return new Fault(calm, kind, random.nextInt(instances), away, random.nextBoolean());
    }

    private Kind later() {
        return MIX.get(random.nextInt(MIX.size()));
    }

    private Duration millis(int from, int to) {
        return Duration.ofMillis(from + random.nextInt(to - from));
    }
}
