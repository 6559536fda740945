package dev.oriel.client;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/** How a request ended. A failure is a value until it reaches the thread that made the request and can be thrown there. */
sealed interface Reply {

    /** Hands this to whoever waits for it. A stream that nobody waits for any more is closed. */
    default void completes(Pending<Reply> waiting) {
        if (!waiting.complete(this) && this instanceof Answered answered) {
            answered.answer().stream().ifPresent(StreamedBody::close);
        }
    }

    /**
     * A server answered, with whatever status.
     *
     * @param answer what it said
     */
    record Answered(HttpAnswer answer) implements Reply {}

    /**
     * No server could be reached.
     *
     * @param servers which were tried, for people
     * @param cause how the last one failed
     */
    record Unreachable(String servers, IOException cause) implements Reply {}

    /**
     * No answer came in time.
     *
     * @param servers which were tried, for people
     * @param after after what time the request was given up
     */
    record TimedOut(String servers, Duration after) implements Reply {}

    /**
     * An answer was longer than allowed.
     *
     * @param uri what was asked
     * @param limit how many bytes are allowed
     */
    record TooLong(URI uri, int limit) implements Reply {}

    /**
     * The client has as many requests under way as it may.
     *
     * @param limit how many
     */
    record TooMany(int limit) implements Reply {}

    /** The client was closed while the request was under way. */
    record Closed() implements Reply {}
}
