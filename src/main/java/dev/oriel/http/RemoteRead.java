package dev.oriel.http;

import dev.oriel.http.KeyRequests.Parsed;
import dev.oriel.read.KeyReader;
import dev.oriel.read.Outcome;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.util.Callback;

/**
 * A read that this instance cannot answer at once, on a virtual thread of its own. When its client leaves, the thread is
 * interrupted, and with it whatever the thread waits for.
 */
final class RemoteRead implements Runnable {

    private final Exchange exchange;
    private final Parsed.Valid request;
    private final KeyReader reader;
    private final KeyResponses responses;
    private ClientGone.Registration watch = new Unwatched();

    private RemoteRead(Exchange exchange, Parsed.Valid request, KeyReader reader, KeyResponses responses) {
        this.exchange = exchange;
        this.request = request;
        this.reader = reader;
        this.responses = responses;
    }

    /** Begins a read; returns at once. */
    static void begin(Exchange exchange, Parsed.Valid request, KeyReader reader, KeyResponses responses) {
        RemoteRead read = new RemoteRead(exchange, request, reader, responses);
        // A body means nothing here, but the connection cannot be watched while there is some of it to be read.
        Content.Source.consumeAll(exchange.request(), Callback.from(read::start, exchange::abandon));
    }

    private void start() {
        Thread thread = Thread.ofVirtual().unstarted(this);
        watch = ClientGone.watch(exchange.request(), thread::interrupt);
        thread.start();
    }

    @Override
    public void run() {
        Runnable answer = answer();
        if (watch.close()) {
            answer.run();
        } else {
            exchange.abandon(new EofException("the client has left"));
        }
    }

    private Runnable answer() {
        try {
            Outcome outcome = reader.elsewhere(request.read());
            return () -> responses.send(exchange, request, outcome);
        } catch (InterruptedException clientLeft) {
            return () -> exchange.abandon(clientLeft);
        } catch (RuntimeException e) {
            return () -> exchange.fail(e);
        }
    }
}
