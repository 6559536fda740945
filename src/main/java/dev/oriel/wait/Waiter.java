package dev.oriel.wait;

/**
 * A read that waits.
 *
 * @param <G> what is seen of a key at one moment
 */
public interface Waiter<G> {

    /** Whether what was seen is what it waits for. Called by several threads at once; must neither block nor throw. */
    boolean satisfiedBy(G seen);

    /**
     * Its wait is over. Called exactly once, unless the wait was {@linkplain Parked#cancel() cancelled}, by a worker of the
     * registry or by the thread that parked it, never by one that applies records; must not block.
     */
    void ended(Ending<G> ending);
}
