package dev.oriel.read;

import dev.oriel.api.Headers;
import dev.oriel.config.Durations;
import dev.oriel.trace.Trace;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A read as it goes to another instance.
 *
 * @param path the path, with the conditions that go along in the query
 * @param headers the conditions that go along as headers
 * @param left how long the other may take
 * @param waits whether it may keep the read waiting for all that time
 */
record ForwardedRead(String path, Map<String, String> headers, Duration left, boolean waits) {

    ForwardedRead {
        headers = Map.copyOf(headers);
    }

    /**
     * The read as its owner gets it.
     *
     * @param atMost how long it may wait there, if it waits
     */
    static ForwardedRead toOwner(PlacedRead placed, Duration atMost) {
        return of(placed, conditions(placed), atMost);
    }

    /**
     * The read as a standby gets it, for the owner is passed over.
     *
     * @param atMost how long it may wait there, if it waits
     */
    static ForwardedRead toStandby(PlacedRead placed, Duration atMost) {
        Map<String, String> headers = conditions(placed);
        ForwardedRead read = of(placed, headers, atMost);
        headers.put(Headers.STANDBY, Long.toString(placed.stale().toMillis()));
        return new ForwardedRead(read.path(), headers, read.left(), read.waits());
    }

    /** The same as a part of a trace. */
    ForwardedRead tracedBy(Trace.Call call) {
        if (call.headers().isEmpty()) {
            return this;
        }
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.putAll(call.headers());
        return new ForwardedRead(path, all, left, waits);
    }

    private static ForwardedRead of(PlacedRead placed, Map<String, String> headers, Duration atMost) {
        KeyRead read = placed.read();
        Duration end = Durations.shorter(read.end().left(), atMost);
        return new ForwardedRead(path(read, headers, atMost), headers, end, read.waits());
    }

    /**
     * The path with what is left of the wait, so that the other ends it when this instance would; unless nothing is left to wait
     * for, since positions of other partitions are met anyway and do not go along.
     */
    private static String path(KeyRead read, Map<String, String> headers, Duration atMost) {
        OptionalLong version = read.conditions().version();
        StringBuilder path = new StringBuilder(read.path());
        char separator = '?';
        if (version.isPresent()) {
            path.append(separator).append("version=").append(version.getAsLong());
            separator = '&';
        }
        Duration stale = read.standbys().stale();
        if (!stale.isZero()) {
            path.append(separator).append("stale=").append(stale.toMillis()).append("ms");
            separator = '&';
        }
        if (read.waits() && (version.isPresent() || !headers.isEmpty())) {
            Duration left = read.patience().map(Deadline::left).orElse(Duration.ZERO);
            path.append(separator)
                    .append("wait=")
                    .append(Durations.shorter(left, atMost).toMillis())
                    .append("ms");
        }
        return path.toString();
    }

    private static Map<String, String> conditions(PlacedRead placed) {
        Map<String, String> headers = new LinkedHashMap<>();
        Conditions conditions = placed.read().conditions();
        if (!placed.after().isEmpty()) {
            headers.put(Headers.AFTER, placed.requestedPositions());
        }
        conditions.ifMatch().ifPresent(tags -> headers.put("If-Match", tags.toString()));
        conditions.ifNoneMatch().ifPresent(tags -> headers.put("If-None-Match", tags.toString()));
        return headers;
    }
}
