package dev.oriel.ops;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Counts and times the requests that come to one listener. Safe for all threads; recording takes no lock. */
final class RequestMetrics {

    private static final Duration[] BUCKETS = {
        Duration.ofNanos(250_000),
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(25),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofMillis(2500),
        Duration.ofSeconds(10),
    };

    private final MeterRegistry registry;
    private final String listener;
    private final Map<Answer, Timer> timers = new ConcurrentHashMap<>();

    RequestMetrics(MeterRegistry registry, String listener) {
        this.registry = registry;
        this.listener = listener;
    }

    /**
     * Counts a request and the time it took.
     *
     * @param nanos from the request's arrival until its answer was handed to the network
     */
    void record(Answer answer, long nanos) {
        timers.computeIfAbsent(answer, this::timer).record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer timer(Answer answer) {
        return Timer.builder("oriel.requests")
                .description(
                        "Requests answered, by what they asked for, view, status, the role of the replica that answered and"
                                + " the hops on the way to it")
                .tags(
                        "listener",
                        listener,
                        "operation",
                        answer.operation().label(),
                        "view",
                        answer.view(),
                        "status",
                        Integer.toString(answer.status()),
                        "role",
                        answer.role(),
                        "hops",
                        Integer.toString(answer.hops()))
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    /** How many have been answered. */
    long answered() {
        return timers.values().stream().mapToLong(Timer::count).sum();
    }
}
