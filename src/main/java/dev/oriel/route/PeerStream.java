package dev.oriel.route;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * A peer's answer to a watch, as it goes on. Closing it ends the connection, and so the watch on the peer's side.
 *
 * @param status the HTTP status
 * @param unavailable why the peer cannot watch, as the state of an unavailable partition; empty when it can
 * @param body the body as it comes
 */
public record PeerStream(int status, Optional<String> unavailable, InputStream body) implements AutoCloseable {

    @Override
    public void close() throws IOException {
        body.close();
    }
}
