package dev.oriel.server;

import static java.util.stream.Collectors.toMap;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

/** What an OpenTelemetry collector gets over HTTP (OTLP 1, binary). */
final class Collector implements AutoCloseable {

    /**
     * A span as it was told.
     *
     * @param instance the instance that told it
     * @param parent the id of the span above it; empty if there is none
     */
    record Told(
            String instance,
            String trace,
            String id,
            String parent,
            String name,
            Span.SpanKind kind,
            Duration duration,
            boolean failed,
            Map<String, String> attributes) {}

    private final HttpServer server;
    private final List<Told> spans = new CopyOnWriteArrayList<>();

    Collector() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", this::take);
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What has been told of a trace so far. */
    List<Told> spans(String trace) {
        return spans.stream().filter(span -> span.trace().equals(trace)).toList();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
            try (InputStream plain =
                    zipped ? new GZIPInputStream(new ByteArrayInputStream(body)) : new ByteArrayInputStream(body)) {
                ExportTraceServiceRequest.parseFrom(plain)
                        .getResourceSpansList()
                        .forEach(this::take);
            }
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private void take(ResourceSpans told) {
        String instance = attributes(told.getResource().getAttributesList()).getOrDefault("service.instance.id", "");
        told.getScopeSpansList().stream()
                .flatMap(scope -> scope.getSpansList().stream())
                .map(span -> told(instance, span))
                .forEach(spans::add);
    }

    private static Told told(String instance, Span span) {
        return new Told(
                instance,
                hex(span.getTraceId()),
                hex(span.getSpanId()),
                hex(span.getParentSpanId()),
                span.getName(),
                span.getKind(),
                Duration.ofNanos(span.getEndTimeUnixNano() - span.getStartTimeUnixNano()),
                span.getStatus().getCodeValue() == 2,
                attributes(span.getAttributesList()));
    }

    private static String hex(ByteString id) {
        return HexFormat.of().formatHex(id.toByteArray());
    }

    private static Map<String, String> attributes(List<KeyValue> pairs) {
        return pairs.stream().collect(toMap(KeyValue::getKey, pair -> text(pair.getValue())));
    }

    private static String text(AnyValue value) {
        return value.hasIntValue() ? Long.toString(value.getIntValue()) : value.getStringValue();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
