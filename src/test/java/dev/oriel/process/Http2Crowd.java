package dev.oriel.process;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.LifeCycle;

/** Many requests over few connections of HTTP/2 in cleartext, spoken from the first byte on. */
public final class Http2Crowd implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(50);

    private final HTTP2Client client = new HTTP2Client();
    private final List<Session> sessions = new ArrayList<>();
    private final List<Stream> streams = new ArrayList<>();
    private final Map<Integer, Integer> statuses = new ConcurrentHashMap<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicLong firstAnswer = new AtomicLong();
    private final AtomicLong lastAnswer = new AtomicLong();
    private final int port;

    private Http2Crowd(int port) {
        this.port = port;
    }

    /** Opens so many connections to a port of this machine. */
    public static Http2Crowd connect(int port, int connections) throws Exception {
        Http2Crowd crowd = new Http2Crowd(port);
        crowd.client.setIdleTimeout(-1);
        crowd.client.setMaxConcurrentPushedStreams(0);
        crowd.client.start();
        for (int i = 0; i < connections; i++) {
            crowd.sessions.add(crowd.client
                    .connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), new Session.Listener() {})
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        }
        return crowd;
    }

    /** Sends so many requests, spread over the connections. */
    public void park(int count, IntFunction<String> path) throws Exception {
        for (int i = 0; i < count; i++) {
            MetaData.Request request = new MetaData.Request(
                    "GET",
                    HttpURI.from("http://127.0.0.1:" + port + path.apply(i)),
                    HttpVersion.HTTP_2,
                    HttpFields.EMPTY);
            CompletableFuture<Stream> begun =
                    sessions.get(i % sessions.size()).newStream(new HeadersFrame(request, null, true), new Answer());
            streams.add(begun.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        }
    }

    /** Gives up all requests. */
    public void cancel() {
        streams.forEach(stream ->
                stream.reset(new ResetFrame(stream.getId(), ErrorCode.CANCEL_STREAM_ERROR.code), Callback.NOOP));
        streams.clear();
    }

    /** How many answers there have been. */
    public int answered() {
        return answered.get();
    }

    /** How many of them had this status. */
    public int answered(int status) {
        return statuses.getOrDefault(status, 0);
    }

    /** When the first answer came, and the last up to now; as {@link System#nanoTime}. */
    long firstAnswer() {
        return firstAnswer.get();
    }

    long lastAnswer() {
        return lastAnswer.get();
    }

    /** Closes the connections, whatever is under way. */
    @Override
    public void close() {
        LifeCycle.stop(client);
    }

    private final class Answer implements Stream.Listener {
        @Override
        public void onHeaders(Stream stream, HeadersFrame frame) {
            int status = frame.getMetaData() instanceof MetaData.Response response ? response.getStatus() : 0;
            statuses.merge(status, 1, Integer::sum);
            if (frame.isEndStream()) {
                ended();
            } else {
                stream.demand();
            }
        }

        @Override
        public void onDataAvailable(Stream stream) {
            Stream.Data data = stream.readData();
            boolean last = data != null && data.frame().isEndStream();
            if (data != null) {
                data.release();
            }
            if (last) {
                ended();
            } else {
                stream.demand();
            }
        }

        private void ended() {
            long now = System.nanoTime();
            firstAnswer.compareAndSet(0, now);
            lastAnswer.set(now);
            answered.incrementAndGet();
        }
    }
}
