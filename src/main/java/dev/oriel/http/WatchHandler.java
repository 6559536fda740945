package dev.oriel.http;

import dev.oriel.api.PathSegment;
import dev.oriel.ops.Metrics;
import dev.oriel.read.Watcher;
import dev.oriel.view.View;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers watches, on the public listener and on the peer listener alike, each in a {@link WatchStream}. */
final class WatchHandler extends Handler.Wrapper {

    private final Map<String, View> views;
    private final Watcher watcher;
    private final WatchRequests requests;
    private final Refusals refusals;
    private final Metrics metrics;

    /**
     * A handler for one listener.
     *
     * @param views by name
     * @param watcher makes watches
     * @param requests reads this listener's requests
     * @param refusals answers what is refused
     * @param metrics counts requests
     */
    WatchHandler(Map<String, View> views, Watcher watcher, WatchRequests requests, Refusals refusals, Metrics metrics) {
        this.views = Map.copyOf(views);
        this.watcher = watcher;
        this.requests = requests;
        this.refusals = refusals;
        this.metrics = metrics;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Optional<WatchPath> path = WatchPath.of(request.getHttpURI().getPath());
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

    private void answer(Exchange exchange, WatchPath path) {
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
            case WatchRequests.Parsed.Invalid invalid -> exchange.send(invalid.problem());
            case WatchRequests.Parsed.Valid valid -> WatchStream.begin(exchange, valid.read(), watcher, refusals);
        }
    }
}
