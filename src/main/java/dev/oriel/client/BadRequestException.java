package dev.oriel.client;

import java.util.Optional;

/** The server cannot read the request (400), such as a key that is no number for a view whose keys are. To repeat it is no use. */
public final class BadRequestException extends OrielException {
    BadRequestException(String message, Optional<Problem> problem) {
        super(message, problem);
    }
}
