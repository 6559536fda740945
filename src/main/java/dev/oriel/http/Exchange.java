package dev.oriel.http;

import dev.oriel.api.ProblemType;
import dev.oriel.ops.Metrics;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.QuietException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request and its answer, with what the metrics want to know of it. Used by one thread at a time; answered once. */
final class Exchange {

    private static final Logger log = LoggerFactory.getLogger(Exchange.class);

    /** What nginx writes for a client that did not wait for the answer; never sent. */
    private static final int CLIENT_LEFT = 499;

    private final Request request;
    private final Response response;
    private final Callback callback;
    private final ResponseBudget budget;
    private final Metrics metrics;
    private final long start = System.nanoTime();
    private String view = Metrics.NO_VIEW;
    private String role = Metrics.NO_ROLE;

    Exchange(Request request, Response response, Callback callback, ResponseBudget budget, Metrics metrics) {
        this.request = request;
        this.response = response;
        this.callback = callback;
        this.budget = budget;
        this.metrics = metrics;
    }

    Request request() {
        return request;
    }

    /** The request is for this declared view. */
    void concerns(String viewName) {
        view = viewName;
    }

    /** A replica in this role has answered. */
    void answeredBy(String roleName) {
        role = roleName;
    }

    /** The headers of the answer, to be set before it is sent. */
    HttpFields.Mutable headers() {
        return response.getHeaders();
    }

    /** Sends the answer, or that it would be too much at the moment. */
    void send(int status, ByteBuffer body) {
        int bytes = body.remaining();
        if (budget.take(bytes)) {
            write(status, body, Callback.from(callback, () -> budget.giveBack(bytes)));
        } else {
            response.reset();
            send(Problem.overloaded("More than " + budget.limit()
                    + " bytes of answers have not been taken by their clients yet (server.max-response-bytes)."));
        }
    }

    private void write(int status, ByteBuffer body, Callback written) {
        response.setStatus(status);
        if (status != 304) {
            headers().put(HttpHeader.CONTENT_LENGTH, body.remaining());
        }
        metrics.request(view, status, role, System.nanoTime() - start);
        response.write(true, body, written);
    }

    /** Begins an answer that goes on, with the headers that have been set; it counts as answered from here on. */
    OngoingAnswer begin(int status) {
        response.setStatus(status);
        metrics.request(view, status, role, System.nanoTime() - start);
        return new OngoingAnswer(response, callback);
    }

    /** Sends a problem. */
    void send(Problem problem) {
        headers().put(HttpHeader.CONTENT_TYPE, Problem.CONTENT_TYPE);
        problem.headers().forEach(headers()::put);
        write(
                problem.type().status(),
                ByteBuffer.wrap(problem.body(request.getHttpURI().getPath())),
                callback);
    }

    /** Goes on with the exchange on a thread of the server's pool, which may block. */
    void onPool(Runnable rest) {
        request.getComponents().getExecutor().execute(() -> {
            try {
                rest.run();
            } catch (RuntimeException e) {
                fail(e);
            }
        });
    }

    /** Answers that something is wrong with Oriel, and says in the log what. */
    void fail(RuntimeException e) {
        log.error("{} {} failed", request.getMethod(), request.getHttpURI().getPath(), e);
        send(Problem.of(
                ProblemType.INTERNAL_ERROR, "The request could not be answered. The log of this instance says why."));
    }

    /** Ends the exchange without an answer, since nobody is there to read it. */
    void abandon(Throwable cause) {
        metrics.request(view, CLIENT_LEFT, role, System.nanoTime() - start);
        callback.failed(cause instanceof QuietException ? cause : new QuietException.Exception(cause));
    }
}
