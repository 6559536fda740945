package dev.oriel.client;

import dev.oriel.api.PathSegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A read of many keys at once. Immutable.
 *
 * @param view the view's name
 * @param keys the keys' text forms, each once
 * @param conditions what the answer must fulfil
 */
record LookupQuery(String view, List<String> keys, Conditions conditions) implements ViewQuery {

    /** How many keys a request may have. */
    static final int MOST_KEYS = 1_000;

    /** How long the keys may be in a URL, in characters: shorter than any proxy's limit. */
    private static final int LONGEST_IN_URL = 2_000;

    LookupQuery {
        keys = List.copyOf(keys);
    }

    /** The same for some of the keys, so many that a request may have them. */
    List<LookupQuery> parts() {
        List<LookupQuery> parts = new ArrayList<>();
        for (int from = 0; from < keys.size(); from += MOST_KEYS) {
            int to = Math.min(from + MOST_KEYS, keys.size());
            parts.add(new LookupQuery(view, keys.subList(from, to), conditions));
        }
        return parts;
    }

    @Override
    public LookupQuery with(Conditions changed) {
        return new LookupQuery(view, keys, changed);
    }

    @Override
    public ReadRequest request() {
        List<String> query = new ArrayList<>();
        Map<String, String> headers = new HashMap<>();
        conditions.addTo(query, headers);
        Duration wait = conditions.maxWait().orElse(Duration.ZERO);
        String inUrl =
                keys.stream().map(key -> "key=" + PathSegment.encode(key)).collect(Collectors.joining("&"));
        if (inUrl.length() <= LONGEST_IN_URL) {
            query.add(0, inUrl);
            return ReadRequest.get(KeyQuery.path(view) + "/entries", query, headers, wait);
        }
        return new ReadRequest(KeyQuery.path(view) + "/lookup", query, headers, Optional.of(json()), wait);
    }

    private String json() {
        return keys.stream().map(Json::quoted).collect(Collectors.joining(",", "{\"keys\":[", "]}"));
    }
}
