package dev.oriel.faults;

import dev.oriel.client.OrielClient;
import dev.oriel.client.WatchEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Watches of some keys through Oriel's Java client, which connects again by itself. Each must have told the last number of its key in
 * the end, and never an earlier one after a later one. Safe for all threads.
 */
final class Watching implements AutoCloseable {

    /** How many keys are watched, each by one watch. */
    static final int WATCHES = 12;

    /** After so long a silence, heartbeats included, the client's default makes another connection; and then some. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final long PAUSE_NANOS = 50_000_000;

    /** What one watch has told. */
    private final class Seen {
        private final int key;
        private long number;

        private Seen(int key) {
            this.key = key;
        }

        private synchronized void take(WatchEvent event) {
            if (event instanceof WatchEvent.Put put) {
                OptionalLong told = ledger.number(key, put.valueJson());
                if (told.isEmpty()) {
                    tally.wrong("watch", "a watch of " + Ledger.name(key) + " told " + put.valueJson());
                } else if (told.getAsLong() < number) {
                    tally.wrong(
                            "watch", "a watch of " + Ledger.name(key) + " went back from " + number + " to " + told);
                }
                number = told.orElse(number);
            } else if (event instanceof WatchEvent.Delete) {
                tally.wrong("watch", "a watch of " + Ledger.name(key) + " told of a deletion");
            }
        }

        private synchronized boolean isComplete() {
            return number >= ledger.acknowledgedAt(key, System.nanoTime());
        }
    }

    private final Ledger ledger;
    private final Tally tally;
    private final OrielClient client;
    private final List<Seen> seen = new ArrayList<>();
    private final List<CompletableFuture<Void>> watches = new ArrayList<>();

    /** Begins to watch, by way of the three instances. */
    Watching(Cluster cluster, Ledger ledger, Tally tally) {
        this.ledger = ledger;
        this.tally = tally;
        OrielClient.Builder builder = OrielClient.builder();
        cluster.regulars().forEach(member -> builder.server("http://127.0.0.1:" + member.port()));
        client = builder.build();
        for (int key = 0; key < WATCHES; key++) {
            Seen each = new Seen(key);
            seen.add(each);
            watches.add(client.view(Ledger.TOPIC).watch(Ledger.name(key)).consume(each::take));
        }
    }

    /** How many have not told all, when nobody writes any more. */
    int lost() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (incomplete() > 0 && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return incomplete() + ended();
    }

    private int incomplete() {
        return (int) seen.stream().filter(each -> !each.isComplete()).count();
    }

    /** A watch ends by itself only if it has failed. */
    private int ended() {
        int ended = 0;
        for (CompletableFuture<Void> watch : watches) {
            if (watch.isDone()) {
                ended++;
                try {
                    watch.orTimeout(1, TimeUnit.SECONDS).join();
                } catch (CompletionException e) {
                    tally.wrong("watch", "a watch ended: " + e.getCause());
                }
            }
        }
        return ended;
    }

    @Override
    public void close() {
        client.close();
    }
}
