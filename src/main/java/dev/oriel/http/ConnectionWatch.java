package dev.oriel.http;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.util.Callback;

/**
 * The watch of an HTTP/1.1 connection: a callback that waits in the end point for something to read.
 *
 * <p>The callback is in one hand at a time, Jetty's or that of the thread Jetty calls, and the state says in whose.
 * There is no lock, because Jetty may complete the callback while it holds locks of its own (TLS), which a thread that
 * hands it the callback takes.
 *
 * <pre>
 *   LISTENING ──succeeded──► READING ──end of stream──► GONE
 *     │  ▲ │                  │   │
 *     │  │ └─────failed───────┼───┼───────────────────► GONE
 *     │  └──room for more─────┘   └──no room──► FULL
 *   close                                        │
 *     ▼                                        close
 *   WITHDRAWING ──succeeded, failed──► WITHDRAWN ◄┘ ──bytes given back──► CLOSED
 * </pre>
 */
final class ConnectionWatch implements ClientGone.Registration, Callback {
    private enum State {
        /** Jetty has the callback, or is about to be given it. */
        LISTENING,
        /** What has arrived is being read. */
        READING,
        /** The connection could not take back more than was read ahead. Nobody listens. */
        FULL,
        /** Closed while listening: Jetty is made to return the callback. */
        WITHDRAWING,
        /** Closed, and the callback is back: what was read ahead is being returned to the connection. */
        WITHDRAWN,
        CLOSED,
        GONE
    }

    /** Nanoseconds between looks at what another thread is in the middle of: reading what is there, a call into Jetty. */
    private static final long A_MOMENT = 1_000;

    private final AbstractEndPoint endPoint;
    private final ReadAhead readAhead;
    private final InvocationType invocationType;
    private final Runnable onGone;
    private final AtomicReference<State> state = new AtomicReference<>(State.LISTENING);

    private ConnectionWatch(
            AbstractEndPoint endPoint, ReadAhead readAhead, InvocationType invocationType, Runnable onGone) {
        this.endPoint = endPoint;
        this.readAhead = readAhead;
        this.invocationType = invocationType;
        this.onGone = onGone;
    }

    /**
     * @param invocationType the server's, which is that of the connection's own callback. Jetty decides how to run the
     *     callback before it takes it, and by then the connection's may have followed ours: were ours declared
     *     non-blocking, a handler that blocks would run on the selector's thread
     */
    static ClientGone.Registration begin(
            AbstractEndPoint endPoint, ReadAhead readAhead, InvocationType invocationType, Runnable onGone) {
        if (!readAhead.take()) {
            return new Unwatched();
        }
        ConnectionWatch watch = new ConnectionWatch(endPoint, readAhead, invocationType, onGone);
        if (!watch.listen()) {
            readAhead.giveBack();
            throw new IllegalStateException("the connection is being read: watched twice, or content is awaited");
        }
        return watch;
    }

    /** Gives Jetty the callback; false if it has somebody else's. */
    private boolean listen() {
        if (!endPoint.tryFillInterested(this)) {
            return false;
        }
        if (!endPoint.isOpen()) {
            // Closed before it had the callback, the end point would never call it.
            endPoint.getFillInterest().onClose();
        }
        return true;
    }

    @Override
    public InvocationType getInvocationType() {
        return invocationType;
    }

    /** Something can be read, or the watch was closed and has the callback returned in this way. */
    @Override
    public void succeeded() {
        if (state.compareAndSet(State.LISTENING, State.READING)) {
            read();
        } else {
            state.compareAndSet(State.WITHDRAWING, State.WITHDRAWN);
        }
    }

    /** The connection broke, or was closed from this side. */
    @Override
    public void failed(Throwable cause) {
        if (state.compareAndSet(State.LISTENING, State.GONE)) {
            onGone.run();
        } else {
            state.compareAndSet(State.WITHDRAWING, State.WITHDRAWN);
        }
    }

    private void read() {
        if (!fill()) {
            state.set(State.GONE);
            onGone.run();
        } else if (readAhead.isFull()) {
            state.set(State.FULL);
        } else {
            state.set(State.LISTENING);
            if (!listen() && !state.compareAndSet(State.LISTENING, State.FULL)) {
                state.compareAndSet(State.WITHDRAWING, State.WITHDRAWN);
            }
        }
    }

    private boolean fill() {
        try {
            return readAhead.fill(endPoint);
        } catch (Throwable unreadable) {
            return false;
        }
    }

    @Override
    public boolean close() {
        while (true) {
            switch (state.get()) {
                case LISTENING -> {
                    if (state.compareAndSet(State.LISTENING, State.WITHDRAWING)) {
                        withdraw();
                        giveBack();
                    }
                }
                case FULL -> {
                    if (state.compareAndSet(State.FULL, State.WITHDRAWN)) {
                        giveBack();
                    }
                }
                case READING, WITHDRAWING, WITHDRAWN -> LockSupport.parkNanos(A_MOMENT);
                case CLOSED -> {
                    return true;
                }
                case GONE -> {
                    return false;
                }
            }
        }
    }

    /** An end point has no way to return a callback but to call it; Jetty may also be about to have it, or to call it. */
    private void withdraw() {
        while (state.get() == State.WITHDRAWING) {
            if (!endPoint.getFillInterest().fillable()) {
                LockSupport.parkNanos(A_MOMENT);
            }
        }
    }

    private void giveBack() {
        if (!readAhead.giveBack()) {
            // A request with a hole in it must not be served.
            endPoint.close(new IllegalStateException("the connection was read while it was watched"));
        }
        state.set(State.CLOSED);
    }
}
