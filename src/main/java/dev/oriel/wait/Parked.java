package dev.oriel.wait;

/** A wait that was begun. */
@FunctionalInterface
public interface Parked {

    /**
     * Ends the wait without a word, since nobody waits any more. Any thread may call it, more than once.
     *
     * @return whether this call ended it; then {@link Waiter#ended} has not been called and never will be
     */
    boolean cancel();
}
