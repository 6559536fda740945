package dev.oriel.broker;

import org.jspecify.annotations.Nullable;

/** A topic could not be created or found, or exists with another shape. The message is fit for a terminal. */
public final class TopicException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TopicException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
