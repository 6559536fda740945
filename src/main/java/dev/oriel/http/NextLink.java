package dev.oriel.http;

import dev.oriel.api.PathSegment;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The link to the page that follows (RFC 8288): the same request with another cursor. */
final class NextLink {

    private static final String CURSOR = "cursor";

    private NextLink() {}

    /**
     * The path and query.
     *
     * @param path the request's path, undecoded
     * @param query the request's query, undecoded; null if it has none
     * @param cursor of the page that follows
     */
    static String of(String path, @Nullable String query, String cursor) {
        String others = query == null
                ? ""
                : Arrays.stream(query.split("&", -1))
                        .filter(pair -> !pair.isEmpty() && !pair.split("=", 2)[0].equals(CURSOR))
                        .map(pair -> PathSegment.reference(pair) + '&')
                        .collect(Collectors.joining());
        return PathSegment.reference(path) + '?' + others + CURSOR + '=' + cursor;
    }
}
