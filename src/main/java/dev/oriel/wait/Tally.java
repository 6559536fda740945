package dev.oriel.wait;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/**
 * How often each of several things has happened. Safe for all threads.
 *
 * @param <E> the things
 */
public final class Tally<E extends Enum<E>> {

    private final Map<E, LongAdder> counts;

    /** Nothing has happened yet. */
    public Tally(Class<E> things) {
        counts = new EnumMap<>(things);
        for (E thing : things.getEnumConstants()) {
            counts.put(thing, new LongAdder());
        }
    }

    /** It has happened once more. */
    public void add(E thing) {
        of(thing).increment();
    }

    /** How often it has happened. */
    public long count(E thing) {
        return of(thing).sum();
    }

    private LongAdder of(E thing) {
        return Objects.requireNonNull(counts.get(thing));
    }
}
