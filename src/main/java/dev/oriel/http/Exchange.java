package dev.oriel.http;

import dev.oriel.api.Headers;
import dev.oriel.api.ProblemType;
import dev.oriel.ops.Answer;
import dev.oriel.ops.Operation;
import dev.oriel.ops.RequestLog;
import dev.oriel.ops.RequestObserver;
import dev.oriel.read.KeyReader;
import dev.oriel.trace.Trace;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request and its answer, whatever they are carried by, with what the metrics want to know of it. Used by one thread at a time;
 * answered once.
 */
abstract class Exchange {

    /** What nginx writes for a client that did not wait for the answer; never sent. */
    static final int CLIENT_LEFT = 499;

    private static final String EXPLAINED = "true";
    private static final Logger log = LoggerFactory.getLogger(Exchange.class);
    private static final HttpField PROBLEM = new HttpField(HttpHeader.CONTENT_TYPE, Problem.CONTENT_TYPE);

    private final RequestObserver observer;
    private final Trace trace;
    private final Timing timing;
    private final long start = System.nanoTime();
    private Operation operation;
    private String view = Answer.NO_VIEW;
    private String role = Answer.NO_ROLE;
    private int hops;

    Exchange(Operation operation, RequestObserver observer, Trace trace) {
        this.operation = operation;
        this.observer = observer;
        this.trace = trace;
        this.timing = new Timing(trace);
    }

    /** The request's path, undecoded. */
    abstract String path();

    /** The request's query, undecoded; null if there is none. */
    abstract @Nullable String query();

    /** The request's method. */
    abstract String method();

    /** Where the request came from. */
    abstract String client();

    /** The request's headers. */
    abstract HttpFields fields();

    /** The headers of the answer, to be set before it is sent. */
    abstract HttpFields.Mutable headers();

    /** Sends the answer, or that it would be too much at the moment. */
    abstract void send(int status, ByteBuffer body);

    /** Sends an answer that is short, whatever else is under way. */
    abstract void sendShort(int status, ByteBuffer body);

    /** The server's pool, whose threads may block. */
    abstract Executor pool();

    /** Goes on with a read that cannot be answered at once; returns at once. */
    abstract void pend(KeyRequests.Parsed.Valid request, KeyReader reader, KeyResponses responses);

    /** Goes on with the exchange on a thread of the server's pool, which may block. */
    final void onPool(Runnable rest) {
        pool().execute(() -> {
            try {
                rest.run();
            } catch (RuntimeException e) {
                fail(e);
            }
        });
    }

    /** The request is for this declared view. */
    final void concerns(String viewName) {
        view = viewName;
    }

    /** The answer may take as long as the client lets it, which says nothing of how fast Oriel is. */
    final void mayWait() {
        operation = Operation.WAIT;
    }

    /** A replica in this role has answered, by way of so many other instances. */
    final void answeredBy(String roleName, int hopCount) {
        role = roleName;
        hops = hopCount;
    }

    /** Where its time went so far. */
    final Timing timing() {
        return timing;
    }

    /** Tells in the answer's headers by which trace it is known, and where the time went, if that is asked for. */
    final void explain() {
        if (trace != Trace.NONE) {
            headers().put(Headers.TRACE_RESPONSE, trace.context());
        }
        if (EXPLAINED.equals(fields().get(Headers.EXPLAIN))) {
            headers().put("Server-Timing", timing.text(System.nanoTime() - start));
        }
    }

    /** Its trace. */
    final Trace trace() {
        return trace;
    }

    /** It has been answered, as far as the metrics, the log and its trace are concerned. */
    final void count(int status) {
        long nanos = System.nanoTime() - start;
        observer.answered(
                new Answer(operation, view, status, role, hops),
                trace,
                nanos,
                nanos - timing.waited(),
                () -> logged(nanos));
    }

    private RequestLog.Request logged(long nanos) {
        String query = query();
        String target = query == null ? path() : path() + '?' + query;
        return new RequestLog.Request(client(), method(), target, timing.text(nanos), trace.id());
    }

    /** Sends a problem. */
    final void send(Problem problem) {
        headers().put(PROBLEM);
        problem.headers().forEach(headers()::put);
        sendShort(problem.type().status(), ByteBuffer.wrap(problem.body(path())));
    }

    /** Answers that something is wrong with Oriel, and says in the log what. */
    final void fail(RuntimeException e) {
        log.error("a request for {} failed", path(), e);
        send(Problem.of(
                ProblemType.INTERNAL_ERROR, "The request could not be answered. The log of this instance says why."));
    }
}
