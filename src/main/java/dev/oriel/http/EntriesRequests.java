package dev.oriel.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.oriel.api.PathSegment;
import dev.oriel.api.Position;
import dev.oriel.config.KeyType;
import dev.oriel.config.ReadsConfig;
import dev.oriel.read.Conditions;
import dev.oriel.read.Deadline;
import dev.oriel.read.Standbys;
import dev.oriel.scan.EntriesRead;
import dev.oriel.scan.Query;
import dev.oriel.store.KeyRange;
import dev.oriel.view.BadKeyException;
import dev.oriel.view.KeyFormat;
import dev.oriel.view.TermFormat;
import dev.oriel.view.View;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.util.Fields;

/** Reads requests for more than one key: from query, headers and body to what is to be read, or to the problem with them. */
final class EntriesRequests {

    /** How many keys one request may name. */
    static final int MAX_KEYS = 1_000;

    /** How many entries a page may have. */
    static final int MAX_LIMIT = 10_000;

    /** How many bytes of keys and entries a page has at most, or a stream is ahead of its client. */
    static final long PAGE_BYTES = 1L << 20;

    /** The media type of a stream of lines of JSON. */
    static final String NDJSON = "application/x-ndjson";

    private static final int DEFAULT_LIMIT = 100;
    private static final String KEY = "key";
    private static final String PREFIX = "prefix";
    private static final String FROM = "from";
    private static final String TO = "to";
    private static final String ORDER = "order";
    private static final String LIMIT = "limit";
    private static final String CURSOR = "cursor";
    private static final String PARTIAL = "partial";
    private static final String VALUE = "value";
    private static final List<String> OF_RANGES = List.of(PREFIX, FROM, TO, ORDER, LIMIT, CURSOR, PARTIAL);

    private final ReadsConfig bounds;

    /**
     * For the public listener.
     *
     * @param bounds the longest a read may take, and wait
     */
    EntriesRequests(ReadsConfig bounds) {
        this.bounds = bounds;
    }

    /** What is asked for. */
    sealed interface Asked {

        /** How to read it. */
        EntriesRead read();

        /** How long it may wait, if it may. */
        Optional<Duration> patience();

        /** Some keys. */
        record Keys(EntriesRead read, Optional<Duration> patience, List<byte[]> keys) implements Asked {}

        /**
         * A page of a range.
         *
         * @param whole the range that the scan began with
         * @param rest what is left of it
         */
        record Page(EntriesRead read, Optional<Duration> patience, Query.Range whole, Query.Range rest)
                implements Asked {}

        /** How many entries there are. */
        record Count(EntriesRead read, Optional<Duration> patience, Query.Count query) implements Asked {}

        /**
         * A range as a stream of lines.
         *
         * @param atMost how many entries
         */
        record Lines(EntriesRead read, Optional<Duration> patience, Query.Range range, long atMost) implements Asked {}
    }

    /** A request for {@code /entries}. */
    Asked entries(Exchange exchange, View view) throws BadParameterException {
        Fields parameters = ConditionRequests.parameters(exchange.query());
        if (parameters.get(KEY) != null) {
            for (String other : OF_RANGES) {
                refuse(parameters, other, "not to be there beside key: either keys are named or a range");
            }
            List<byte[]> keys = keys(parameters.getValuesOrEmpty(KEY), view);
            Waiting waiting = waiting(parameters, exchange.fields());
            return new Asked.Keys(read(exchange, view, parameters, waiting, false), waiting.patience(), keys);
        }
        return range(exchange, parameters, view, Optional.empty(), List.of(ranks(parameters, view)));
    }

    /**
     * A request for an index.
     *
     * @param index the name of one that the view has
     * @param value the value that entries are to have, undecoded; nothing for a range
     */
    Asked index(Exchange exchange, View view, String index, Optional<String> value) throws BadParameterException {
        Fields parameters = ConditionRequests.parameters(exchange.query());
        refuse(parameters, KEY, "not to be there: an index is of values");
        List<KeyRange> ranks = value.isPresent() ? value(parameters, value.get()) : values(parameters);
        return range(exchange, parameters, view, Optional.of(index), ranks);
    }

    /**
     * A request for a number of entries.
     *
     * @param index the name of an index that the view has, if entries are to be counted by one
     */
    Asked count(Exchange exchange, View view, Optional<String> index) throws BadParameterException {
        Fields parameters = ConditionRequests.parameters(exchange.query());
        for (String other : List.of(KEY, ORDER, LIMIT, CURSOR)) {
            refuse(parameters, other, "not to be there: a count is of all entries in a range");
        }
        Waiting waiting = waiting(parameters, exchange.fields());
        Query.Count query = new Query.Count(index, counted(parameters, view, index));
        return new Asked.Count(
                read(exchange, view, parameters, waiting, partial(parameters)), waiting.patience(), query);
    }

    private static List<KeyRange> counted(Fields parameters, View view, Optional<String> index)
            throws BadParameterException {
        if (index.isEmpty()) {
            refuse(parameters, VALUE, "not to be there without index");
            return List.of(ranks(parameters, view));
        }
        Optional<String> value = one(parameters, VALUE);
        return value.isPresent() ? exactly(parameters, value.get()) : values(parameters);
    }

    private static List<KeyRange> value(Fields parameters, String segment) throws BadParameterException {
        return exactly(
                parameters,
                PathSegment.decode(segment)
                        .orElseThrow(() -> new BadParameterException(VALUE, "percent-encoded UTF-8", segment)));
    }

    private static List<KeyRange> exactly(Fields parameters, String value) throws BadParameterException {
        for (String other : List.of(PREFIX, FROM, TO)) {
            refuse(parameters, other, "not to be there beside a value");
        }
        requireShort(VALUE, value);
        return TermFormat.exactly(value);
    }

    private static List<KeyRange> values(Fields parameters) throws BadParameterException {
        Optional<String> prefix = one(parameters, PREFIX);
        Optional<String> from = one(parameters, FROM);
        Optional<String> to = one(parameters, TO);
        for (Optional<String> bound : List.of(prefix, from, to)) {
            requireShort(VALUE, bound.orElse(""));
        }
        if (prefix.isPresent()) {
            refuseBeside(prefix.get(), from, to);
            return TermFormat.startingWith(prefix.get());
        }
        return TermFormat.between(from, to);
    }

    private static void refuseBeside(String prefix, Optional<String> from, Optional<String> to)
            throws BadParameterException {
        if (from.isPresent() || to.isPresent()) {
            throw new BadParameterException(
                    PREFIX, "not to be there beside from and to: a range has the ones or the other", prefix);
        }
    }

    /** A request for {@code /lookup}. */
    Asked lookup(Exchange exchange, View view, byte[] body) throws BadParameterException {
        Fields parameters = ConditionRequests.parameters(exchange.query());
        for (String other : OF_RANGES) {
            refuse(parameters, other, "not to be there: a lookup is of the keys in its body");
        }
        List<byte[]> keys = keys(named(body, view), view);
        Waiting waiting = waiting(parameters, exchange.fields());
        return new Asked.Keys(read(exchange, view, parameters, waiting, false), waiting.patience(), keys);
    }

    private static void refuse(Fields parameters, String name, String expected) throws BadParameterException {
        if (parameters.get(name) != null) {
            throw new BadParameterException(name, expected, parameters.getValue(name));
        }
    }

    private static List<String> named(byte[] body, View view) throws BadParameterException {
        String expected = "a JSON object such as {\"keys\":[\"a\",\"b\"]}";
        JsonNode root;
        try {
            root = Json.MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            throw new BadParameterException("body", expected, new String(body, UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException("it is in memory", e);
        }
        JsonNode keys = root == null ? null : root.get("keys");
        if (keys == null || !keys.isArray()) {
            throw new BadParameterException("body", expected, new String(body, UTF_8));
        }
        boolean numbers = isNumeric(view);
        List<String> named = new ArrayList<>(keys.size());
        for (JsonNode key : keys) {
            if (!key.isTextual() && !(numbers && key.isIntegralNumber())) {
                throw new BadParameterException(
                        "keys", numbers ? "numbers, or strings with a number" : "strings", key.toString());
            }
            named.add(key.asText());
        }
        return named;
    }

    private static boolean isNumeric(View view) {
        return switch (view.config().key()) {
            case INT, LONG -> true;
            case STRING, UUID -> false;
        };
    }

    private static List<byte[]> keys(List<String> named, View view) throws BadParameterException {
        if (named.isEmpty() || named.size() > MAX_KEYS) {
            throw new BadParameterException("keys", "1 to " + MAX_KEYS + " keys", named.size() + " keys");
        }
        List<byte[]> keys = new ArrayList<>(named.size());
        for (String text : named) {
            keys.add(key(KEY, text, view));
        }
        return keys;
    }

    private static byte[] key(String parameter, String text, View view) throws BadParameterException {
        requireShort(parameter, text);
        try {
            return view.keys().parse(text);
        } catch (BadKeyException e) {
            throw new BadParameterException(parameter, e.expected(), text);
        }
    }

    private static void requireShort(String parameter, String text) throws BadParameterException {
        if (text.getBytes(UTF_8).length > KeyFormat.MAX_TEXT_BYTES) {
            throw new BadParameterException(parameter, "at most " + KeyFormat.MAX_TEXT_BYTES + " bytes of UTF-8", text);
        }
    }

    private Asked range(Exchange exchange, Fields parameters, View view, Optional<String> index, List<KeyRange> ranks)
            throws BadParameterException {
        HttpFields headers = exchange.fields();
        boolean lines = headers.getCSV(HttpHeader.ACCEPT, false).stream()
                .anyMatch(type -> type.split(";", 2)[0].strip().equalsIgnoreCase(NDJSON));
        boolean descending = descending(parameters);
        long limit = limit(parameters, lines);
        int atMost = (int) Math.min(limit, MAX_LIMIT);
        Query.Range whole = new Query.Range(index, ranks, descending, atMost, PAGE_BYTES, lines);
        Query.Range rest = rest(parameters, view, whole);
        Waiting waiting = waiting(parameters, headers);
        boolean partial = partial(parameters);
        if (!lines) {
            return new Asked.Page(read(exchange, view, parameters, waiting, partial), waiting.patience(), whole, rest);
        }
        if (partial) {
            throw new BadParameterException(
                    PARTIAL, "not to be there: a stream has all partitions, or breaks off", PARTIAL + "=allow");
        }
        return new Asked.Lines(read(exchange, view, parameters, waiting, false), waiting.patience(), rest, limit);
    }

    private static boolean descending(Fields parameters) throws BadParameterException {
        String order = one(parameters, ORDER).orElse("asc");
        return switch (order.toLowerCase(Locale.ROOT)) {
            case "asc" -> false;
            case "desc" -> true;
            default -> throw new BadParameterException(ORDER, "asc or desc", order);
        };
    }

    private static Optional<String> one(Fields parameters, String name) throws BadParameterException {
        List<String> values = parameters.getValuesOrEmpty(name);
        if (values.size() > 1) {
            throw new BadParameterException(name, "to be there once", String.join(",", values));
        }
        return values.stream().findFirst();
    }

    private static KeyRange ranks(Fields parameters, View view) throws BadParameterException {
        Optional<String> prefix = one(parameters, PREFIX);
        Optional<String> from = one(parameters, FROM);
        Optional<String> to = one(parameters, TO);
        if (prefix.isPresent()) {
            refuseBeside(prefix.get(), from, to);
            return startingWith(prefix.get(), view);
        }
        byte[] first = from.isPresent() && !from.get().isEmpty() ? rank(FROM, from.get(), view) : new byte[0];
        return new KeyRange(first, to.isPresent() ? Optional.of(rank(TO, to.get(), view)) : Optional.empty());
    }

    private static byte[] rank(String parameter, String text, View view) throws BadParameterException {
        return view.keys().order().rank(key(parameter, text, view));
    }

    private static KeyRange startingWith(String prefix, View view) throws BadParameterException {
        if (prefix.isEmpty()) {
            return KeyRange.ALL;
        }
        if (isNumeric(view)) {
            throw new BadParameterException(
                    PREFIX, "not to be there: the keys of this view are numbers, which have from and to", prefix);
        }
        requireShort(PREFIX, prefix);
        // UUIDs are stored in lower case, and may be asked for in any.
        String text = view.config().key() == KeyType.UUID ? prefix.toLowerCase(Locale.ROOT) : prefix;
        return KeyRange.startingWith(text.getBytes(UTF_8));
    }

    private static long limit(Fields parameters, boolean lines) throws BadParameterException {
        Optional<String> text = one(parameters, LIMIT);
        long most = lines ? Long.MAX_VALUE : MAX_LIMIT;
        if (text.isEmpty()) {
            return lines ? most : DEFAULT_LIMIT;
        }
        String expected = lines ? "an integer from 1" : "an integer from 1 to " + MAX_LIMIT;
        try {
            long limit = Long.parseLong(text.get());
            if (limit >= 1 && limit <= most) {
                return limit;
            }
        } catch (NumberFormatException e) {
            throw new BadParameterException(LIMIT, expected, text.get());
        }
        throw new BadParameterException(LIMIT, expected, text.get());
    }

    private static Query.Range rest(Fields parameters, View view, Query.Range whole) throws BadParameterException {
        Optional<String> cursor = one(parameters, CURSOR);
        if (cursor.isEmpty()) {
            return whole;
        }
        return ScanCursor.rank(cursor.get(), view.name(), whole)
                .map(whole::behind)
                .orElseThrow(() -> new BadParameterException(
                        CURSOR,
                        "a cursor that a page of this very scan has given: of the same view, prefix, from, to and order",
                        cursor.get()));
    }

    private static boolean partial(Fields parameters) throws BadParameterException {
        Optional<String> partial = one(parameters, PARTIAL);
        if (partial.isPresent() && !partial.get().equals("allow")) {
            throw new BadParameterException(PARTIAL, "allow, or no such parameter", partial.get());
        }
        return partial.isPresent();
    }

    /** What the answer must reflect, and how long it may be waited for. */
    private record Waiting(List<Position> after, Optional<Duration> patience) {}

    private Waiting waiting(Fields parameters, HttpFields headers) throws BadParameterException {
        refuse(parameters, "version", "not to be there: versions are of single keys");
        Conditions conditions = ConditionRequests.conditions(parameters, headers);
        List<Position> after = conditions.after();
        return new Waiting(after, ConditionRequests.wait(parameters, headers, !after.isEmpty(), bounds.maxWait()));
    }

    private EntriesRead read(Exchange exchange, View view, Fields parameters, Waiting waiting, boolean partial)
            throws BadParameterException {
        Duration stale = ConditionRequests.stale(parameters);
        return new EntriesRead(
                view,
                waiting.after(),
                stale.isZero() ? Standbys.UNSAID : new Standbys(stale, false),
                waiting.patience().map(Deadline::in),
                partial,
                exchange.trace(),
                Deadline.in(bounds.timeout()));
    }
}
