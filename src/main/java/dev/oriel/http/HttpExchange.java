package dev.oriel.http;

import dev.oriel.ops.Operation;
import dev.oriel.ops.RequestObserver;
import dev.oriel.read.KeyReader;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.QuietException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** A request that came over HTTP. */
final class HttpExchange extends Exchange {

    private final Request request;
    private final Response response;
    private final Callback callback;
    private final ResponseBudget budget;

    HttpExchange(
            Request request,
            Response response,
            Callback callback,
            ResponseBudget budget,
            Operation operation,
            RequestObserver observer) {
        super(
                operation,
                observer,
                observer.begin(
                        operation, request.getMethod(), request.getHttpURI().getPath(), request.getHeaders()::get));
        this.request = request;
        this.response = response;
        this.callback = callback;
        this.budget = budget;
    }

    Request request() {
        return request;
    }

    @Override
    String path() {
        return request.getHttpURI().getPath();
    }

    @Override
    @Nullable
    String query() {
        return request.getHttpURI().getQuery();
    }

    @Override
    String method() {
        return request.getMethod();
    }

    @Override
    String client() {
        return Request.getRemoteAddr(request);
    }

    @Override
    HttpFields fields() {
        return request.getHeaders();
    }

    @Override
    HttpFields.Mutable headers() {
        return response.getHeaders();
    }

    @Override
    void send(int status, ByteBuffer body) {
        int bytes = body.remaining();
        if (budget.take(bytes)) {
            write(status, body, Callback.from(callback, () -> budget.giveBack(bytes)));
        } else {
            response.reset();
            send(budget.exhausted());
        }
    }

    @Override
    void sendShort(int status, ByteBuffer body) {
        write(status, body, callback);
    }

    private void write(int status, ByteBuffer body, Callback written) {
        response.setStatus(status);
        if (status != 304) {
            headers().put(HttpHeader.CONTENT_LENGTH, body.remaining());
        }
        explain();
        count(status);
        response.write(true, body, written);
    }

    /** Begins an answer that goes on, with the headers that have been set; it counts as answered from here on. */
    OngoingAnswer begin(int status) {
        response.setStatus(status);
        explain();
        count(status);
        return new OngoingAnswer(response, callback);
    }

    @Override
    Executor pool() {
        return request.getComponents().getExecutor();
    }

    @Override
    void pend(KeyRequests.Parsed.Valid read, KeyReader reader, KeyResponses responses) {
        PendingExchange.begin(this, read, reader, responses);
    }

    /** Ends the exchange without an answer, since nobody is there to read it. */
    void abandon(Throwable cause) {
        count(CLIENT_LEFT);
        callback.failed(cause instanceof QuietException ? cause : new QuietException.Exception(cause));
    }
}
