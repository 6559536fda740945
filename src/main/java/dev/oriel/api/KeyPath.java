package dev.oriel.api;

import java.util.Optional;

/**
 * The path of a read by key, undecoded.
 *
 * @param view the view's segment
 * @param key the key's segment; may be empty
 */
public record KeyPath(String view, String key) {

    private static final String VIEWS = "/v1/views/";
    private static final String KEYS = "/keys/";

    /** The parts of a path, if it is one. */
    public static Optional<KeyPath> of(String path) {
        if (!path.startsWith(VIEWS)) {
            return Optional.empty();
        }
        int viewEnd = path.indexOf('/', VIEWS.length());
        if (viewEnd < 0 || !path.startsWith(KEYS, viewEnd)) {
            return Optional.empty();
        }
        int keyAt = viewEnd + KEYS.length();
        return path.indexOf('/', keyAt) >= 0
                ? Optional.empty()
                : Optional.of(new KeyPath(path.substring(VIEWS.length(), viewEnd), path.substring(keyAt)));
    }

    /** The path of a key in its text form. */
    public static String of(String view, String key) {
        return VIEWS + view + KEYS + PathSegment.encode(key);
    }
}
