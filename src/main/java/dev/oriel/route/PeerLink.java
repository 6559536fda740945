package dev.oriel.route;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.oriel.config.HostPort;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to another instance over which lookups go in frames, many at a time, and answers come back in whatever order. It is
 * opened once and used until it fails; each lookup then ends without an answer, and its caller asks in the ordinary way.
 *
 * <p>Any thread may {@link #offer} a lookup; all else is for the one thread that serves the link.
 */
final class PeerLink {

    /** How many lookups the peer has been sent and not answered; those that come then stand in line. */
    static final int AT_PEER = 64;

    /** How many lookups there are in all, in line and at the peer. */
    static final int AT_ONCE = 1024;

    /** How long there may be a line without an end to it until it is shortened; a burst or a pause is over by then. */
    private static final Duration STANDING_LINE = Duration.ofSeconds(1);

    /** How long a lookup stands in a line that is to be shortened. */
    private static final Duration IN_STANDING_LINE = Duration.ofMillis(20);

    private static final LinkReply.Shed TOO_MANY =
            new LinkReply.Shed(AT_ONCE + " lookups are under way to the owner already");
    private static final LinkReply.Shed TOO_SLOW =
            new LinkReply.Shed("the owner has not kept up with its lookups for " + STANDING_LINE.toSeconds() + " s");

    private static final Logger log = LoggerFactory.getLogger(PeerLink.class);
    private static final Duration OPENED_WITHIN = Duration.ofSeconds(1);
    private static final Duration REPLACED_AFTER = Duration.ofSeconds(1);
    private static final int BUFFER_BYTES = 128 << 10;

    private enum State {
        OPENING,
        OPEN,
        OVER
    }

    /** A lookup under way. */
    @SuppressWarnings("ArrayRecordComponent") // compared nowhere
    private record Call(int id, byte[] frame, long offeredAt, long deadline, Consumer<LinkReply> then) {}

    private final HostPort peer;
    private final Queue<Call> offered = new ConcurrentLinkedQueue<>();
    private final Semaphore places = new Semaphore(AT_ONCE);
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, Call> asked = new HashMap<>();
    private final FrameReader frames = new FrameReader(this::answered);
    private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private @Nullable SocketChannel channel;
    private @Nullable SelectionKey key;
    private long lineEndedAt = System.nanoTime();
    private volatile State state = State.OPENING;
    private volatile long overAt;

    PeerLink(HostPort peer) {
        this.peer = peer;
    }

    /**
     * Connects and has the peer speak the links' protocol. Blocks for a second at most.
     *
     * @throws IOException if that cannot be had
     */
    SocketChannel connect() throws IOException {
        SocketChannel connecting = SocketChannel.open();
        try {
            connecting.setOption(StandardSocketOptions.TCP_NODELAY, true);
            connecting.socket().connect(new InetSocketAddress(peer.host(), peer.port()), (int)
                    OPENED_WITHIN.toMillis());
            connecting.socket().setSoTimeout((int) OPENED_WITHIN.toMillis());
            String request = "GET " + LinkRequest.PATH + " HTTP/1.1\r\nHost: " + peer
                    + "\r\nConnection: Upgrade\r\nUpgrade: " + LinkRequest.PROTOCOL + "\r\n\r\n";
            connecting.socket().getOutputStream().write(request.getBytes(ISO_8859_1));
            String head = head(connecting);
            if (!head.startsWith("HTTP/1.1 101 ")) {
                throw new ProtocolException(
                        "no link was made: " + head.lines().findFirst().orElse(""));
            }
            connecting.configureBlocking(false);
            return connecting;
        } catch (IOException | RuntimeException e) {
            connecting.close();
            throw e;
        }
    }

    private static String head(SocketChannel channel) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = channel.socket().getInputStream().read();
            if (next < 0 || head.length() > 4096) {
                throw new EOFException("no link was made: " + head);
            }
            head.append((char) next);
        }
        return head.toString();
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

    /** Whether it has been over for long enough to try again. */
    boolean isToBeReplaced() {
        return isOver() && System.nanoTime() - overAt > REPLACED_AFTER.toNanos();
    }

    /** Whether lookups are under way, whose time may run out. */
    boolean isAwaited() {
        return !asked.isEmpty();
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
        int id = ids.incrementAndGet();
        byte[] frame = new LinkRequest(id, target, fields).frame();
        if (frame.length > BUFFER_BYTES) {
            return false;
        }
        if (!places.tryAcquire()) {
            then.accept(TOO_MANY);
            return true;
        }
        Call call = new Call(id, frame, System.nanoTime(), deadline, then);
        offered.add(call);
        // When it was over before, whoever ended it may not have seen the call.
        if (isOver() && offered.remove(call)) {
            places.release();
            return false;
        }
        return true;
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
            shorten(System.nanoTime());
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
        Call next = offered.peek();
        while (next != null && asked.size() < AT_PEER && next.frame().length <= out.remaining()) {
            offered.remove();
            asked.put(next.id(), next);
            out.put(next.frame());
            next = offered.peek();
        }
        return out.position() > 0;
    }

    /**
     * Sheds lookups that have stood in line for long, if there has been a line all the time: then more come than are answered, and
     * whoever is answered at all is to be answered soon. See Nichols and Jacobson, "Controlling Queue Delay", ACM Queue 10(5), 2012,
     * and for servers Maurer, "Fail at Scale", ACM Queue 13(8), 2015.
     */
    private void shorten(long now) {
        if (asked.size() < AT_PEER) {
            lineEndedAt = now;
        }
        if (now - lineEndedAt < STANDING_LINE.toNanos()) {
            return;
        }
        for (Call next = offered.peek();
                next != null && now - next.offeredAt() > IN_STANDING_LINE.toNanos();
                next = offered.peek()) {
            offered.remove();
            end(next, TOO_SLOW);
        }
    }

    private void answered(ByteBuffer frame) throws ProtocolException {
        LinkAnswer answer = LinkAnswer.of(frame);
        Call call = asked.remove(answer.id());
        // Otherwise its time was over.
        if (call != null) {
            end(call, answer.told());
        }
    }

    /** Ends lookups whose time is over. */
    void expire(long now) {
        for (Call call : List.copyOf(asked.values())) {
            if (now - call.deadline() >= 0) {
                asked.remove(call.id());
                end(call, LinkReply.Unanswered.UNANSWERED);
            }
        }
        for (Call call : List.copyOf(offered)) {
            // Nobody else takes them out, but for one that was offered too late and takes out its own.
            if (now - call.deadline() >= 0 && offered.remove(call)) {
                end(call, LinkReply.Unanswered.UNANSWERED);
            }
        }
    }

    private void end(Call call, LinkReply reply) {
        places.release();
        try {
            call.then().accept(reply);
        } catch (RuntimeException e) {
            log.error("an answer of {} could not be taken", peer, e);
        }
    }

    /** Ends the link and all lookups. Idempotent. */
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
        asked.values().forEach(call -> end(call, LinkReply.Unanswered.UNANSWERED));
        asked.clear();
        for (Call call = offered.poll(); call != null; call = offered.poll()) {
            end(call, LinkReply.Unanswered.UNANSWERED);
        }
    }
}
