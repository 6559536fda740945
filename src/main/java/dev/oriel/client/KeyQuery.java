package dev.oriel.client;

import dev.oriel.api.PathSegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A read of one key. Immutable.
 *
 * @param view the view's name
 * @param key the key's text form
 * @param atLeast the least version
 * @param changedSince the version that the caller has
 * @param conditions what else the answer must fulfil
 */
record KeyQuery(String view, String key, OptionalLong atLeast, OptionalLong changedSince, Conditions conditions)
        implements ViewQuery {

    static KeyQuery of(String view, String key) {
        return new KeyQuery(view, key, OptionalLong.empty(), OptionalLong.empty(), Conditions.NONE);
    }

    KeyQuery atLeast(long version) {
        return new KeyQuery(view, key, OptionalLong.of(version), changedSince, conditions);
    }

    KeyQuery changedSince(long version) {
        return new KeyQuery(view, key, atLeast, OptionalLong.of(version), conditions);
    }

    @Override
    public KeyQuery with(Conditions changed) {
        return new KeyQuery(view, key, atLeast, changedSince, changed);
    }

    @Override
    public boolean hasCondition() {
        return ViewQuery.super.hasCondition() || atLeast.isPresent() || changedSince.isPresent();
    }

    @Override
    public ReadRequest request() {
        List<String> query = new ArrayList<>();
        Map<String, String> headers = new HashMap<>();
        atLeast.ifPresent(version -> query.add("version=" + version));
        changedSince.ifPresent(version -> headers.put("If-None-Match", "\"" + version + "\""));
        conditions.addTo(query, headers);
        return ReadRequest.get(path(view, key), query, headers, maxWait().orElse(Duration.ZERO));
    }

    static String path(String view, String key) {
        return path(view) + "/keys/" + PathSegment.encode(key);
    }

    static String path(String view) {
        return "/v1/views/" + PathSegment.encode(view);
    }
}
