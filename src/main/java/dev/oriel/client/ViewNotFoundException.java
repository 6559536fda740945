package dev.oriel.client;

import java.util.Optional;

/** The view is not declared (404). */
public final class ViewNotFoundException extends OrielException {
    ViewNotFoundException(String message, Optional<Problem> problem) {
        super(message, problem);
    }
}
