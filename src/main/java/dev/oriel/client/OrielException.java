package dev.oriel.client;

import java.util.Optional;

/** A read that was not answered. The subclasses tell why, and so what to do about it. */
public abstract class OrielException extends RuntimeException {

    private final Optional<Problem> problem;

    OrielException(String message) {
        super(message);
        problem = Optional.empty();
    }

    OrielException(String message, Throwable cause) {
        super(message, cause);
        problem = Optional.empty();
    }

    OrielException(String message, Optional<Problem> problem) {
        super(message);
        this.problem = problem;
    }

    /** What the server says of it; empty if no server said anything, or what answered was something else. */
    public Optional<Problem> problem() {
        return problem;
    }
}
