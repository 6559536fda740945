package dev.oriel.server;

/** An instance cannot start where it is; the message is one line, fit for a terminal. */
public final class StartException extends Exception {

    StartException(String message, Throwable cause) {
        super(message, cause);
    }

    StartException(String message) {
        super(message);
    }
}
