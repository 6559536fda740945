package dev.oriel.client;

import java.time.Duration;
import java.util.Optional;

/** A limit is reached, and retrying did not help: one of the server's (429, 503), or this client's own of requests under way. */
public final class OverloadedException extends OrielException {

    private final Optional<Duration> retryAfter;

    OverloadedException(String message, Optional<Problem> problem, Optional<Duration> retryAfter) {
        super(message, problem);
        this.retryAfter = retryAfter;
    }

    /** After what time the server suggests to ask again; empty if the limit is this client's. */
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
