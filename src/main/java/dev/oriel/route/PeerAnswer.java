package dev.oriel.route;

import dev.oriel.api.Headers;
import dev.oriel.config.HostPort;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A peer's answer to a forwarded read, to be passed on as it is.
 *
 * @param status the HTTP status
 * @param headers the headers to pass on, names in the spelling of the protocol
 * @param unavailable why the peer cannot answer, as the state of an unavailable partition; empty when it can
 * @param owner who the peer says owns the partition, when it does not itself
 * @param body the body's bytes
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
public record PeerAnswer(
        int status, Map<String, String> headers, Optional<String> unavailable, Optional<HostPort> owner, byte[] body) {

    /** The headers that are passed on. */
    static final List<String> PASSED_ON = List.of(
            "ETag",
            Headers.VERSION,
            Headers.POSITION,
            Headers.TIMESTAMP,
            Headers.SERVED_BY,
            "Cache-Control",
            "Content-Type",
            "Content-Length",
            "Retry-After");

    public PeerAnswer {
        headers = Map.copyOf(headers);
    }

    /**
     * What a peer has answered.
     *
     * @param fields all headers, to be found by their names in the spelling of the protocol
     */
    static PeerAnswer of(int status, Map<String, String> fields, byte[] body) {
        Map<String, String> passedOn = new LinkedHashMap<>();
        for (String name : PASSED_ON) {
            String value = fields.get(name);
            if (value != null) {
                passedOn.put(name, value);
            }
        }
        return new PeerAnswer(
                status,
                passedOn,
                Optional.ofNullable(fields.get(Headers.UNAVAILABLE)),
                Optional.ofNullable(fields.get(Headers.OWNER)).flatMap(HostPort::parse),
                body);
    }
}
