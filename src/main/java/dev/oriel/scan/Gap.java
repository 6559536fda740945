package dev.oriel.scan;

import dev.oriel.read.Outcome;

/** A partition that is missing in an answer, and why. */
sealed interface Gap {

    /** Which one. */
    int partition();

    /** No replica has been read. */
    record Refused(int partition, Outcome.Refusal reason) implements Gap {}

    /**
     * Its replica has not come as far as the read asked for.
     *
     * @param reached how far it has come
     */
    record NotReached(int partition, long reached) implements Gap {}
}
