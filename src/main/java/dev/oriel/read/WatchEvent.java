package dev.oriel.read;

import dev.oriel.watch.KeyState;

/**
 * What a watch tells its client.
 *
 * @param content what it tells
 * @param id the positions from which to go on behind it, as {@code Last-Event-ID} has them; empty for none
 */
public record WatchEvent(Content content, String id) {

    /** What an event tells. */
    public sealed interface Content {

        /**
         * A key's state.
         *
         * @param state the state
         * @param conflated how many changes before it were left out
         */
        record State(KeyState state, long conflated) implements Content {}

        /**
         * An event of another instance, to be passed on as it is.
         *
         * @param type the event's type
         * @param data its data
         */
        @SuppressWarnings("ArrayRecordComponent") // compared nowhere
        record Relayed(String type, byte[] data) implements Content {}

        /** All that was told before is void; what is present follows. */
        record Reset() implements Content {}

        /** No more than how far the watch has come. */
        record Nothing() implements Content {}
    }
}
