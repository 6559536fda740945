package dev.oriel.wait;

import java.util.Optional;

/**
 * Looks at one key as it is now. Safe for several threads at once; takes no longer than a read of a store.
 *
 * @param <G> what is seen of a key at one moment
 */
@FunctionalInterface
public interface Look<G> {

    /** What is there, all of one moment; nothing when this instance cannot say. */
    Optional<G> now();
}
