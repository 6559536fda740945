package dev.oriel.http;

import dev.oriel.api.ProblemType;
import dev.oriel.ops.Metrics;
import dev.oriel.read.KeyRead;
import dev.oriel.read.KeyReader;
import dev.oriel.read.Outcome;
import dev.oriel.view.View;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers reads by key, on the public listener and on the peer listener alike. What this instance can answer at once is answered
 * on Jetty's thread; the rest goes on on a virtual thread, which is interrupted when the client leaves.
 */
final class KeyHandler extends Handler.Wrapper {

    private static final Logger log = LoggerFactory.getLogger(KeyHandler.class);

    private final Map<String, View> views;
    private final KeyReader reader;
    private final KeyRequests requests;
    private final KeyResponses responses;
    private final Metrics metrics;

    KeyHandler(
            Map<String, View> views, KeyReader reader, KeyRequests requests, KeyResponses responses, Metrics metrics) {
        this.views = Map.copyOf(views);
        this.reader = reader;
        this.requests = requests;
        this.responses = responses;
        this.metrics = metrics;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Optional<KeyPath> path = KeyPath.of(request.getHttpURI().getPath());
        if (path.isEmpty()) {
            return super.handle(request, response, callback);
        }
        Exchange exchange = new Exchange(request, response, callback, metrics);
        try {
            answer(exchange, path.get());
        } catch (RuntimeException e) {
            fail(exchange, e);
        }
        return true;
    }

    private void answer(Exchange exchange, KeyPath path) {
        String method = exchange.request().getMethod();
        if (!HttpMethod.GET.is(method) && !HttpMethod.HEAD.is(method)) {
            exchange.send(Problem.methodNotAllowed(method));
            return;
        }
        View view = views.get(path.view());
        if (view == null) {
            exchange.send(Problem.viewNotFound(PercentCoding.decode(path.view()).orElse(path.view())));
            return;
        }
        exchange.concerns(view.name());
        switch (requests.parse(exchange.request(), path, view)) {
            case KeyRequests.Parsed.Invalid invalid -> exchange.send(invalid.problem());
            case KeyRequests.Parsed.Valid valid -> read(exchange, valid);
        }
    }

    private void read(Exchange exchange, KeyRequests.Parsed.Valid request) {
        Optional<Outcome> here = reader.here(request.read());
        if (here.isPresent()) {
            responses.send(exchange, request, here.get());
        } else {
            readElsewhere(exchange, request);
        }
    }

    private void readElsewhere(Exchange exchange, KeyRequests.Parsed.Valid request) {
        KeyRead read = request.read();
        Thread thread = Thread.ofVirtual().name("read-", 0).unstarted(() -> {
            try {
                responses.send(exchange, request, reader.elsewhere(read));
            } catch (InterruptedException clientLeft) {
                exchange.abandon();
            } catch (RuntimeException e) {
                fail(exchange, e);
            }
        });
        thread.start();
    }

    private static void fail(Exchange exchange, RuntimeException e) {
        log.error("a read failed", e);
        exchange.send(Problem.of(
                ProblemType.INTERNAL_ERROR, "The request could not be answered. The log of this instance says why."));
    }
}
