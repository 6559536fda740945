package dev.oriel.http;

import dev.oriel.ops.Health;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Map;

/** Health for an orchestrator. */
final class HealthResource implements Resource {

    private static final int UNAVAILABLE = 503;

    private final Health health;

    HealthResource(Health health) {
        this.health = health;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        Resource.read(routes, "/health/live", context -> Answers.json(context, Map.of("status", "live")));
        Resource.read(routes, "/health/started", context -> answer(context, health.isStarted(), health.startReport()));
        Resource.read(routes, "/health/ready", context -> answer(context, health.isReady(), health.readyReport()));
    }

    private static void answer(Context context, boolean good, Health.Report report) {
        if (!good) {
            context.status(UNAVAILABLE);
        }
        Answers.json(context, report);
    }
}
