package dev.oriel.client;

import java.time.Duration;
import java.util.Optional;

/**
 * No replica of a partition can answer now, and retrying did not help (503): it restores, or moves; or, as the subclass says, an index
 * of it is being built.
 */
public sealed class UnavailableException extends OrielException permits IndexBuildingException {

    private final Optional<Duration> retryAfter;

    UnavailableException(String message, Optional<Problem> problem, Optional<Duration> retryAfter) {
        super(message, problem);
        this.retryAfter = retryAfter;
    }

    /** After what time the server suggests to ask again. */
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
