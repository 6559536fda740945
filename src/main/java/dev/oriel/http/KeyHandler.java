package dev.oriel.http;

import dev.oriel.api.PathSegment;
import dev.oriel.ops.Metrics;
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

/**
 * Answers reads by key, on the public listener and on the peer listener alike. What this instance can answer at once is answered
 * on Jetty's thread; the rest goes on in a {@link PendingExchange}.
 */
final class KeyHandler extends Handler.Wrapper {

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
            exchange.fail(e);
        }
        return true;
    }

    private void answer(Exchange exchange, KeyPath path) {
        String method = exchange.request().getMethod();
        if (!HttpMethod.GET.is(method) && !HttpMethod.HEAD.is(method)) {
            exchange.send(Problem.methodNotAllowed(method));
            return;
        }
        String name = PathSegment.decode(path.view()).orElse(path.view());
        View view = views.get(name);
        if (view == null) {
            exchange.send(Problem.viewNotFound(name));
            return;
        }
        exchange.concerns(view.name());
        switch (requests.parse(exchange.request(), path, view)) {
            case KeyRequests.Parsed.Invalid invalid -> exchange.send(invalid.problem());
            case KeyRequests.Parsed.Valid valid -> read(exchange, valid);
        }
    }

    private void read(Exchange exchange, KeyRequests.Parsed.Valid request) {
        request.patience()
                .ifPresent(wait -> exchange.headers().put("Preference-Applied", ConditionRequests.applied(wait)));
        Optional<Outcome> here = reader.here(request.read());
        if (here.isPresent()) {
            responses.send(exchange, request, here.get());
        } else {
            PendingExchange.begin(exchange, request, reader, responses);
        }
    }
}
