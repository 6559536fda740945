package dev.oriel.demo;

/** A command's body cannot be read; the message says what was found and what was expected, for who sent it. */
final class BadCommandException extends Exception {

    private static final long serialVersionUID = 1L;

    BadCommandException(String message) {
        super(message);
    }

    BadCommandException(String message, Throwable cause) {
        super(message, cause);
    }
}
