package dev.oriel.http;

import dev.oriel.api.Headers;
import dev.oriel.api.Position;
import dev.oriel.api.ProblemType;
import dev.oriel.api.ServedBy;
import dev.oriel.read.Outcome;
import dev.oriel.route.PeerAnswer;
import dev.oriel.store.Entry;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;

/** From a read's outcome to its response. Stateless; safe for all threads. */
final class KeyResponses {

    private static final HttpField NO_CACHE = new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, "no-cache");
    private static final String RETRY_UNMET = "1";
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private final Refusals refusals;

    /** With a way to answer what is refused. */
    KeyResponses(Refusals refusals) {
        this.refusals = refusals;
    }

    void send(Exchange exchange, KeyRequests.Parsed.Valid request, Outcome outcome) {
        switch (outcome) {
            case Outcome.Found found -> found(exchange, request, found);
            case Outcome.Absent absent -> absent(exchange, request, absent);
            case Outcome.NotModified unmodified -> notModified(exchange, unmodified);
            case Outcome.PositionNotReached unmet -> {
                reflects(exchange, unmet.position(), unmet.servedBy());
                exchange.send(notReached(
                        ProblemType.POSITION_NOT_REACHED,
                        Position.listed(unmet.requested()),
                        Optional.of(Position.listed(unmet.reached()))));
            }
            case Outcome.VersionNotReached unmet -> {
                reflects(exchange, unmet.position(), unmet.servedBy());
                exchange.send(notReached(ProblemType.VERSION_NOT_REACHED, unmet.requested(), boxed(unmet.reached())));
            }
            case Outcome.NotMatched unmet -> {
                reflects(exchange, unmet.position(), unmet.servedBy());
                exchange.send(notReached(
                        ProblemType.VERSION_NOT_REACHED, unmet.requested().toString(), boxed(unmet.reached())));
            }
            case Outcome.PositionUnknown unknown -> exchange.send(positionUnknown(unknown));
            case Outcome.Relayed relayed -> relay(exchange, relayed.answer());
            case Outcome.Refusal refusal ->
                refusals.send(exchange, request.read().view().name(), refusal);
        }
    }

    private static void found(Exchange exchange, KeyRequests.Parsed.Valid request, Outcome.Found found) {
        Entry entry = found.entry();
        HttpFields.Mutable headers = exchange.headers();
        reflects(exchange, found.position(), found.servedBy());
        String version = Long.toString(entry.version());
        tagged(headers, version);
        headers.add(own(Headers.VERSION, version));
        headers.add(
                own(Headers.TIMESTAMP, Instant.ofEpochMilli(entry.timestamp()).toString()));
        headers.put(HttpHeader.CONTENT_TYPE, request.read().view().values().contentType());
        exchange.send(200, entry.value());
    }

    private static void notModified(Exchange exchange, Outcome.NotModified unmodified) {
        reflects(exchange, unmodified.position(), unmodified.servedBy());
        tagged(exchange.headers(), Long.toString(unmodified.entry().version()));
        // What it would have been, as RFC 9110 has it; Jetty would say 0.
        exchange.headers()
                .put(HttpHeader.CONTENT_LENGTH, unmodified.entry().value().remaining());
        exchange.send(304, NOTHING);
    }

    private static void tagged(HttpFields.Mutable headers, String version) {
        headers.put(HttpHeader.ETAG, '"' + version + '"');
        headers.put(NO_CACHE);
    }

    /** What is asked for is not there, or not yet. */
    static Problem notReached(ProblemType type, Object requested, Optional<?> reached) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("requested", requested);
        reached.ifPresent(now -> members.put("reached", now));
        return new Problem(
                type,
                "Asked for " + requested + "; there is "
                        + reached.map(Object::toString).orElse("no entry") + ".",
                members,
                Map.of("Retry-After", RETRY_UNMET));
    }

    private static Optional<Long> boxed(OptionalLong version) {
        return version.isPresent() ? Optional.of(version.getAsLong()) : Optional.empty();
    }

    /** A position of a log that the view does not read. */
    static Problem positionUnknown(Outcome.PositionUnknown unknown) {
        return new Problem(
                ProblemType.POSITION_UNKNOWN,
                "The position " + unknown.requested() + " is of a log that this view does not read: " + unknown.detail()
                        + ".",
                Map.of("requested", unknown.requested()),
                Map.of());
    }

    private static void absent(Exchange exchange, KeyRequests.Parsed.Valid request, Outcome.Absent absent) {
        reflects(exchange, absent.position(), absent.servedBy());
        exchange.send(Problem.of(
                ProblemType.KEY_NOT_FOUND,
                "View '" + request.read().view().name() + "' has no entry for key '"
                        + request.read().text() + "'."));
    }

    private static void reflects(Exchange exchange, Position position, ServedBy servedBy) {
        exchange.answeredBy(servedBy.role().wireName(), servedBy.hops());
        exchange.headers().add(own(Headers.POSITION, position.toString()));
        exchange.headers().add(own(Headers.SERVED_BY, servedBy.toString()));
    }

    /** A header that Jetty does not know, and need not look for among those it knows. */
    private static HttpField own(String name, String value) {
        return new HttpField(null, name, value);
    }

    private static void relay(Exchange exchange, PeerAnswer answer) {
        exchange.answeredBy("remote", 1);
        answer.headers().forEach(exchange.headers()::put);
        exchange.send(answer.status(), ByteBuffer.wrap(answer.body()));
    }
}
