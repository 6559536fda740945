package dev.oriel.http;

import dev.oriel.api.PathSegment;
import dev.oriel.ops.Operation;
import dev.oriel.ops.RequestObserver;
import dev.oriel.view.View;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;

/**
 * What the handlers in front of Javalin have in common: a path that is read undecoded, few methods, and a declared view.
 * Other paths go to the handler behind.
 *
 * @param <P> the path, once it is known to be this handler's
 */
abstract class ViewHandler<P> extends Handler.Wrapper {

    /** What is only read. */
    static final List<HttpMethod> READING = List.of(HttpMethod.GET, HttpMethod.HEAD);

    private final Map<String, View> views;
    private final ResponseBudget budget;
    private final RequestObserver observer;

    /**
     * For one listener.
     *
     * @param views by name
     * @param budget how much the answers under way may come to
     * @param observer takes note of requests
     */
    ViewHandler(Map<String, View> views, ResponseBudget budget, RequestObserver observer) {
        this.views = Map.copyOf(views);
        this.budget = budget;
        this.observer = observer;
    }

    /** The parts of a path as it was sent, if it is one of this handler's. */
    abstract Optional<P> path(String sent);

    /** The segment of the path that names the view, undecoded. */
    abstract String viewSegment(P path);

    /** The methods that a path has. */
    List<HttpMethod> methods(P path) {
        return READING;
    }

    /** What is asked for at a path. */
    abstract Operation operation(P path);

    /** Answers a request for a declared view, now or later. Must not block. */
    abstract void answer(HttpExchange exchange, P path, View view);

    @Override
    public final InvocationType getInvocationType() {
        return Invocable.InvocationType.NON_BLOCKING;
    }

    @Override
    public final boolean handle(Request request, Response response, Callback callback) throws Exception {
        Optional<P> path = path(request.getHttpURI().getPath());
        if (path.isEmpty()) {
            return super.handle(request, response, callback);
        }
        HttpExchange exchange = new HttpExchange(request, response, callback, budget, operation(path.get()), observer);
        try {
            answer(exchange, path.get());
        } catch (RuntimeException e) {
            exchange.fail(e);
        }
        return true;
    }

    private void answer(HttpExchange exchange, P path) {
        String method = exchange.request().getMethod();
        List<HttpMethod> methods = methods(path);
        if (methods.stream().noneMatch(allowed -> allowed.is(method))) {
            exchange.send(Problem.methodNotAllowed(
                    method, methods.stream().map(HttpMethod::asString).toList()));
            return;
        }
        String name = PathSegment.decode(viewSegment(path)).orElse(viewSegment(path));
        View view = views.get(name);
        if (view == null) {
            exchange.send(Problem.viewNotFound(name));
            return;
        }
        exchange.concerns(view.name());
        answer(exchange, path, view);
    }
}
