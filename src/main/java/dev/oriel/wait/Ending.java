package dev.oriel.wait;

/**
 * How a wait ended.
 *
 * @param <G> what is seen of a key at one moment
 */
public sealed interface Ending<G> {

    /** What it waited for has come. */
    record Satisfied<G>(G seen) implements Ending<G> {}

    /** Its time was up; this is what there was instead. */
    record Expired<G>(G seen) implements Ending<G> {}

    /** The replica cannot say any more: it moved, was demoted or closed. */
    record Moved<G>() implements Ending<G> {}

    /** The instance stops. */
    record Stopped<G>() implements Ending<G> {}

    /** Looking failed. */
    record Failed<G>(RuntimeException cause) implements Ending<G> {}
}
