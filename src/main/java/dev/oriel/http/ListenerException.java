package dev.oriel.http;

/** A listener cannot be opened; the message is one line, fit for a terminal. */
public final class ListenerException extends Exception {

    ListenerException(String message, Throwable cause) {
        super(message, cause);
    }
}
