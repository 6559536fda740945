package dev.oriel.route;

import dev.oriel.config.HostPort;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to another instance over which reads go in frames, many at a time, and answers come back in whatever order. It is
 * opened once and used until it fails or the peer falls silent; each read then ends without an answer, and its caller asks in the
 * ordinary way.
 *
 * <p>Any thread may {@link #offer} a read; all else is for the one thread that serves the link.
 */
final class PeerLink {

    private static final Logger log = LoggerFactory.getLogger(PeerLink.class);
    private static final Duration REPLACED_AFTER = Duration.ofSeconds(1);
    private static final int BUFFER_BYTES = 128 << 10;

    private enum State {
        OPENING,
        OPEN,
        OVER
    }

    private final HostPort peer;
    private final LookupLine lookups = new LookupLine();
    private final LinkWaits waits = new LinkWaits();
    private final LinkPulse pulse = new LinkPulse(System.nanoTime());
    private final AtomicInteger ids = new AtomicInteger();
    private final FrameReader frames = new FrameReader(this::answered);
    private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private @Nullable SocketChannel channel;
    private @Nullable SelectionKey key;
    private volatile State state = State.OPENING;
    private volatile long overAt;

    PeerLink(HostPort peer) {
        this.peer = peer;
    }

    /** Goes into service with a connection that has been made. */
    void opened(SocketChannel connected, Selector selector) throws IOException {
        channel = connected;
        key = connected.register(selector, SelectionKey.OP_READ);
        state = State.OPEN;
    }

    /** Whether it will never be of use again. */
    boolean isOver() {
        return state == State.OVER;
    }

    /** When something has come last, in nanoseconds of {@link System#nanoTime}. */
    long heardAt() {
        return pulse.heardAt();
    }

    /** Whether it has been over for long enough to try again. */
    boolean isToBeReplaced() {
        return isOver() && System.nanoTime() - overAt > REPLACED_AFTER.toNanos();
    }

    /** Whether lookups are under way, whose time may run out. */
    boolean isAwaited() {
        return lookups.isAwaited();
    }

    /** Whether it matters if the peer falls silent. */
    boolean isUsed() {
        return !waits.isEmpty() || lookups.isAwaited();
    }

    /**
     * Takes a lookup, to be sent when the link is served next.
     *
     * @param deadline in nanoseconds of {@link System#nanoTime}
     * @param then gets what comes of it from the thread that serves the link, or at once
     * @return whether the link is there to take it; if not, nobody hears of it
     */
    boolean offer(String target, Map<String, String> fields, long deadline, Consumer<LinkReply> then) {
        if (state != State.OPEN) {
            return false;
        }
        LinkRequest request = new LinkRequest(ids.incrementAndGet(), false, target, fields);
        byte[] frame = request.frame();
        if (frame.length > BUFFER_BYTES) {
            return false;
        }
        LookupLine.Call call = new LookupLine.Call(request.id(), frame, System.nanoTime(), deadline, then);
        lookups.add(call);
        // When it was over before, whoever ended it may not have seen the call.
        return !(isOver() && lookups.withdraw(call));
    }

    /**
     * Takes a read that may wait at the peer, to be sent when the link is served next.
     *
     * @param deadline in nanoseconds of {@link System#nanoTime}, kept to within a second or so
     * @param then gets what comes of it from the thread that serves the link, unless the read is cancelled before
     * @return its number, by which it can be cancelled; nothing if the link is not there to take it, and then nobody hears of it
     */
    OptionalInt offerWait(String target, Map<String, String> fields, long deadline, Consumer<LinkReply> then) {
        if (state != State.OPEN) {
            return OptionalInt.empty();
        }
        LinkRequest request = new LinkRequest(ids.incrementAndGet(), true, target, fields);
        byte[] frame = request.frame();
        if (frame.length > BUFFER_BYTES) {
            return OptionalInt.empty();
        }
        waits.add(request.id(), frame, deadline, then);
        boolean taken = !(isOver() && waits.remove(request.id()));
        return taken ? OptionalInt.of(request.id()) : OptionalInt.empty();
    }

    /** Ends a read that waits; whether it still did, and the peer is to be told. Any thread may do so, more than once. */
    boolean cancelWait(int id) {
        return waits.cancel(id);
    }

    /**
     * Reads and sends what there is; called when a connection is ready, or lookups have been offered.
     *
     * @param ready the connections that are
     */
    void serve(Set<SelectionKey> ready) {
        SocketChannel connected = channel;
        SelectionKey registered = key;
        if (connected == null || registered == null || isOver()) {
            return;
        }
        try {
            if (ready.contains(registered)) {
                receive(connected);
            }
            lookups.shorten(System.nanoTime());
            registered.interestOps(
                    send(connected) ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        } catch (IOException | RuntimeException e) {
            log.debug("the link to {} is over: {}", peer, e.toString());
            close();
        }
    }

    private void receive(SocketChannel from) throws IOException {
        int read;
        do {
            in.clear();
            read = from.read(in);
            if (read > 0) {
                pulse.heard(System.nanoTime());
            }
            frames.read(in.flip());
        } while (read == in.capacity());
        if (read < 0) {
            throw new EOFException();
        }
    }

    /** Sends what fits; whether that was all. */
    private boolean send(SocketChannel to) throws IOException {
        while (fill()) {
            to.write(out.flip());
            out.compact();
            if (out.position() > 0) {
                return false;
            }
        }
        return true;
    }

    private boolean fill() {
        for (byte[] frame = next(); frame != null; frame = next()) {
            out.put(frame);
        }
        return out.position() > 0;
    }

    private byte @Nullable [] next() {
        byte[] message = waits.next(out.remaining());
        return message == null ? lookups.next(out.remaining()) : message;
    }

    private void answered(ByteBuffer frame) throws ProtocolException {
        LinkAnswer answer = LinkAnswer.of(frame);
        if (!lookups.answered(answer)) {
            waits.answered(answer);
        }
    }

    /** Tells someone what has come of his read; if he cannot take it, that is no harm to others. */
    static void tell(Consumer<LinkReply> then, LinkReply reply) {
        try {
            then.accept(reply);
        } catch (RuntimeException e) {
            log.error("an answer could not be taken", e);
        }
    }

    /** Ends lookups whose time is over. */
    void expire(long now) {
        lookups.expire(now);
    }

    /** Ends waits whose time is over, and the link if the peer has fallen silent. To be called every second or so. */
    void examine(long now) {
        waits.expire(now);
        if (state != State.OPEN || !isUsed()) {
            return;
        }
        if (pulse.isDead(now)) {
            log.debug("the link to {} is over: nothing has been heard for {}", peer, LinkPulse.DEAD);
            close();
        } else if (pulse.ask(now)) {
            waits.ping(ids.incrementAndGet());
        }
    }

    /** Ends the link and all that is under way on it. Idempotent. */
    void close() {
        overAt = System.nanoTime();
        state = State.OVER;
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                log.debug("{}", e.toString());
            }
        }
        lookups.breakOff();
        waits.breakOff();
    }
}
