package dev.oriel.client;

import dev.oriel.client.Servers.Server;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One connection of a watch. Reads a piece when it is told to and not before, so that a server feels how slow the subscriber is.
 *
 * <p>All of it, but for {@link #close}, happens on one serial executor, which calls the owner, too. It tells one end, and nothing
 * after it.
 */
final class WatchConnection implements Flow.Subscriber<List<ByteBuffer>>, AutoCloseable {

    /** What a connection tells. */
    interface Owner {

        /** The server has begun to tell. Nothing is read before {@link #readOn}. */
        void opened();

        /** A piece has been read, with events or only a heartbeat. */
        void came(List<ServerSentEvent> events, EventStream stream);

        /** The connection is over; empty if the server ended it in order. */
        void ended(Optional<Reply> why);
    }

    private static final String EVENTS = "text/event-stream";

    private final Transport transport;
    private final Server server;
    private final HttpRequest request;
    private final EventStream stream;
    private final Executor serial;
    private final Owner owner;
    private volatile Runnable abort = () -> {};
    private volatile Optional<Flow.Subscription> source = Optional.empty();
    private volatile CompletableFuture<Boolean> silence = CompletableFuture.completedFuture(true);
    private volatile boolean closed;
    private boolean reading;

    /** @param lastId where an earlier connection got to; empty if there was none */
    WatchConnection(Transport transport, Server server, String path, String lastId, Executor serial, Owner owner) {
        this.transport = transport;
        this.server = server;
        this.serial = serial;
        this.owner = owner;
        Map<String, String> headers = new HashMap<>(Map.of("Accept", EVENTS));
        if (!lastId.isEmpty()) {
            headers.put("Last-Event-ID", lastId);
        }
        request = ReadRequest.get(path, List.of(), headers, Duration.ZERO).to(server.url(), Duration.ZERO);
        stream = new EventStream(transport.settings().maxAnswerBytes(), lastId);
    }

    void open() {
        CompletableFuture<HttpResponse<Flow.Publisher<List<ByteBuffer>>>> exchange = transport.open(request);
        abortWith(() -> exchange.cancel(true));
        var unused = limited(exchange.copy())
                .whenCompleteAsync(
                        (response, failure) -> {
                            if (failure == null) {
                                answered(response);
                            } else {
                                end(Optional.of(reply(failure)));
                                discard(exchange);
                            }
                        },
                        serial);
    }

    /** An answer may come just as it is given up; a body that nobody reads would keep its connection. */
    private void discard(CompletableFuture<HttpResponse<Flow.Publisher<List<ByteBuffer>>>> exchange) {
        var unused = exchange.thenAccept(answer -> answer.body().subscribe(this));
    }

    private void answered(HttpResponse<Flow.Publisher<List<ByteBuffer>>> response) {
        server.answered();
        if (response.statusCode() == 200 && HttpAnswer.hasType(response.headers(), EVENTS)) {
            response.body().subscribe(this);
            return;
        }
        BoundedBody body = new BoundedBody(transport.settings().maxAnswerBytes());
        abortWith(body::abandon);
        response.body().subscribe(body);
        var unused = limited(body.getBody().copy())
                .whenCompleteAsync(
                        (bytes, failure) -> end(Optional.of(
                                failure == null
                                        ? new Reply.Answered(new HttpAnswer(
                                                response.uri(),
                                                response.statusCode(),
                                                response.headers(),
                                                bytes,
                                                Optional.empty()))
                                        : reply(failure))),
                        serial);
    }

    /** Reads one more piece, unless that is under way. */
    void readOn() {
        Optional<Flow.Subscription> from = source;
        if (!reading && !closed && from.isPresent()) {
            reading = true;
            // Nothing can be missed while nothing is read: the time begins with the reading.
            silence = new CompletableFuture<Boolean>()
                    .completeOnTimeout(true, transport.settings().watchSilence().toMillis(), TimeUnit.MILLISECONDS);
            var unused = silence.thenRunAsync(this::fellSilent, serial);
            from.get().request(1);
        }
    }

    private void fellSilent() {
        if (reading) {
            end(Optional.of(timedOut()));
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        source = Optional.of(subscription);
        abortWith(subscription::cancel);
        serial.execute(() -> {
            if (!closed) {
                owner.opened();
            }
        });
    }

    @Override
    public void onNext(List<ByteBuffer> piece) {
        serial.execute(() -> {
            if (!closed) {
                reading = false;
                silence.cancel(true);
                read(piece);
            }
        });
    }

    private void read(List<ByteBuffer> piece) {
        try {
            owner.came(stream.read(piece), stream);
        } catch (BoundedBody.TooLongException e) {
            end(Optional.of(
                    new Reply.TooLong(request.uri(), transport.settings().maxAnswerBytes())));
        }
    }

    @Override
    public void onError(Throwable failure) {
        serial.execute(() -> end(Optional.of(reply(failure))));
    }

    @Override
    public void onComplete() {
        serial.execute(() -> end(Optional.empty()));
    }

    private void end(Optional<Reply> why) {
        if (closed) {
            return;
        }
        close();
        if (why.isPresent() && (why.get() instanceof Reply.Unreachable || why.get() instanceof Reply.TimedOut)) {
            server.failed();
        }
        owner.ended(why);
    }

    /** Closes the connection at once; nothing more is told. Safe for all threads. */
    @Override
    public void close() {
        closed = true;
        silence.cancel(true);
        abort.run();
    }

    private void abortWith(Runnable action) {
        abort = action;
        if (closed) {
            action.run();
        }
    }

    private <T> CompletableFuture<T> limited(CompletableFuture<T> future) {
        return future.orTimeout(transport.settings().watchSilence().toMillis(), TimeUnit.MILLISECONDS);
    }

    private Reply reply(Throwable failure) {
        Throwable cause = Failures.causeOf(failure);
        if (cause instanceof TimeoutException) {
            return timedOut();
        }
        return new Reply.Unreachable(
                server.url().toString(), cause instanceof IOException io ? io : new IOException(cause));
    }

    private Reply timedOut() {
        return new Reply.TimedOut(server.url().toString(), transport.settings().watchSilence());
    }
}
