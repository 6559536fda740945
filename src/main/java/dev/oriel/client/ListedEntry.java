package dev.oriel.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Optional;

/**
 * One of several entries that were read together.
 *
 * @param key the key's text form
 * @param version the entry's version: a number that only grows with each change of the key
 * @param timestamp the timestamp of the record that last changed the key
 * @param valueJson the value as JSON: of a JSON view as it was written, of a string view a JSON string, of a view of bytes one in
 *     base64
 */
public record ListedEntry(String key, long version, Instant timestamp, String valueJson) {

    /** The same with its key as it was asked for. */
    ListedEntry as(String asked) {
        return new ListedEntry(asked, version, timestamp, valueJson);
    }

    /** The value as JSON in UTF-8, for parsers that read bytes. */
    public byte[] valueBytes() {
        return valueJson.getBytes(UTF_8);
    }

    /** What the value says if it is a JSON string: of a string view the string, of a view of bytes the base64. */
    public Optional<String> valueString() {
        return valueJson.startsWith("\"") ? Optional.of(new JsonScanner(valueJson).string()) : Optional.empty();
    }

    /** The key, version and size; not the value, which may be long or not for every log. */
    @Override
    public String toString() {
        return "ListedEntry[key=%s, version=%d, %d characters]".formatted(key, version, valueJson.length());
    }
}
