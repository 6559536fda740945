package dev.oriel.view;

/** The broker could not be asked, or did not answer in time. */
final class SourceUnavailableException extends Exception {

    SourceUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
