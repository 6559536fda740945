package dev.oriel.trace;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Begins the traces of requests, and sends their spans to a collector, a few thousand at a time and with a bound on those that are
 * waiting; when the collector is slow, spans are dropped and reads are not. Safe for all threads.
 */
public final class Tracing implements AutoCloseable {

    /** Where nothing is traced. */
    public static final Tracing OFF = new Tracing(OpenTelemetry.noop(), () -> {});

    private static final long LAST_SPANS_SECONDS = 2;

    private static final TextMapGetter<Function<String, @Nullable String>> HEADERS = new TextMapGetter<>() {
        @Override
        public @Nullable String get(@Nullable Function<String, @Nullable String> headers, String name) {
            return headers == null ? null : headers.apply(name);
        }
    };

    private final Tracer tracer;
    private final TextMapPropagator propagator;
    private final Runnable close;

    /**
     * Who tells of itself.
     *
     * @param instance the instance's name
     * @param version of Oriel
     */
    public record Source(String instance, String version) {}

    private Tracing(OpenTelemetry telemetry, Runnable close) {
        this.tracer = telemetry.getTracer("dev.oriel");
        this.propagator = telemetry.getPropagators().getTextMapPropagator();
        this.close = close;
    }

    /**
     * Sends spans over HTTP (OTLP). What the environment says by OpenTelemetry's variables ({@code OTEL_…}) goes before.
     *
     * @param endpoint the collector's base URL
     * @param sample the part of the requests that is traced, of those that come without a trace; the others are as their trace is
     */
    public static Tracing to(URI endpoint, double sample, Source source) {
        Map<String, String> settings = Map.of(
                "otel.service.name", "oriel",
                "otel.resource.attributes",
                        "service.instance.id=" + source.instance() + ",service.version=" + source.version(),
                "otel.traces.exporter", "otlp",
                "otel.metrics.exporter", "none",
                "otel.logs.exporter", "none",
                "otel.exporter.otlp.protocol", "http/protobuf",
                "otel.exporter.otlp.endpoint", endpoint.toString(),
                "otel.traces.sampler", "parentbased_traceidratio",
                "otel.traces.sampler.arg", Double.toString(sample),
                "otel.propagators", "tracecontext");
        OpenTelemetrySdk sdk = AutoConfiguredOpenTelemetrySdk.builder()
                .addPropertiesSupplier(() -> settings)
                .disableShutdownHook()
                .build()
                .getOpenTelemetrySdk();
        return new Tracing(sdk, () -> sdk.getSdkTracerProvider().shutdown().join(LAST_SPANS_SECONDS, TimeUnit.SECONDS));
    }

    /**
     * A request has come.
     *
     * @param operation what it asks for
     * @param method its HTTP method
     * @param path its path, undecoded
     * @param header its headers by name; null for one that it has not
     */
    public Trace begin(String operation, String method, String path, Function<String, @Nullable String> header) {
        if (this == OFF) {
            return Trace.NONE;
        }
        Context before = propagator.extract(Context.root(), header, HEADERS);
        Span span = tracer.spanBuilder(operation)
                .setParent(before)
                .setSpanKind(SpanKind.SERVER)
                .setAttribute("http.request.method", method)
                .setAttribute("url.path", path)
                .startSpan();
        return new SpanTrace(tracer, propagator, span, before);
    }

    /** Sends the last spans, if that can be done soon. */
    @Override
    public void close() {
        close.run();
    }
}
