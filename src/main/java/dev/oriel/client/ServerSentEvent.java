package dev.oriel.client;

import dev.oriel.api.Position;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An event as it came, not yet understood.
 *
 * @param type its type, {@code message} if it has none
 * @param data its data, without the last line's end
 * @param lastId the last id that was seen, its own or an earlier one; empty if there was none
 */
record ServerSentEvent(String type, String data, String lastId) {

    /**
     * What it tells; empty if it is of a type that this version does not know.
     *
     * @throws IllegalArgumentException if it cannot be understood; the message says what was expected
     */
    Optional<WatchEvent> toWatchEvent() {
        return switch (type) {
            case "put" -> Optional.of(put(Json.parse(data)));
            case "delete" -> Optional.of(delete(Json.parse(data)));
            case "reset" -> Optional.of(new WatchEvent.Reset(positions()));
            default -> Optional.empty();
        };
    }

    private WatchEvent put(Json.JsonObject entry) {
        return new WatchEvent.Put(
                key(entry),
                entry.integer("version").orElseThrow(() -> missing("version")),
                timestamp(entry).orElseThrow(() -> missing("timestamp")),
                Optional.ofNullable(entry.slices().get("value")).orElseThrow(() -> missing("value")),
                entry.integer("conflated").orElse(0L),
                positions());
    }

    /** A key that was never there is deleted without a version and a time. */
    private WatchEvent delete(Json.JsonObject entry) {
        return new WatchEvent.Delete(
                key(entry),
                entry.integer("version").map(OptionalLong::of).orElseGet(OptionalLong::empty),
                timestamp(entry),
                entry.integer("conflated").orElse(0L),
                positions());
    }

    /** Keys of views with whole numbers may come as numbers. */
    private static String key(Json.JsonObject entry) {
        return entry.text("key")
                .or(() -> entry.integer("key").map(String::valueOf))
                .orElseThrow(() -> missing("key"));
    }

    private static Optional<Instant> timestamp(Json.JsonObject entry) {
        try {
            return entry.text("timestamp").map(Instant::parse);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("expected a timestamp", e);
        }
    }

    private List<Position> positions() {
        return lastId.isEmpty() ? List.of() : Position.parseList(lastId);
    }

    private static IllegalArgumentException missing(String member) {
        return new IllegalArgumentException("expected a member '" + member + "'");
    }
}
