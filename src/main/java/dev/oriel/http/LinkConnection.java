package dev.oriel.http;

import dev.oriel.route.FrameReader;
import dev.oriel.route.LinkAnswer;
import dev.oriel.route.LinkMessage;
import dev.oriel.route.LinkRequest;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;
import org.eclipse.jetty.util.thread.Invocable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answering end of a link: reads come in frames, many at a time, and are answered in whatever order, those that have come together
 * with one write if they can be answered at once. Those that wait are cancelled when the other end says so or is gone. Requests are
 * read by one thread at a time; answers may come from any.
 */
final class LinkConnection extends AbstractConnection implements Connection.UpgradeTo {

    private static final Logger log = LoggerFactory.getLogger(LinkConnection.class);
    private static final int BUFFER_BYTES = 64 << 10;

    /** So many buffers the system writes at once; a few more than are under way as a rule. */
    private static final int FRAMES_A_WRITE = 512;

    /** Answers a request that has come over a link, now or later; must not block. */
    @FunctionalInterface
    interface Answering {
        void answer(LinkConnection link, LinkRequest request);
    }

    /**
     * An answer on its way.
     *
     * @param over is run when it has been written, or never will be
     */
    @SuppressWarnings("ArrayRecordComponent") // compared nowhere
    private record Frame(byte[] bytes, Runnable over) {}

    private final Answering answering;
    private final ByteBuffer in = BufferUtil.allocateDirect(BUFFER_BYTES);
    private final FrameReader frames = new FrameReader(this::frame);
    private final Queue<Frame> answers = new ConcurrentLinkedQueue<>();
    private final Map<Integer, LinkExchange> waiting = new ConcurrentHashMap<>();
    private final Writer writer = new Writer();
    private final Callback fillable =
            Callback.from(Invocable.InvocationType.NON_BLOCKING, this::onFillable, this::onFillInterestedFailed);
    private volatile boolean reading;
    private volatile boolean broken;

    LinkConnection(EndPoint endPoint, Executor executor, Answering answering) {
        super(endPoint, executor);
        this.answering = answering;
    }

    @Override
    public void onUpgradeTo(ByteBuffer read) {
        take(read);
    }

    @Override
    public void onOpen() {
        super.onOpen();
        fillInterested(fillable);
    }

    @Override
    public void onFillable() {
        try {
            while (true) {
                BufferUtil.clear(in);
                int read = getEndPoint().fill(in);
                if (read == 0) {
                    fillInterested(fillable);
                    return;
                }
                if (read < 0) {
                    close();
                    return;
                }
                take(in);
            }
        } catch (IOException e) {
            log.debug("a link has failed: {}", e.toString());
            close();
        }
    }

    /** Answers what has come, and writes what could be answered at once. */
    private void take(ByteBuffer read) {
        reading = true;
        try {
            frames.read(read);
        } catch (ProtocolException e) {
            log.warn("a link to {} is given up: {}", getEndPoint().getRemoteSocketAddress(), e.getMessage());
            close();
        } finally {
            reading = false;
            writer.iterate();
        }
    }

    private void frame(ByteBuffer frame) throws ProtocolException {
        switch (LinkMessage.of(frame)) {
            case LinkRequest request -> answering.answer(this, request);
            case LinkMessage.Cancel cancel -> cancel(cancel.id());
            case LinkMessage.Ping ping -> send(LinkAnswer.nothing(ping.id()), () -> {});
        }
    }

    private void cancel(int id) {
        LinkExchange exchange = waiting.remove(id);
        if (exchange != null) {
            exchange.cancel();
        }
    }

    /** The exchange may take long, and is to be cancelled when nobody waits for its end any more; called before it is answered. */
    void waiting(int id, LinkExchange exchange) {
        waiting.put(id, exchange);
        if (broken) {
            cancel(id);
        }
    }

    /** The exchange is about to be answered. */
    void waitsNoMore(int id) {
        waiting.remove(id);
    }

    /** The server's pool. */
    @Override
    protected Executor getExecutor() {
        return super.getExecutor();
    }

    /**
     * Sends an answer.
     *
     * @param over is run when it has been written, or never will be
     */
    void send(byte[] frame, Runnable over) {
        answers.add(new Frame(frame, over));
        if (broken) {
            drop();
        } else if (!reading) {
            writer.iterate();
        }
    }

    private void drop() {
        for (Frame frame = answers.poll(); frame != null; frame = answers.poll()) {
            frame.over().run();
        }
    }

    @Override
    public void onClose(Throwable cause) {
        super.onClose(cause);
        broken = true;
        drop();
        waiting.keySet().forEach(this::cancel);
    }

    /** Writes what there is, all at once, until there is nothing left. */
    private final class Writer extends IteratingCallback {

        private List<Frame> underWay = List.of();

        @Override
        protected Action process() {
            List<Frame> next = new ArrayList<>();
            for (Frame frame = answers.poll(); frame != null; frame = answers.poll()) {
                next.add(frame);
                if (next.size() == FRAMES_A_WRITE) {
                    break;
                }
            }
            if (next.isEmpty()) {
                return Action.IDLE;
            }
            underWay = next;
            getEndPoint()
                    .write(
                            this,
                            next.stream()
                                    .map(Frame::bytes)
                                    .map(ByteBuffer::wrap)
                                    .toArray(ByteBuffer[]::new));
            return Action.SCHEDULED;
        }

        @Override
        protected void onSuccess() {
            underWay.forEach(frame -> frame.over().run());
        }

        @Override
        protected void onCompleteFailure(Throwable cause) {
            underWay.forEach(frame -> frame.over().run());
            broken = true;
            drop();
            LinkConnection.this.close();
        }
    }
}
