package dev.oriel.ops;

import dev.oriel.trace.Trace;
import dev.oriel.trace.Tracing;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Takes note of the requests to one listener: counts and times them, logs some, and traces them. Safe for all threads. */
public final class RequestObserver {

    private final RequestMetrics metrics;
    private final RequestLog log;
    private final Tracing tracing;

    RequestObserver(RequestMetrics metrics, RequestLog log, Tracing tracing) {
        this.metrics = metrics;
        this.log = log;
        this.tracing = tracing;
    }

    /**
     * A request has come that is traced if any is.
     *
     * @param operation what it asks for, as far as that is known
     * @param method its HTTP method
     * @param path its path, undecoded
     * @param header its headers by name; null for one that it has not
     */
    public Trace begin(Operation operation, String method, String path, Function<String, @Nullable String> header) {
        return tracing.begin(operation.label(), method, path, header);
    }

    /**
     * A request has been answered, or given up.
     *
     * @param answer the answer
     * @param trace its trace, which ends with it
     * @param nanos from the request's arrival until its answer was handed to the network
     * @param worked the same without what it waited for its condition
     * @param request what the log has to say of it
     */
    public void answered(Answer answer, Trace trace, long nanos, long worked, Supplier<RequestLog.Request> request) {
        metrics.record(answer, nanos);
        if (trace != Trace.NONE) {
            trace.end(new Trace.Ending(
                    answer.operation().label(), answer.view(), answer.status(), answer.role(), answer.hops()));
        }
        if (log.wants(worked)) {
            log.write(request.get(), answer, worked);
        }
    }
}
