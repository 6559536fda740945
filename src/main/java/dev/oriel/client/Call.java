package dev.oriel.client;

import dev.oriel.client.Servers.Server;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One request with all its attempts. Each follows the one before, on whatever thread that one ended.
 *
 * <p>A server that cannot be reached or stays silent is followed at once by the next one. When all have failed, or one asks for
 * patience (503, 429), the attempt is made again after a pause, as often as the settings allow. Nothing goes beyond the deadline:
 * the request's wait and {@code requestTimeout} together.
 */
final class Call {

    private final Transport transport;
    private final ReadRequest request;
    private final Pending<Reply> reply;
    private final Duration patience;
    private final long began = System.nanoTime();
    private Iterator<Server> round;
    private int retries;

    /** @param reply completes with how it ended, and ends it when it is completed otherwise */
    Call(Transport transport, ReadRequest request, Pending<Reply> reply) {
        this.transport = transport;
        this.request = request;
        this.reply = reply;
        patience = request.maxWait().plus(transport.settings().requestTimeout());
        round = transport.servers().round();
    }

    void begin() {
        try {
            ask();
        } catch (RuntimeException e) {
            reply.completeExceptionally(e);
            throw e;
        }
    }

    private void ask() {
        Server server = round.next();
        CompletableFuture<HttpResponse<AnswerBody>> exchange =
                transport.send(request.to(server.url(), left(request.maxWait())));
        reply.awaits(exchange);
        // The limit is on a copy: the exchange itself must be cancelled, or its connection would stay.
        var unused = exchange.copy()
                .orTimeout(longestAttempt().toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((response, failure) -> {
                    if (failure == null) {
                        answered(server, response);
                    } else {
                        exchange.cancel(true);
                        discard(exchange);
                        transport.io().execute(() -> failed(server, Failures.causeOf(failure)));
                    }
                });
    }

    /** An answer may come just as it is given up; a stream that nobody reads would keep its connection. */
    private static void discard(CompletableFuture<HttpResponse<AnswerBody>> exchange) {
        var unused = exchange.thenAccept(response -> response.body().stream().ifPresent(StreamedBody::close));
    }

    /** Where there are other servers to ask, none is given all the time. */
    private Duration longestAttempt() {
        Duration left = left(patience);
        if (transport.servers().count() == 1) {
            return left;
        }
        Duration share = left(request.maxWait())
                .plus(transport.settings().requestTimeout().dividedBy(2));
        return share.compareTo(left) < 0 ? share : left;
    }

    private void answered(Server server, HttpResponse<AnswerBody> response) {
        server.answered();
        HttpAnswer answer = new HttpAnswer(
                response.uri(),
                response.statusCode(),
                response.headers(),
                response.body().bytes(),
                response.body().stream());
        Reply answered = new Reply.Answered(answer);
        if (answer.status() == 503 || answer.status() == 429) {
            retry(answer.retryAfter().orElse(backoff()), answered);
        } else {
            answered.completes(reply);
        }
    }

    private void failed(Server server, Throwable cause) {
        if (reply.isDone()) {
            return;
        }
        if (cause instanceof BoundedBody.TooLongException) {
            reply.complete(new Reply.TooLong(
                    request.to(server.url(), Duration.ZERO).uri(),
                    transport.settings().maxAnswerBytes()));
        } else if (cause instanceof TimeoutException) {
            next(server, new Reply.TimedOut(transport.servers().toString(), patience));
        } else if (cause instanceof IOException io) {
            next(server, new Reply.Unreachable(transport.servers().toString(), io));
        } else {
            reply.completeExceptionally(cause);
        }
    }

    private void next(Server silent, Reply soFar) {
        silent.failed();
        if (left(patience).isZero()) {
            reply.complete(soFar);
        } else if (round.hasNext()) {
            ask();
        } else {
            retry(backoff(), soFar);
        }
    }

    private void retry(Duration pause, Reply soFar) {
        if (retries == transport.settings().maxRetries() || pause.compareTo(left(patience)) >= 0) {
            reply.complete(soFar);
            return;
        }
        retries++;
        round = transport.servers().round();
        CompletableFuture<Boolean> pausing =
                new CompletableFuture<Boolean>().completeOnTimeout(true, pause.toMillis(), TimeUnit.MILLISECONDS);
        reply.awaits(pausing);
        var unused = pausing.thenRunAsync(this::ask, transport.io());
    }

    private Duration backoff() {
        return transport.backoff().after(retries + 1);
    }

    /** What is left of a time that began with the request. */
    private Duration left(Duration time) {
        Duration left = time.minusNanos(System.nanoTime() - began);
        return left.isNegative() ? Duration.ZERO : left;
    }
}
