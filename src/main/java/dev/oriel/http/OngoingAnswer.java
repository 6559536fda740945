package dev.oriel.http;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.eclipse.jetty.io.QuietException;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * An answer whose body is written bit by bit, by one thread that blocks while the client does not read. The connector's idle
 * timeout bounds how long; {@link #breakOff} ends it at once.
 */
final class OngoingAnswer {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private final Response response;
    private final Callback callback;
    private volatile @Nullable CompletableFuture<Void> writing;
    private volatile boolean broken;

    OngoingAnswer(Response response, Callback callback) {
        this.response = response;
        this.callback = callback;
    }

    /**
     * Writes a part of the body and waits until the network has taken it.
     *
     * @param part its bytes, left alone from here on
     * @throws IOException if the client has left, or reads nothing for too long, or the answer was broken off; then it can only be
     *     {@linkplain #abort aborted}
     */
    void write(ByteBuffer part) throws IOException, InterruptedException {
        Callback.Completable done = new Callback.Completable();
        writing = done;
        if (broken) {
            throw brokenOff();
        }
        response.write(false, part, done);
        try {
            done.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        } finally {
            writing = null;
        }
    }

    /** No more can be written; a write that is under way fails. Any thread may call it. */
    void breakOff() {
        broken = true;
        CompletableFuture<Void> under = writing;
        if (under != null) {
            under.completeExceptionally(brokenOff());
        }
    }

    private static IOException brokenOff() {
        return new EOFException("the answer was broken off");
    }

    /** The body is complete. */
    void end() {
        response.write(true, NOTHING, callback);
    }

    /** Ends the answer in the middle, and the connection with it. */
    void abort(Throwable cause) {
        callback.failed(cause instanceof QuietException ? cause : new QuietException.Exception(cause));
    }
}
