package dev.oriel.client;

import java.util.Optional;

/** The view has no such index (404). */
public final class IndexNotFoundException extends OrielException {
    IndexNotFoundException(String message, Optional<Problem> problem) {
        super(message, problem);
    }
}
