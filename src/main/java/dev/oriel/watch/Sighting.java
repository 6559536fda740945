package dev.oriel.watch;

import java.util.Map;

/**
 * A key's state as a watch sees it.
 *
 * @param state the state
 * @param conflated how many changes before it, of any watched key, were left out since the sighting before
 * @param reached the offsets, by partition, up to which everything has been told with this; what has no news is left out
 */
public record Sighting(KeyState state, long conflated, Map<Integer, Long> reached) {
    public Sighting {
        reached = Map.copyOf(reached);
    }

    /** The same, with which other offsets are reached. */
    Sighting reaching(Map<Integer, Long> offsets) {
        return new Sighting(state, conflated, offsets);
    }
}
