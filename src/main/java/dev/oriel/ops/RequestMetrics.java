package dev.oriel.ops;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Counts and times the requests that come to one listener. Safe for all threads; recording takes no lock. */
public final class RequestMetrics {

    /** The label of a request for a view that is not declared, and of one that concerns no view. */
    public static final String NO_VIEW = "";

    /** The role of a request that no replica answered. */
    public static final String NO_ROLE = "none";

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

    private record Kind(Operation operation, String view, int status, String role, int hops) {}

    private final MeterRegistry registry;
    private final String listener;
    private final RequestLog log;
    private final Map<Kind, Timer> timers = new ConcurrentHashMap<>();

    RequestMetrics(MeterRegistry registry, String listener, RequestLog log) {
        this.registry = registry;
        this.listener = listener;
        this.log = log;
    }

    /**
     * Counts a request and the time it took.
     *
     * @param operation what it asked for
     * @param view the declared view it was for, or {@link #NO_VIEW}
     * @param status the HTTP status
     * @param role the role of the replica that answered, or {@link #NO_ROLE}
     * @param hops how many other instances took part in the answer
     * @param nanos from the request's arrival until its answer was handed to the network
     */
    public void record(Operation operation, String view, int status, String role, int hops, long nanos) {
        timers.computeIfAbsent(new Kind(operation, view, status, role, hops), this::timer)
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer timer(Kind kind) {
        return Timer.builder("oriel.requests")
                .description(
                        "Requests answered, by what they asked for, view, status, the role of the replica that answered and"
                                + " the hops on the way to it")
                .tags(
                        "listener",
                        listener,
                        "operation",
                        kind.operation().label(),
                        "view",
                        kind.view(),
                        "status",
                        Integer.toString(kind.status()),
                        "role",
                        kind.role(),
                        "hops",
                        Integer.toString(kind.hops()))
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    /** Where requests to the listener are logged. */
    public RequestLog log() {
        return log;
    }

    /** How many have been answered. */
    long answered() {
        return timers.values().stream().mapToLong(Timer::count).sum();
    }
}
