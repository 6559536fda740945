package dev.oriel.http;

import dev.oriel.api.KeyPath;
import java.util.Optional;

/**
 * The path of a watch, undecoded.
 *
 * @param view the view's segment
 * @param key the key's segment, which may be empty; nothing for a watch of the whole view
 */
record WatchPath(String view, Optional<String> key) {

    private static final String VIEWS = "/v1/views/";
    private static final String WATCH = "/watch";

    /** The parts of a path, if it is one. */
    static Optional<WatchPath> of(String path) {
        if (!path.startsWith(VIEWS) || !path.endsWith(WATCH)) {
            return Optional.empty();
        }
        String watched = path.substring(0, path.length() - WATCH.length());
        if (watched.length() > VIEWS.length() && watched.indexOf('/', VIEWS.length()) < 0) {
            return Optional.of(new WatchPath(watched.substring(VIEWS.length()), Optional.empty()));
        }
        return KeyPath.of(watched).map(key -> new WatchPath(key.view(), Optional.of(key.key())));
    }

    /** The path of a key's watch, the key in its text form. */
    static String ofKey(String view, String key) {
        return KeyPath.of(view, key) + WATCH;
    }

    /** The path and query of a view's watch, the prefix encoded. */
    static String ofView(String view, String prefix) {
        return VIEWS + view + WATCH + "?prefix=" + prefix;
    }
}
