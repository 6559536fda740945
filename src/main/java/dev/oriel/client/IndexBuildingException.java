package dev.oriel.client;

import java.time.Duration;
import java.util.Optional;

/** The index was added to the view and is still being built (503). The view's other reads are answered meanwhile. */
public final class IndexBuildingException extends UnavailableException {
    IndexBuildingException(String message, Optional<Problem> problem, Optional<Duration> retryAfter) {
        super(message, problem, retryAfter);
    }
}
