package dev.oriel.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.oriel.api.Headers;
import dev.oriel.api.PathSegment;
import dev.oriel.api.Position;
import dev.oriel.config.KeyType;
import dev.oriel.read.WatchRead;
import dev.oriel.read.WatchRead.Target;
import dev.oriel.trace.Trace;
import dev.oriel.view.BadKeyException;
import dev.oriel.view.KeyFormat;
import dev.oriel.view.View;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;

/** Reads requests to watch: from path, query and headers to a {@link WatchRead}, or to the problem with them. */
final class WatchRequests {

    private static final String PREFIX = "prefix";
    private static final String PARTITIONS = "partitions";

    /** What a read of a value takes and a watch does not; taking no notice would promise what is not kept. */
    private static final List<String> OF_READS = List.of("wait", "version", "after", "stale", "asOf");

    private final boolean fromPeers;

    /** For one listener: the one that other instances call, or the one for clients. */
    WatchRequests(boolean fromPeers) {
        this.fromPeers = fromPeers;
    }

    /** A request that can be answered, or the problem with it. */
    sealed interface Parsed {

        /** It can be answered. */
        record Valid(WatchRead read) implements Parsed {}

        /** It cannot. */
        record Invalid(Problem problem) implements Parsed {}
    }

    Parsed parse(Request request, Trace trace, WatchPath path, View view) {
        QueryParameters query = new QueryParameters(request.getHttpURI().getQuery());
        Optional<String> ofReads = OF_READS.stream().filter(query::has).findFirst();
        if (ofReads.isPresent()) {
            return unreadable(ofReads.get(), "not to be there: a watch has none", query.raw(ofReads.get()));
        }
        HttpFields headers = request.getHeaders();
        Optional<List<Position>> lastEventId;
        List<Position> after;
        try {
            lastEventId = positions(headers, Headers.LAST_EVENT_ID);
            after = fromPeers ? positions(headers, Headers.AFTER).orElse(List.of()) : List.of();
        } catch (IllegalArgumentException e) {
            return unreadable(
                    Headers.LAST_EVENT_ID,
                    "the id of an event, positions as " + Position.FORM + ", joined by commas",
                    String.join(",", headers.getValuesList(Headers.LAST_EVENT_ID)));
        }
        try {
            return path.key().isPresent()
                    ? key(path.key().get(), trace, view, lastEventId, after)
                    : prefix(query, trace, view, lastEventId, after);
        } catch (BadKeyException e) {
            return unreadable(
                    "key", e.expected(), path.key().flatMap(PathSegment::decode).orElse(""));
        }
    }

    /** An empty one is none: it is what browsers remember of a stream that had no id. */
    private static Optional<List<Position>> positions(HttpFields headers, String name) {
        List<String> fields = headers.getValuesList(name);
        String joined = String.join(",", fields);
        return joined.isBlank() ? Optional.empty() : Optional.of(Position.parseList(joined));
    }

    private Parsed key(
            String segment, Trace trace, View view, Optional<List<Position>> lastEventId, List<Position> after)
            throws BadKeyException {
        Optional<String> key = PathSegment.decode(segment);
        if (key.isEmpty()) {
            return unreadable("key", "percent-encoded UTF-8", segment);
        }
        if (isTooLong(key.get())) {
            return unreadable("key", "at most " + KeyFormat.MAX_TEXT_BYTES + " bytes of UTF-8", key.get());
        }
        Target target = new Target.Key(view.keys().parse(key.get()));
        return new Parsed.Valid(new WatchRead(
                view, target, lastEventId, after, WatchPath.ofKey(view.name(), key.get()), fromPeers, trace));
    }

    private Parsed prefix(
            QueryParameters query, Trace trace, View view, Optional<List<Position>> lastEventId, List<Position> after) {
        Optional<String> prefix = query.value(PREFIX);
        if (prefix.isEmpty()) {
            return unreadable(PREFIX, "percent-encoded UTF-8", query.raw(PREFIX));
        }
        if (isTooLong(prefix.get())) {
            return unreadable(PREFIX, "at most " + KeyFormat.MAX_TEXT_BYTES + " bytes of UTF-8", prefix.get());
        }
        KeyType keys = view.config().key();
        if (!prefix.get().isEmpty() && keys != KeyType.STRING && keys != KeyType.UUID) {
            return unreadable(PREFIX, "not to be there: the keys of this view are numbers", prefix.get());
        }
        Optional<Set<Integer>> partitions;
        try {
            partitions =
                    fromPeers && query.has(PARTITIONS) ? Optional.of(numbers(query.raw(PARTITIONS))) : Optional.empty();
        } catch (NumberFormatException e) {
            return unreadable(PARTITIONS, "numbers of partitions, joined by commas", query.raw(PARTITIONS));
        }
        // UUIDs are stored in lower case, and may be asked for in any.
        String text = keys == KeyType.UUID ? prefix.get().toLowerCase(Locale.ROOT) : prefix.get();
        Target target = new Target.Prefix(text.getBytes(UTF_8), partitions);
        return new Parsed.Valid(new WatchRead(
                view,
                target,
                lastEventId,
                after,
                WatchPath.ofView(view.name(), PathSegment.encode(text)),
                fromPeers,
                trace));
    }

    private static boolean isTooLong(String text) {
        return text.getBytes(UTF_8).length > KeyFormat.MAX_TEXT_BYTES;
    }

    private static Set<Integer> numbers(String list) {
        return Arrays.stream(list.split(",", -1)).map(Integer::valueOf).collect(Collectors.toSet());
    }

    private static Parsed unreadable(String parameter, String expected, String found) {
        return new Parsed.Invalid(Problem.badRequest(parameter, expected, found));
    }
}
