package dev.oriel.http;

import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** The watch of an HTTP/2 stream: its reset reaches the request's failure listeners, its connection's end the end point's. */
final class StreamWatch implements ClientGone.Registration, Runnable {
    private enum State {
        WATCHING,
        GONE,
        CLOSED
    }

    private final Runnable onGone;
    private final AtomicReference<State> state = new AtomicReference<>(State.WATCHING);

    private final @Nullable ClientEndPoint endPoint;

    private StreamWatch(@Nullable ClientEndPoint endPoint, Runnable onGone) {
        this.endPoint = endPoint;
        this.onGone = onGone;
    }

    static ClientGone.Registration begin(Request request, Runnable onGone) {
        StreamWatch watch = new StreamWatch(endPointOf(request), onGone);
        request.addFailureListener(failure -> watch.run());
        if (watch.endPoint != null) {
            watch.endPoint.addInputEndListener(watch);
        }
        // A request that has failed already takes no listeners; reading it tells.
        Content.Chunk end = request.read();
        if (Content.Chunk.isFailure(end)) {
            watch.run();
        }
        return watch;
    }

    private static @Nullable ClientEndPoint endPointOf(Request request) {
        return request.getConnectionMetaData().getConnection().getEndPoint() instanceof ClientEndPoint client
                ? client
                : null;
    }

    /** The client has gone. */
    @Override
    public void run() {
        if (state.compareAndSet(State.WATCHING, State.GONE)) {
            onGone.run();
        }
    }

    @Override
    public boolean close() {
        if (endPoint != null) {
            endPoint.removeInputEndListener(this);
        }
        return state.compareAndSet(State.WATCHING, State.CLOSED) || state.get() == State.CLOSED;
    }
}
