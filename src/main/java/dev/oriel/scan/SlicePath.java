package dev.oriel.scan;

import java.util.Optional;

/** The path on which instances ask each other for slices of a view. */
public final class SlicePath {

    private static final String VIEWS = "/peer/v1/views/";
    private static final String SLICE = "/slice";

    private SlicePath() {}

    /** The path for a view. */
    static String of(String view) {
        return VIEWS + view + SLICE;
    }

    /** The view of a path, if it is one. */
    public static Optional<String> view(String path) {
        boolean is = path.startsWith(VIEWS) && path.endsWith(SLICE) && path.length() > VIEWS.length() + SLICE.length();
        return is ? Optional.of(path.substring(VIEWS.length(), path.length() - SLICE.length())) : Optional.empty();
    }
}
