package dev.oriel.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.oriel.api.Headers;
import dev.oriel.api.KeyPath;
import dev.oriel.api.PathSegment;
import dev.oriel.config.ReadsConfig;
import dev.oriel.read.Conditions;
import dev.oriel.read.Deadline;
import dev.oriel.read.KeyRead;
import dev.oriel.read.KeyRead.Origin;
import dev.oriel.read.Standbys;
import dev.oriel.view.BadKeyException;
import dev.oriel.view.KeyFormat;
import dev.oriel.view.View;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.util.Fields;

/** Reads requests for one key: from path, query and headers to a {@link KeyRead}, or to the problem with them. */
final class KeyRequests {

    private final boolean fromPeers;
    private final Duration timeout;
    private final Duration maxWait;

    /**
     * For one listener.
     *
     * @param fromPeers whether it is the one that other instances call
     * @param bounds the longest a read may take, and wait
     */
    KeyRequests(boolean fromPeers, ReadsConfig bounds) {
        this.fromPeers = fromPeers;
        this.timeout = bounds.timeout();
        this.maxWait = bounds.maxWait();
    }

    /** A request that can be answered, or the problem with it. */
    sealed interface Parsed {

        /**
         * It can be answered.
         *
         * @param read the read
         * @param patience how long it may wait for its conditions, if it may
         */
        record Valid(KeyRead read, Optional<Duration> patience) implements Parsed {}

        /**
         * It cannot.
         *
         * @param problem why
         */
        record Invalid(Problem problem) implements Parsed {}
    }

    Parsed parse(Exchange exchange, KeyPath path, View view) {
        try {
            return valid(exchange, key(path), view);
        } catch (BadParameterException e) {
            return new Parsed.Invalid(e.problem());
        }
    }

    private Parsed valid(Exchange exchange, String key, View view) throws BadParameterException {
        HttpFields headers = exchange.fields();
        Origin origin = origin(headers);
        Fields parameters = ConditionRequests.parameters(exchange.query());
        Conditions conditions = ConditionRequests.conditions(parameters, headers);
        Optional<Duration> wait = ConditionRequests.wait(parameters, headers, !conditions.isEmpty(), maxWait);
        KeyRead read = new KeyRead(
                view,
                bytes(key, view),
                key,
                conditions,
                standbys(parameters, headers),
                wait.map(Deadline::in),
                origin,
                exchange.trace(),
                deadline(headers));
        return new Parsed.Valid(read, wait);
    }

    private static String key(KeyPath path) throws BadParameterException {
        Optional<String> key = PathSegment.decode(path.key());
        if (key.isEmpty()) {
            throw new BadParameterException("key", "percent-encoded UTF-8", path.key());
        }
        if (key.get().getBytes(UTF_8).length > KeyFormat.MAX_TEXT_BYTES) {
            throw new BadParameterException(
                    "key", "at most " + KeyFormat.MAX_TEXT_BYTES + " bytes of UTF-8", key.get());
        }
        return key.get();
    }

    private static byte[] bytes(String key, View view) throws BadParameterException {
        try {
            return view.keys().parse(key);
        } catch (BadKeyException e) {
            throw new BadParameterException("key", e.expected(), key);
        }
    }

    private Origin origin(HttpFields headers) throws BadParameterException {
        String route = headers.get(Headers.ROUTE);
        if (route != null && !route.equals(Headers.ROUTE_DIRECT)) {
            throw new BadParameterException(Headers.ROUTE, "'" + Headers.ROUTE_DIRECT + "', or no such header", route);
        }
        if (fromPeers) {
            return Origin.PEER;
        }
        return route == null ? Origin.CLIENT : Origin.DIRECT_CLIENT;
    }

    private Standbys standbys(Fields parameters, HttpFields headers) throws BadParameterException {
        long standbyMillis = fromPeers ? headers.getLongField(Headers.STANDBY) : -1;
        if (standbyMillis >= 0) {
            return new Standbys(Duration.ofMillis(standbyMillis), true);
        }
        Duration stale = ConditionRequests.stale(parameters);
        return stale.isZero() ? Standbys.UNSAID : new Standbys(stale, false);
    }

    private Deadline deadline(HttpFields headers) {
        long left = fromPeers ? headers.getLongField(Headers.TIME_LEFT) : -1;
        return Deadline.in(left < 0 || left > timeout.toMillis() ? timeout : Duration.ofMillis(left));
    }
}
