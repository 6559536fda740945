package dev.oriel.ops;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts what the watches of a view are told on one listener. Safe for all threads. */
public final class WatchMetrics {

    private final Counter changes;
    private final Counter resets;
    private final Counter conflated;

    WatchMetrics(MeterRegistry registry, String listener, String view) {
        changes = Counter.builder("oriel.watch.changes")
                .description("Changes that watches have been told, each counted for each watch")
                .tags("view", view, "listener", listener)
                .register(registry);
        resets = Counter.builder("oriel.watch.resets")
                .description("How often a watch had to begin anew, since what it had missed was not there any more")
                .tags("view", view, "listener", listener)
                .register(registry);
        conflated = Counter.builder("oriel.watch.conflated.changes")
                .description(
                        "Changes that were left out for watches that do not keep up, since a later one of the same key was told")
                .tags("view", view, "listener", listener)
                .register(registry);
    }

    /** A change is told, in the place of so many earlier ones. */
    public void told(long leftOut) {
        changes.increment();
        if (leftOut > 0) {
            conflated.increment((double) leftOut);
        }
    }

    /** A reset is told. */
    public void reset() {
        resets.increment();
    }
}
