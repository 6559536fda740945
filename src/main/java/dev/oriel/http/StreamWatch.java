package dev.oriel.http;

import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/** The watch of an HTTP/2 stream: its reset, and its connection's end, reach the request's failure listeners. */
final class StreamWatch implements ClientGone.Registration {
    private enum State {
        WATCHING,
        GONE,
        CLOSED
    }

    private final Runnable onGone;
    private final AtomicReference<State> state = new AtomicReference<>(State.WATCHING);

    private StreamWatch(Runnable onGone) {
        this.onGone = onGone;
    }

    static ClientGone.Registration begin(Request request, Runnable onGone) {
        StreamWatch watch = new StreamWatch(onGone);
        request.addFailureListener(failure -> watch.gone());
        // A request that has failed already takes no listeners; reading it tells.
        Content.Chunk end = request.read();
        if (Content.Chunk.isFailure(end)) {
            watch.gone();
        }
        return watch;
    }

    private void gone() {
        if (state.compareAndSet(State.WATCHING, State.GONE)) {
            onGone.run();
        }
    }

    @Override
    public boolean close() {
        return state.compareAndSet(State.WATCHING, State.CLOSED) || state.get() == State.CLOSED;
    }
}
