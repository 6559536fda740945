package dev.oriel.client;

import java.util.Optional;

/**
 * The answer is none that this client can use: a defect of the server (500), a status that another version may know, something that
 * is not Oriel, or an answer that is too long.
 */
public final class UnexpectedAnswerException extends OrielException {
    UnexpectedAnswerException(String message, Optional<Problem> problem) {
        super(message, problem);
    }
}
