package dev.oriel.route;

import dev.oriel.config.HostPort;
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

    public PeerAnswer {
        headers = Map.copyOf(headers);
    }
}
