package dev.oriel.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A request's span, with those of its parts and of its calls beneath. Names and attributes are those of OpenTelemetry's semantic
 * conventions for HTTP, where they have one.
 */
final class SpanTrace implements Trace {

    private static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
    private static final AttributeKey<String> VIEW = AttributeKey.stringKey("oriel.view");
    private static final AttributeKey<String> ROLE = AttributeKey.stringKey("oriel.role");
    private static final AttributeKey<Long> HOPS = AttributeKey.longKey("oriel.hops");
    private static final AttributeKey<String> PEER = AttributeKey.stringKey("server.address");
    private static final int SERVER_ERROR = 500;

    private final Tracer tracer;
    private final TextMapPropagator propagator;
    private final Span span;
    private final Context context;

    /**
     * The trace of a request whose span has begun.
     *
     * @param before what the span belongs to
     */
    SpanTrace(Tracer tracer, TextMapPropagator propagator, Span span, Context before) {
        this.tracer = tracer;
        this.propagator = propagator;
        this.span = span;
        this.context = before.with(span);
    }

    @Override
    public void part(Part part, long nanos) {
        if (span.isRecording()) {
            Instant end = Instant.now();
            tracer.spanBuilder(part.label())
                    .setParent(context)
                    .setStartTimestamp(end.minusNanos(nanos))
                    .startSpan()
                    .end(end);
        }
    }

    @Override
    public Trace.Call call(String peer) {
        Span call = tracer.spanBuilder("peer")
                .setParent(context)
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute(PEER, peer)
                .startSpan();
        Map<String, String> headers = new HashMap<>();
        propagator.inject(
                context.with(call),
                headers,
                (map, name, value) -> Objects.requireNonNull(map).put(name, value));
        return new Call(call, Map.copyOf(headers));
    }

    @Override
    public void end(Ending ending) {
        if (!span.isRecording()) {
            return;
        }
        span.updateName(ending.view().isEmpty() ? ending.operation() : ending.operation() + ' ' + ending.view());
        span.setAttribute(STATUS, ending.status());
        span.setAttribute(VIEW, ending.view());
        span.setAttribute(ROLE, ending.role());
        span.setAttribute(HOPS, ending.hops());
        if (ending.status() >= SERVER_ERROR) {
            span.setStatus(StatusCode.ERROR);
            span.setAttribute(ERROR, Integer.toString(ending.status()));
        }
        span.end();
    }

    @Override
    public String id() {
        return span.getSpanContext().getTraceId();
    }

    @Override
    public String context() {
        SpanContext own = span.getSpanContext();
        return "00-" + own.getTraceId() + '-' + own.getSpanId() + '-'
                + own.getTraceFlags().asHex();
    }

    private static final class Call implements Trace.Call {

        private final Span span;
        private final Map<String, String> headers;

        Call(Span span, Map<String, String> headers) {
            this.span = span;
            this.headers = headers;
        }

        @Override
        public Map<String, String> headers() {
            return headers;
        }

        @Override
        public void end() {
            span.end();
        }

        @Override
        public void fail(String why) {
            span.setStatus(StatusCode.ERROR, why);
            span.end();
        }
    }
}
