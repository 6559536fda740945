package dev.oriel.config;

import java.time.Duration;

/**
 * Bounds on reads.
 *
 * @param timeout the longest a read without a wait may take, hop and retries included ({@code reads.timeout})
 * @param maxForwards how many reads without a wait may be under way to other instances at once; more are refused as
 *     overloaded, and of those that wait for the end of a rebalance there may be as many as of waits ({@code reads.max-forwards})
 * @param maxWait the longest a read may wait; longer waits are cut to it ({@code reads.max-wait})
 * @param maxWaiters how many reads may wait at once, here or by way of this instance; more are refused as overloaded
 *     ({@code reads.max-waiters})
 * @param maxWaitersPerView how many of them may wait on one view ({@code reads.max-waiters-per-view})
 * @param hedgeAfter how long a replica may keep a read without a wait unanswered before the next one that may answer it is asked
 *     too ({@code reads.hedge-after})
 * @param maxScans how many reads of more than one key may be under way at once, for clients and again for other instances; more are
 *     refused as overloaded ({@code reads.max-scans})
 * @param slowAfter after how long an answered request is logged as slow, what it waited for its condition left out; zero if none is
 *     ({@code reads.slow-after})
 */
public record ReadsConfig(
        Duration timeout,
        int maxForwards,
        Duration maxWait,
        int maxWaiters,
        int maxWaitersPerView,
        Duration hedgeAfter,
        int maxScans,
        Duration slowAfter) {

    /** What holds where nothing is said. */
    public static final ReadsConfig DEFAULT = new ReadsConfig(
            Duration.ofSeconds(5),
            1024,
            Duration.ofSeconds(60),
            50_000,
            50_000,
            Duration.ofMillis(300),
            64,
            Duration.ofSeconds(1));
}
