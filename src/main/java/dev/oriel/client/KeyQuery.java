package dev.oriel.client;

import dev.oriel.api.Headers;
import dev.oriel.api.PathSegment;
import dev.oriel.api.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A read of one key with its conditions. Immutable.
 *
 * @param view the view's name
 * @param key the key's text form
 * @param after what the answer must reflect
 * @param atLeast the least version
 * @param changedSince the version that the caller has
 * @param stale how far behind its source a standby that answers may be; zero for the owner alone
 * @param maxWait how long the server may wait for the conditions
 */
record KeyQuery(
        String view,
        String key,
        List<Position> after,
        OptionalLong atLeast,
        OptionalLong changedSince,
        Duration stale,
        Optional<Duration> maxWait)
        implements ViewQuery {

    KeyQuery {
        after = List.copyOf(after);
    }

    static KeyQuery of(String view, String key) {
        return new KeyQuery(
                view, key, List.of(), OptionalLong.empty(), OptionalLong.empty(), Duration.ZERO, Optional.empty());
    }

    @Override
    public KeyQuery after(List<Position> more) {
        List<Position> all = new ArrayList<>(after);
        all.addAll(more);
        return new KeyQuery(view, key, all, atLeast, changedSince, stale, maxWait);
    }

    KeyQuery atLeast(long version) {
        return new KeyQuery(view, key, after, OptionalLong.of(version), changedSince, stale, maxWait);
    }

    KeyQuery changedSince(long version) {
        return new KeyQuery(view, key, after, atLeast, OptionalLong.of(version), stale, maxWait);
    }

    KeyQuery staleUpTo(Duration most) {
        return new KeyQuery(view, key, after, atLeast, changedSince, most, maxWait);
    }

    @Override
    public KeyQuery waitUpTo(Optional<Duration> most) {
        return new KeyQuery(view, key, after, atLeast, changedSince, stale, most);
    }

    @Override
    public boolean hasCondition() {
        return !after.isEmpty() || atLeast.isPresent() || changedSince.isPresent();
    }

    @Override
    public ReadRequest request() {
        List<String> query = new ArrayList<>();
        atLeast.ifPresent(version -> query.add("version=" + version));
        if (!stale.isZero()) {
            query.add("stale=" + stale.toMillis() + "ms");
        }
        Map<String, String> headers = new HashMap<>();
        changedSince.ifPresent(version -> headers.put("If-None-Match", "\"" + version + "\""));
        if (!after.isEmpty()) {
            headers.put(Headers.AFTER, Position.listed(after));
        }
        return ReadRequest.get(path(view, key), query, headers, maxWait.orElse(Duration.ZERO));
    }

    static String path(String view, String key) {
        return path(view) + "/keys/" + PathSegment.encode(key);
    }

    static String path(String view) {
        return "/v1/views/" + PathSegment.encode(view);
    }
}
