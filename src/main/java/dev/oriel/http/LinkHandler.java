package dev.oriel.http;

import dev.oriel.api.KeyPath;
import dev.oriel.ops.RequestObserver;
import dev.oriel.route.LinkRequest;
import dev.oriel.view.View;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Turns connections of other instances into links, when they ask for that (RFC 9110, section 7.8). */
final class LinkHandler extends Handler.Wrapper {

    private final Map<String, View> views;
    private final KeyAnswers answers;
    private final ResponseBudget budget;
    private final RequestObserver observer;

    LinkHandler(Map<String, View> views, KeyAnswers answers, ResponseBudget budget, RequestObserver observer) {
        this.views = Map.copyOf(views);
        this.answers = answers;
        this.budget = budget;
        this.observer = observer;
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        boolean asksForLink = request.getHttpURI().getPath().equals(LinkRequest.PATH)
                && LinkRequest.PROTOCOL.equals(request.getHeaders().get(HttpHeader.UPGRADE));
        if (!asksForLink) {
            return super.handle(request, response, callback);
        }
        LinkConnection link = new LinkConnection(
                request.getConnectionMetaData().getConnection().getEndPoint(),
                request.getComponents().getExecutor(),
                this::answer);
        request.setAttribute(HttpStream.UPGRADE_CONNECTION_ATTRIBUTE, link);
        response.setStatus(HttpStatus.SWITCHING_PROTOCOLS_101);
        response.getHeaders().put(HttpHeader.CONNECTION, HttpHeader.UPGRADE.asString());
        response.getHeaders().put(HttpHeader.UPGRADE, LinkRequest.PROTOCOL);
        response.write(true, null, callback);
        return true;
    }

    private void answer(LinkConnection link, LinkRequest request) {
        LinkExchange exchange = new LinkExchange(link, request, budget, observer);
        try {
            KeyPath.of(exchange.path()).ifPresentOrElse(path -> answer(exchange, path), exchange::decline);
        } catch (RuntimeException e) {
            exchange.fail(e);
        }
    }

    private void answer(LinkExchange exchange, KeyPath path) {
        View view = views.get(path.view());
        if (view == null) {
            exchange.decline();
            return;
        }
        exchange.concerns(view.name());
        answers.answer(exchange, path, view);
    }
}
