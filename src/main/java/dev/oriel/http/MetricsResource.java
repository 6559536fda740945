package dev.oriel.http;

import dev.oriel.ops.Metrics;
import io.javalin.config.RoutesConfig;

/** Metrics for a scraper. */
final class MetricsResource implements Resource {

    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private final Metrics metrics;

    MetricsResource(Metrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        Resource.read(
                routes, "/metrics", context -> context.contentType(PROMETHEUS).result(metrics.scrape()));
    }
}
