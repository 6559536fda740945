package dev.oriel.route;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.oriel.api.Headers;
import dev.oriel.config.HostPort;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls other instances on their peer listeners. Blocks the calling thread, a virtual one; an interrupt ends the call and the
 * connection with it, so the peer learns that nobody waits any more. Safe for several threads at once.
 */
public final class PeerClient implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PeerClient.class);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);
    private static final int OK = 200;

    /** What an answer that was given in time may take to arrive here. */
    private static final Duration ON_THE_WAY = Duration.ofSeconds(1);

    private final PeerHealth health;
    private final PeerConnections connections = new PeerConnections();
    private final PeerLinks links = new PeerLinks();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final ObjectMapper json = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** A client that remembers there who does not answer. */
    public PeerClient(PeerHealth health) {
        this.health = health;
    }

    /**
     * Forwards a lookup that is to be answered as things are, over a connection that it shares with others, and returns at once.
     *
     * @param peer the instance to ask
     * @param path the request's path with its query, encoded
     * @param headers conditions to pass on
     * @param timeLeft how long the peer may take to answer
     * @param then gets what comes of it, on a thread that it must not block, and maybe at once
     * @return whether there is such a connection; if not, {@code then} gets nothing, and the peer is to be asked by {@link #read}
     */
    public boolean lookUp(
            HostPort peer, String path, Map<String, String> headers, Duration timeLeft, Consumer<LinkReply> then) {
        return links.lookUp(peer, path, fields(headers, timeLeft), timeLeft, then);
    }

    private static Map<String, String> fields(Map<String, String> headers, Duration timeLeft) {
        Map<String, String> fields = new HashMap<>(headers);
        fields.put(Headers.TIME_LEFT, Long.toString(timeLeft.toMillis()));
        return fields;
    }

    /**
     * Forwards a read that may wait at the peer, over a connection that it shares with others, and returns at once. Whether the peer goes
     * down meanwhile is for the caller to see.
     *
     * @param peer the instance to ask
     * @param path the request's path with its query, encoded
     * @param headers conditions to pass on
     * @param timeLeft how long the peer may take to answer
     * @param then gets what comes of it, on a thread that it must not block
     * @return ends it ahead of its time, here and at the peer; nothing if there is no such connection, and then {@code then} gets
     *     nothing either
     */
    public Optional<Runnable> await(
            HostPort peer, String path, Map<String, String> headers, Duration timeLeft, Consumer<LinkReply> then) {
        return links.await(peer, path, fields(headers, timeLeft), timeLeft.plus(ON_THE_WAY), then);
    }

    /**
     * Forwards a read that is to be answered as things are.
     *
     * @param peer the instance to ask
     * @param path the request's path with its query, encoded
     * @param headers conditions to pass on
     * @param timeLeft how long the peer may take to answer
     * @throws PeerUnreachableException if there was no answer
     */
    public PeerAnswer read(HostPort peer, String path, Map<String, String> headers, Duration timeLeft)
            throws PeerUnreachableException, InterruptedException {
        return answer(exchange(peer, getting(peer, path, headers, timeLeft), timeLeft, connection -> {}));
    }

    /**
     * Forwards a read that may wait at the peer, for as long as that is not found to be down. It goes over the connection that reads
     * share if there is one and the answer is not long, and else over one of its own.
     *
     * @param peer the instance to ask
     * @param path the request's path with its query, encoded
     * @param headers conditions to pass on
     * @param timeLeft how long the peer may take to answer
     * @param abandonment ends the call before, for whatever other reason there may be
     * @throws PeerUnreachableException if there was no answer, the peer went down or the call was abandoned
     */
    public PeerAnswer readWaiting(
            HostPort peer, String path, Map<String, String> headers, Duration timeLeft, Abandonment abandonment)
            throws PeerUnreachableException, InterruptedException {
        Registration registration = health.onDown(peer, () -> abandonment.abandon(downOrSilent(peer)));
        long end = System.nanoTime() + timeLeft.plus(ON_THE_WAY).toNanos();
        try {
            Optional<PeerAnswer> shared =
                    new LinkedWait(peer).answer(reply -> await(peer, path, headers, timeLeft, reply), abandonment);
            if (shared.isPresent()) {
                return shared.get();
            }
            Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
            return answer(exchange(
                    peer,
                    getting(peer, path, headers, timeLeft),
                    left,
                    connection -> abandonment.concerns(connection::close)));
        } catch (PeerUnreachableException e) {
            throw abandonment
                    .reason()
                    .map(why -> new PeerUnreachableException(why, e))
                    .orElse(e);
        } finally {
            registration.close();
        }
    }

    /**
     * Asks for more than one key, for as long as the peer is not found to be down.
     *
     * @param peer the instance to ask
     * @param path the request's path, encoded
     * @param headers to pass on
     * @param question the request's body
     * @param timeLeft how long the peer may take to answer
     * @return the body of the answer
     * @throws PeerUnreachableException if there was no answer, the peer went down, or it does not understand the question
     */
    public byte[] ask(HostPort peer, String path, Map<String, String> headers, byte[] question, Duration timeLeft)
            throws PeerUnreachableException, InterruptedException {
        Abandonment abandonment = new Abandonment();
        Registration registration = health.onDown(peer, () -> abandonment.abandon(downOrSilent(peer)));
        try {
            PeerConnection.Response response = exchange(
                    peer,
                    posting(peer, path, headers, question, timeLeft),
                    timeLeft.plus(ON_THE_WAY),
                    connection -> abandonment.concerns(connection::close));
            if (response.status() != OK) {
                throw new PeerUnreachableException(peer + " answers " + response.status());
            }
            return response.body();
        } catch (PeerUnreachableException e) {
            throw abandonment
                    .reason()
                    .map(why -> new PeerUnreachableException(why, e))
                    .orElse(e);
        } finally {
            registration.close();
        }
    }

    private String downOrSilent(HostPort peer) {
        return health.down(peer).orElse(peer + " did not answer for a while");
    }

    /** How many lookups {@link #lookUp} has sent. */
    public long lookUps() {
        return links.lookUps();
    }

    /** How many reads that may wait have gone over links. */
    public long waits() {
        return links.waits();
    }

    private static PeerAnswer answer(PeerConnection.Response response) {
        return PeerAnswer.of(response.status(), response.headers(), response.body());
    }

    private static byte[] getting(HostPort peer, String path, Map<String, String> headers, Duration timeLeft) {
        return (head("GET", peer, path, headers, timeLeft) + "\r\n").getBytes(ISO_8859_1);
    }

    private static byte[] posting(
            HostPort peer, String path, Map<String, String> headers, byte[] body, Duration timeLeft) {
        String length = "Content-Length: " + body.length + "\r\n\r\n";
        byte[] head = (head("POST", peer, path, headers, timeLeft) + length).getBytes(ISO_8859_1);
        byte[] request = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, request, head.length, body.length);
        return request;
    }

    private static String head(
            String method, HostPort peer, String path, Map<String, String> headers, Duration timeLeft) {
        StringBuilder head = new StringBuilder(256)
                .append(method)
                .append(' ')
                .append(path)
                .append(" HTTP/1.1\r\nHost: ")
                .append(peer)
                .append("\r\n")
                .append(Headers.TIME_LEFT)
                .append(": ")
                .append(timeLeft.toMillis())
                .append("\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        return head.toString();
    }

    private PeerConnection.Response get(HostPort peer, String path, Duration timeout)
            throws PeerUnreachableException, InterruptedException {
        return exchange(peer, getting(peer, path, Map.of(), timeout), timeout, connection -> {});
    }

    private PeerConnection.Response exchange(
            HostPort peer, byte[] request, Duration atMost, Consumer<PeerConnection> taken)
            throws PeerUnreachableException, InterruptedException {
        try {
            return connections.exchange(peer, request, atMost, taken);
        } catch (ConnectException e) {
            PeerUnreachableException unreachable = unreachable(peer, e);
            health.isDown(peer, String.valueOf(unreachable.getMessage()));
            throw unreachable;
        } catch (SocketTimeoutException e) {
            throw new PeerUnreachableException(peer + " does not answer within " + atMost.toMillis() + " ms", e);
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            throw unreachable(peer, e);
        }
    }

    /**
     * Asks an instance for a sign of life; whatever comes from it meanwhile is one. An instance with much to do keeps this question
     * waiting with all others, and were it taken for down, its reads would cost all the others more.
     *
     * @throws PeerUnreachableException if there was none in time
     */
    void ping(HostPort peer, Duration timeout) throws PeerUnreachableException, InterruptedException {
        long asked = System.nanoTime();
        try {
            PeerConnection.Response unused = get(peer, "/peer/v1/alive", timeout);
        } catch (PeerUnreachableException e) {
            if (!links.hasHeardSince(peer, asked)) {
                throw e;
            }
        }
    }

    /**
     * Opens a watch. Blocks until the peer has begun to answer; what it answers is read from the stream, which is to be closed.
     *
     * @param peer the instance to ask
     * @param path the request's path and query, encoded
     * @param headers where to begin
     * @param within how long the peer may take to begin
     * @throws PeerUnreachableException if it did not
     */
    public PeerStream watch(HostPort peer, String path, Map<String, String> headers, Duration within)
            throws PeerUnreachableException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://" + peer + path)).header("Accept", "text/event-stream");
        headers.forEach(request::header);
        // A timeout of the request's own may come to mean its body too, which has no end.
        CompletableFuture<HttpResponse<InputStream>> answer =
                http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        try {
            HttpResponse<InputStream> response = answer.get(within.toNanos(), TimeUnit.NANOSECONDS);
            return new PeerStream(
                    response.statusCode(), response.headers().firstValue(Headers.UNAVAILABLE), response.body());
        } catch (ExecutionException e) {
            throw unreachable(peer, e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            abandon(answer);
            throw new PeerUnreachableException(peer + " does not answer within " + within.toMillis() + " ms", e);
        } catch (InterruptedException e) {
            abandon(answer);
            throw e;
        }
    }

    /** Gives up on an answer, which may have come in the meantime. */
    private static void abandon(CompletableFuture<HttpResponse<InputStream>> answer) {
        if (!answer.cancel(true) && !answer.isCompletedExceptionally()) {
            try {
                answer.join().body().close();
            } catch (IOException alreadyBroken) {
                log.debug("{}", alreadyBroken.toString());
            }
        }
    }

    private static PeerUnreachableException unreachable(HostPort peer, Throwable cause) {
        String reason = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return new PeerUnreachableException(peer + " does not answer: " + reason, cause);
    }

    /**
     * Asks an instance what it is and holds.
     *
     * @throws PeerUnreachableException if there was no answer, or none that can be read
     */
    public InstanceReport instance(HostPort peer, Duration timeout)
            throws PeerUnreachableException, InterruptedException {
        PeerConnection.Response response = get(peer, "/peer/v1/instance", timeout);
        try {
            return json.readValue(response.body(), InstanceReport.class);
        } catch (IOException e) {
            throw new PeerUnreachableException(peer + " answered something that is no instance report", e);
        }
    }

    @Override
    public void close() {
        links.close();
        connections.close();
        http.shutdownNow();
    }
}
