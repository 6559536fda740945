package dev.oriel.http;

import java.util.Optional;

/** The path of a read of more than one key, undecoded. */
sealed interface EntriesPath {

    /** The view's segment. */
    String view();

    /** Entries by their keys: a range of them, or those that the query names. */
    record Entries(String view) implements EntriesPath {}

    /** Entries by their keys, which the body names. */
    record Lookup(String view) implements EntriesPath {}

    /** How many entries there are. */
    record Count(String view) implements EntriesPath {}

    /**
     * Entries by a secondary index.
     *
     * @param index the index's segment
     * @param value the segment of the value they are to have; nothing for a range
     */
    record Index(String view, String index, Optional<String> value) implements EntriesPath {}

    /** The parts of a path, if it is one. */
    static Optional<EntriesPath> of(String path) {
        String[] segments = path.split("/", -1);
        boolean ofView = segments.length >= 5
                && segments.length <= 7
                && segments[0].isEmpty()
                && segments[1].equals("v1")
                && segments[2].equals("views");
        if (!ofView) {
            return Optional.empty();
        }
        String view = segments[3];
        return switch (segments.length) {
            case 5 ->
                switch (segments[4]) {
                    case "entries" -> Optional.of(new Entries(view));
                    case "lookup" -> Optional.of(new Lookup(view));
                    case "count" -> Optional.of(new Count(view));
                    default -> Optional.empty();
                };
            case 6 ->
                segments[4].equals("indexes")
                        ? Optional.of(new Index(view, segments[5], Optional.empty()))
                        : Optional.empty();
            default ->
                segments[4].equals("indexes")
                        ? Optional.of(new Index(view, segments[5], Optional.of(segments[6])))
                        : Optional.empty();
        };
    }
}
