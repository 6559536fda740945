package dev.oriel.http;

import dev.oriel.ops.Health;
import dev.oriel.ops.Metrics;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Map;

/** Health for an orchestrator, metrics for a scraper. */
final class OpsResource implements Resource {

    private static final int UNAVAILABLE = 503;
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private final Health health;
    private final Metrics metrics;

    OpsResource(Health health, Metrics metrics) {
        this.health = health;
        this.metrics = metrics;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        Resource.read(routes, "/health/live", context -> Answers.json(context, Map.of("status", "live")));
        Resource.read(routes, "/health/started", context -> answer(context, health.isStarted(), health.startReport()));
        Resource.read(routes, "/health/ready", context -> answer(context, health.isReady(), health.readyReport()));
        Resource.read(
                routes, "/metrics", context -> context.contentType(PROMETHEUS).result(metrics.scrape()));
    }

    private static void answer(Context context, boolean good, Health.Report report) {
        if (!good) {
            context.status(UNAVAILABLE);
        }
        Answers.json(context, report);
    }
}
