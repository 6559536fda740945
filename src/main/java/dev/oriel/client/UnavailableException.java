package dev.oriel.client;

import java.time.Duration;
import java.util.Optional;

/** No replica of the key's partition can answer now, and retrying did not help (503): it restores, or moves. */
public final class UnavailableException extends OrielException {

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
