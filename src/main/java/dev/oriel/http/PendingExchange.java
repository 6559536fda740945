package dev.oriel.http;

import dev.oriel.http.KeyRequests.Parsed;
import dev.oriel.read.KeyReader;
import dev.oriel.read.Outcome;
import dev.oriel.read.Pending;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.util.Callback;

/**
 * The exchange of a read that cannot be answered at once. No thread is held meanwhile; when the client leaves, the read is
 * cancelled, and with it whatever it holds here and at other instances.
 */
final class PendingExchange implements Pending.Reply {

    private final HttpExchange exchange;
    private final Parsed.Valid request;
    private final KeyResponses responses;
    private final Pending read;
    private final long since = System.nanoTime();
    private volatile ClientGone.Registration watch = new Unwatched();

    private PendingExchange(HttpExchange exchange, Parsed.Valid request, KeyReader reader, KeyResponses responses) {
        this.exchange = exchange;
        this.request = request;
        this.responses = responses;
        this.read = reader.pend(request.read(), this);
    }

    /** Begins; returns at once. */
    static void begin(HttpExchange exchange, Parsed.Valid request, KeyReader reader, KeyResponses responses) {
        PendingExchange pending = new PendingExchange(exchange, request, reader, responses);
        // A body means nothing here, but the connection cannot be watched while there is some of it to be read.
        Content.Source.consumeAll(exchange.request(), Callback.from(pending::start, exchange::abandon));
    }

    private void start() {
        watch = ClientGone.watch(exchange.request(), this::clientLeft);
        read.begin();
    }

    private void clientLeft() {
        if (read.cancel()) {
            abandon();
        }
    }

    @Override
    public void outcome(Outcome outcome) {
        exchange.timing().pending(System.nanoTime() - since, request.patience().isPresent());
        answer(() -> responses.send(exchange, request, outcome));
    }

    @Override
    public void failure(RuntimeException cause) {
        answer(() -> exchange.fail(cause));
    }

    private void answer(Runnable answer) {
        if (watch.close()) {
            answer.run();
        } else {
            abandon();
        }
    }

    private void abandon() {
        exchange.abandon(new EofException("the client has left"));
    }
}
