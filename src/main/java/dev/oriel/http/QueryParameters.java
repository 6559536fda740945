package dev.oriel.http;

import dev.oriel.api.PathSegment;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a query, as forms and browsers write them: {@code +} is a blank. Of a name that stands twice the first counts.
 */
final class QueryParameters {

    private final Map<String, String> encoded = new LinkedHashMap<>();

    /** Those of a request's query, undecoded; null if it has none. */
    QueryParameters(@Nullable String query) {
        if (query == null || query.isEmpty()) {
            return;
        }
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            decode(name)
                    .ifPresent(decoded ->
                            encoded.putIfAbsent(decoded, pair.substring(Math.min(pair.length(), name.length() + 1))));
        }
    }

    /** Whether the parameter is there, with a value or without. */
    boolean has(String name) {
        return encoded.containsKey(name);
    }

    /** The parameter as it stands in the query; empty if it is not there. */
    String raw(String name) {
        return encoded.getOrDefault(name, "");
    }

    /** The parameter's value, empty if it is not there; nothing if it is not percent-encoded UTF-8. */
    Optional<String> value(String name) {
        return decode(raw(name));
    }

    private static Optional<String> decode(String text) {
        return PathSegment.decode(text.replace("+", "%20"));
    }
}
