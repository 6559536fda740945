package dev.oriel.http;

import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Promise;

/** Reads the body of a request whole. */
final class RequestBody {

    private RequestBody() {}

    /**
     * Reads it; returns at once.
     *
     * @param atMost how many bytes it may have
     * @param then gets the body, or nothing if it is longer or did not come to its end; on a thread that it must not block
     */
    static void read(Request request, int atMost, Consumer<Optional<byte[]>> then) {
        Promise<RetainableByteBuffer> whole = Promise.from(
                buffer -> {
                    byte[] body = new byte[buffer.remaining()];
                    buffer.getByteBuffer().get(body);
                    then.accept(Optional.of(body));
                },
                failure -> then.accept(Optional.empty()));
        Content.Source.asRetainableByteBuffer(
                request, request.getComponents().getByteBufferPool(), false, atMost, whole);
    }
}
