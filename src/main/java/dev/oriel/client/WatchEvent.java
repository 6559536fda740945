package dev.oriel.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.oriel.api.Position;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What a {@link Watch} tells. */
public sealed interface WatchEvent {

    /** What has been told up to and with this event, as positions: a read {@link KeyRequest#after} them is no older. */
    List<Position> positions();

    /**
     * A key has a value: the present one, when the watch begins, then each new one.
     *
     * @param key the key's text form
     * @param version the entry's version
     * @param timestamp the timestamp of the record
     * @param valueJson the value as JSON: of a JSON view as it was written, but for line breaks; of a string view a JSON string, of
     *     a view of bytes one in base64
     * @param conflated how many changes were left out before this one, because the subscriber was slower or had been away
     * @param positions what has been told so far
     */
    record Put(String key, long version, Instant timestamp, String valueJson, long conflated, List<Position> positions)
            implements WatchEvent {
        public Put {
            positions = List.copyOf(positions);
        }

        /** The value as JSON in UTF-8, for parsers that read bytes. */
        public byte[] valueBytes() {
            return valueJson.getBytes(UTF_8);
        }
    }

    /**
     * A key has no value any more; or had none when the watch of it began.
     *
     * @param key the key's text form
     * @param version the version of the deletion; empty if none is known
     * @param timestamp the timestamp of the record that deleted; empty if none is known
     * @param conflated how many changes were left out before this one, because the subscriber was slower or had been away
     * @param positions what has been told so far
     */
    record Delete(
            String key, OptionalLong version, Optional<Instant> timestamp, long conflated, List<Position> positions)
            implements WatchEvent {
        public Delete {
            positions = List.copyOf(positions);
        }
    }

    /**
     * The server cannot tell what changed while the subscriber was away: forget what was told so far. The present values follow, as
     * when the watch began; a key that does not come again has none.
     *
     * @param positions what has been told so far
     */
    record Reset(List<Position> positions) implements WatchEvent {
        public Reset {
            positions = List.copyOf(positions);
        }
    }
}
