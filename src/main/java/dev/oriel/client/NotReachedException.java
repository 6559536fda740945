package dev.oriel.client;

import java.util.Optional;

/** The version or a position asked for was not reached in time (412). The write may still arrive: ask again, or wait longer. */
public final class NotReachedException extends OrielException {

    private final ReadResult.NotReached result;

    NotReachedException(String message, ReadResult.NotReached result) {
        super(message, Optional.of(result.problem()));
        this.result = result;
    }

    /** What was asked for, and what was reached. */
    public ReadResult.NotReached result() {
        return result;
    }
}
