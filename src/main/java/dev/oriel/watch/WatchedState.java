package dev.oriel.watch;

import java.util.Map;

/**
 * A key's state as a watch tells it.
 *
 * @param state the state
 * @param conflated how many changes before it, of any watched key, were left out since the one told before
 * @param reached the offsets, by partition, up to which everything has been told with this; what has no news is left out
 */
public record WatchedState(KeyState state, long conflated, Map<Integer, Long> reached) {
    public WatchedState {
        reached = Map.copyOf(reached);
    }

    /** The same, with which other offsets are reached. */
    WatchedState reaching(Map<Integer, Long> offsets) {
        return new WatchedState(state, conflated, offsets);
    }
}
