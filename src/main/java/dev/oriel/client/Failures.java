package dev.oriel.client;

import java.util.concurrent.CompletionException;

/** What a future failed with, without what the JDK wraps it in. */
final class Failures {

    private Failures() {}

    static Throwable causeOf(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }
}
