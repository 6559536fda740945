package dev.oriel.ops;

import dev.oriel.wait.Bound;
import dev.oriel.wait.WaitCounts;
import dev.oriel.wait.WaitRegistry;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Shows how many reads of a view wait, how their waits end, and how soon they are woken. */
final class WaitMetrics {

    private static final Duration[] BUCKETS = {
        Duration.ofNanos(100_000),
        Duration.ofNanos(500_000),
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(25),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
    };

    private WaitMetrics() {}

    static void register(MeterRegistry registry, String view, WaitRegistry<?> waits) {
        Bound ofView = waits.ofView(view);
        Gauge.builder("oriel.reads.waiting", ofView, Bound::inUse)
                .description("Reads that wait for their condition, here or by way of this instance")
                .tags("view", view)
                .register(registry);
        FunctionCounter.builder("oriel.waits.refused", ofView, Bound::refused)
                .description("Reads that could not wait, since as many did as may (reads.max-waiters-per-view)")
                .tags("view", view)
                .register(registry);
        WaitCounts counts = waits.of(view).counts();
        for (WaitCounts.Way way : WaitCounts.Way.values()) {
            FunctionCounter.builder(
                            "oriel.waits.ended", counts, it -> it.ended().count(way))
                    .description("Waits at this instance's replicas that have ended, by how they did")
                    .tags("view", view, "reason", way.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
        Timer wakeUps = Timer.builder("oriel.waits.wake.up")
                .description("From a change until the answer to a read that waited for it was handed to the network")
                .tags("view", view)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
        counts.onWakeUp(nanos -> wakeUps.record(nanos, TimeUnit.NANOSECONDS));
    }
}
