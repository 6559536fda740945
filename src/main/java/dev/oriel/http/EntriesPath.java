package dev.oriel.http;

import java.util.Optional;

/**
 * The path of a read of more than one key, undecoded.
 *
 * @param view the view's segment
 * @param kind what is read
 */
record EntriesPath(String view, Kind kind) {

    /** What is read. */
    enum Kind {
        /** A range, or the keys that the query names. */
        ENTRIES("/entries"),
        /** The keys that the body names. */
        LOOKUP("/lookup");

        private final String ending;

        Kind(String ending) {
            this.ending = ending;
        }
    }

    private static final String VIEWS = "/v1/views/";

    /** The parts of a path, if it is one. */
    static Optional<EntriesPath> of(String path) {
        if (!path.startsWith(VIEWS)) {
            return Optional.empty();
        }
        int end = path.indexOf('/', VIEWS.length());
        if (end < 0) {
            return Optional.empty();
        }
        String view = path.substring(VIEWS.length(), end);
        for (Kind kind : Kind.values()) {
            if (path.startsWith(kind.ending, end) && path.length() == end + kind.ending.length()) {
                return Optional.of(new EntriesPath(view, kind));
            }
        }
        return Optional.empty();
    }
}
