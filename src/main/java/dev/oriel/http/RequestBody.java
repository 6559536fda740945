package dev.oriel.http;

import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Promise;

/** Reads the body of a request whole. */
final class RequestBody {

    /** As many keys as a lookup may name, each as long as a key may be and escaped, and what is around them. */
    private static final int MAX_BYTES = 8 << 20;

    private RequestBody() {}

    /** What to say when there is none. */
    static Problem unread() {
        return Problem.badRequest("body", "at most " + MAX_BYTES + " bytes, all of them sent", "");
    }

    /**
     * Reads it; returns at once.
     *
     * @param then gets the body, or nothing if it is too long or did not come to its end; on a thread that it must not block
     */
    static void read(Request request, Consumer<Optional<byte[]>> then) {
        Promise<RetainableByteBuffer> whole = Promise.from(
                buffer -> {
                    byte[] body = new byte[buffer.remaining()];
                    buffer.getByteBuffer().get(body);
                    then.accept(Optional.of(body));
                },
                failure -> then.accept(Optional.empty()));
        Content.Source.asRetainableByteBuffer(
                request, request.getComponents().getByteBufferPool(), false, MAX_BYTES, whole);
    }
}
