package dev.oriel.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.oriel.api.Headers;
import dev.oriel.api.PathSegment;
import dev.oriel.read.Deadline;
import dev.oriel.read.KeyRead;
import dev.oriel.read.KeyRead.Origin;
import dev.oriel.view.BadKeyException;
import dev.oriel.view.KeyFormat;
import dev.oriel.view.View;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/** Reads requests for one key: from path and headers to a {@link KeyRead}, or to the problem with them. */
final class KeyRequests {

    /** Named by the protocol, but not understood yet; taking no notice would promise what is not kept. */
    private static final List<String> NOT_YET = List.of("wait", "version", "after", "stale", "asOf");

    private final boolean fromPeers;
    private final Duration timeout;

    /**
     * For one listener.
     *
     * @param fromPeers whether it is the one that other instances call
     * @param timeout the longest a read may take
     */
    KeyRequests(boolean fromPeers, Duration timeout) {
        this.fromPeers = fromPeers;
        this.timeout = timeout;
    }

    /** A request that can be answered, or the problem with it. */
    sealed interface Parsed {

        /**
         * It can be answered.
         *
         * @param read the read
         * @param key the key's text form
         * @param ifNoneMatch the header's value, if there is one
         */
        record Valid(KeyRead read, String key, Optional<String> ifNoneMatch) implements Parsed {}

        /**
         * It cannot.
         *
         * @param problem why
         */
        record Invalid(Problem problem) implements Parsed {}
    }

    Parsed parse(Request request, KeyPath path, View view) {
        Optional<String> key = PathSegment.decode(path.key());
        if (key.isEmpty()) {
            return unreadable("key", "percent-encoded UTF-8", path.key());
        }
        if (key.get().getBytes(UTF_8).length > KeyFormat.MAX_TEXT_BYTES) {
            return unreadable("key", "at most " + KeyFormat.MAX_TEXT_BYTES + " bytes of UTF-8", key.get());
        }
        HttpFields headers = request.getHeaders();
        Optional<String> route = Optional.ofNullable(headers.get(Headers.ROUTE));
        if (route.filter(value -> !value.equals(Headers.ROUTE_DIRECT)).isPresent()) {
            return unreadable(Headers.ROUTE, "'" + Headers.ROUTE_DIRECT + "', or no such header", route.get());
        }
        Optional<String> ifNoneMatch = EntityTags.joined(headers.getValuesList(HttpHeader.IF_NONE_MATCH));
        if (ifNoneMatch.filter(value -> !EntityTags.isValid(value)).isPresent()) {
            return unreadable("If-None-Match", "entity tags such as \"7\", or *", ifNoneMatch.get());
        }
        Optional<String> unsupported = parameterNotYet(request);
        if (unsupported.isPresent()) {
            return unreadable(
                    unsupported.get(), "not to be there: this version does not know it yet", unsupported.get());
        }
        try {
            byte[] bytes = view.keys().parse(key.get());
            String forwardPath = KeyPath.of(view.name(), key.get());
            KeyRead read =
                    new KeyRead(view, bytes, forwardPath, conditions(ifNoneMatch), origin(route), deadline(headers));
            return new Parsed.Valid(read, key.get(), ifNoneMatch);
        } catch (BadKeyException e) {
            return unreadable("key", e.expected(), key.get());
        }
    }

    private static Parsed unreadable(String parameter, String expected, String found) {
        return new Parsed.Invalid(Problem.badRequest(parameter, expected, found));
    }

    private static Optional<String> parameterNotYet(Request request) {
        String query = request.getHttpURI().getQuery();
        if (query == null || query.isEmpty()) {
            return Optional.empty();
        }
        var parameters = Request.extractQueryParameters(request);
        return NOT_YET.stream().filter(name -> parameters.get(name) != null).findFirst();
    }

    private static Map<String, String> conditions(Optional<String> ifNoneMatch) {
        Map<String, String> conditions = new LinkedHashMap<>();
        ifNoneMatch.ifPresent(value -> conditions.put("If-None-Match", value));
        return conditions;
    }

    private Origin origin(Optional<String> route) {
        if (fromPeers) {
            return Origin.PEER;
        }
        return route.isPresent() ? Origin.DIRECT_CLIENT : Origin.CLIENT;
    }

    private Deadline deadline(HttpFields headers) {
        long left = fromPeers ? headers.getLongField(Headers.TIME_LEFT) : -1;
        return Deadline.in(left < 0 || left > timeout.toMillis() ? timeout : Duration.ofMillis(left));
    }
}
