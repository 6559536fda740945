package dev.oriel.config;

import java.time.Duration;
import java.util.List;

/** Reads the bounds on reads. */
final class ReadsReader {

    static final List<String> SETTINGS = List.of(
            "timeout",
            "max-forwards",
            "max-wait",
            "max-waiters",
            "max-waiters-per-view",
            "hedge-after",
            "max-scans",
            "slow-after");

    private static final ScalarType<Duration> TIMEOUT = Durations.between(Duration.ofMillis(10), Duration.ofMinutes(5));
    private static final ScalarType<Duration> MAX_WAIT = Durations.between(Duration.ofMillis(10), Duration.ofHours(1));
    private static final ScalarType<Duration> HEDGE = Durations.between(Duration.ZERO, Duration.ofMinutes(1));
    private static final ScalarType<Duration> SLOW = Durations.between(Duration.ZERO, Duration.ofMinutes(5));
    private static final ScalarType<Integer> AMOUNT = ScalarType.integer("an integer from 1 to 1000000", 1, 1_000_000);

    private static final ScalarType<Integer> SCANS = ScalarType.integer("an integer from 1 to 10000", 1, 10_000);

    private ReadsReader() {}

    /** The bounds as far as they can be told, defaults for what is left out. */
    static ReadsConfig read(YamlMapping reads) {
        reads.allowOnly(SETTINGS);
        ReadsConfig byDefault = ReadsConfig.DEFAULT;
        int maxWaiters = reads.read("max-waiters", AMOUNT).orElse(byDefault.maxWaiters());
        return new ReadsConfig(
                reads.read("timeout", TIMEOUT).orElse(byDefault.timeout()),
                reads.read("max-forwards", AMOUNT).orElse(byDefault.maxForwards()),
                reads.read("max-wait", MAX_WAIT).orElse(byDefault.maxWait()),
                maxWaiters,
                reads.read("max-waiters-per-view", AMOUNT).orElse(maxWaiters),
                reads.read("hedge-after", HEDGE).orElse(byDefault.hedgeAfter()),
                reads.read("max-scans", SCANS).orElse(byDefault.maxScans()),
                reads.read("slow-after", SLOW).orElse(byDefault.slowAfter()));
    }
}
