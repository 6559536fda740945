package dev.oriel.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.oriel.api.Position;
import dev.oriel.api.ServedBy;
import java.time.Instant;
import java.util.List;

/** A key's value in a view, and what is known about it. Immutable. */
public final class Entry {

    private final String key;
    private final byte[] value;
    private final String contentType;
    private final long version;
    private final Instant timestamp;
    private final List<Position> positions;
    private final ServedBy servedBy;

    Entry(
            String key,
            byte[] value,
            String contentType,
            long version,
            Instant timestamp,
            List<Position> positions,
            ServedBy servedBy) {
        this.key = key;
        this.value = value;
        this.contentType = contentType;
        this.version = version;
        this.timestamp = timestamp;
        this.positions = List.copyOf(positions);
        this.servedBy = servedBy;
    }

    /** The key's text form, as it was asked for. */
    public String key() {
        return key;
    }

    /** A copy of the value's bytes, as they are stored. */
    public byte[] valueBytes() {
        return value.clone();
    }

    /** The value as text: of a JSON view the JSON, of a string view the string. Of a view of bytes it makes no sense. */
    public String valueText() {
        return new String(value, UTF_8);
    }

    /** The value's media type, such as {@code application/json}. */
    public String contentType() {
        return contentType;
    }

    /** The entry's version: a number that only grows with each change of the key. */
    public long version() {
        return version;
    }

    /** The timestamp of the record that last changed the key. */
    public Instant timestamp() {
        return timestamp;
    }

    /** How far the replica that answered had read: what a later read may be asked to reflect, see {@link KeyRequest#after}. */
    public List<Position> positions() {
        return positions;
    }

    /** Which replica answered. */
    public ServedBy servedBy() {
        return servedBy;
    }

    /** The key, version and size; not the value, which may be long or not for every log. */
    @Override
    public String toString() {
        return "Entry[key=%s, version=%d, %s, %d bytes]".formatted(key, version, contentType, value.length);
    }
}
