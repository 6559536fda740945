package dev.oriel.client;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A key of a list, with its entry if it has one.
 *
 * @param key the key's text form
 * @param entry its entry; empty if it has no value
 */
record ListedKey(String key, Optional<ListedEntry> entry) {

    /**
     * Reads a whole text, such as a line of a stream.
     *
     * @throws IllegalArgumentException if it is none; the message says what was expected where
     */
    static ListedKey parse(String text) {
        JsonScanner scan = new JsonScanner(text);
        scan.skipBlanks();
        ListedKey key = parse(scan);
        scan.skipBlanks();
        if (!scan.isAtEnd()) {
            throw scan.expected("the end");
        }
        return key;
    }

    /**
     * Reads one that stands in a longer text. Its value is taken as it stands: whoever reads it will see whether it is JSON.
     *
     * @throws IllegalArgumentException if it is none; the message says what was expected where
     */
    static ListedKey parse(JsonScanner scan) {
        Map<String, String> members = new HashMap<>();
        scan.members(name -> members.put(name, scan.value()));
        String written = member(members, "key");
        String key = text(written);
        if (members.getOrDefault("absent", "false").equals("true")) {
            return new ListedKey(key, Optional.empty());
        }
        try {
            return new ListedKey(
                    key,
                    Optional.of(new ListedEntry(
                            key,
                            Long.parseLong(member(members, "version")),
                            Instant.parse(text(member(members, "timestamp"))),
                            member(members, "value"))));
        } catch (NumberFormatException | DateTimeException e) {
            throw new IllegalArgumentException("expected a version and a timestamp", e);
        }
    }

    /** Keys of views with whole numbers come as numbers. */
    private static String text(String written) {
        return written.startsWith("\"") ? new JsonScanner(written).string() : written;
    }

    private static String member(Map<String, String> members, String name) {
        return Optional.ofNullable(members.get(name))
                .orElseThrow(() -> new IllegalArgumentException("expected a member '" + name + "'"));
    }
}
