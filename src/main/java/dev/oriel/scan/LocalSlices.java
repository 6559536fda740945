package dev.oriel.scan;

import static java.util.Objects.requireNonNull;

import dev.oriel.config.HostPort;
import dev.oriel.read.Outcome;
import dev.oriel.read.Unavailability;
import dev.oriel.route.RoutingTables;
import dev.oriel.view.Materialization;
import dev.oriel.view.View;
import dev.oriel.wait.PositionWaits;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;

/**
 * Reads slices from this instance's own replicas. It waits on the caller's thread, a virtual one, and reads on a few threads of their
 * own, so that scans take no more than those from the reads of single keys. Safe for several threads at once.
 */
final class LocalSlices {

    private final String instance;
    private final RoutingTables tables;
    private final Map<String, PositionWaits> waits;
    private final ExecutorService readers;

    /**
     * For an instance.
     *
     * @param instance its name
     * @param tables who owns what
     * @param waits of each view, by name
     * @param readers the threads that read
     */
    LocalSlices(String instance, RoutingTables tables, Map<String, PositionWaits> waits, ExecutorService readers) {
        this.instance = instance;
        this.tables = tables;
        this.waits = Map.copyOf(waits);
        this.readers = readers;
    }

    /**
     * The slice that this instance has, of the partitions that it may speak for.
     *
     * @param hops how many hops its answer makes
     */
    SliceReply read(View view, Materialization made, SliceRequest request, int hops) throws InterruptedException {
        if (!made.source().id().equals(request.topicId())) {
            return SliceReply.refused(
                    request,
                    partition -> Unavailability.rebalancing(partition, "its topic has been deleted and made again"));
        }
        SliceReading reading = new SliceReading(view, made, request, partition -> refusal(view, partition));
        Map<Integer, Long> after = reading.after();
        if (!after.isEmpty()) {
            PositionWaits waiting = requireNonNull(waits.get(view.name()), view.name());
            boolean unused = waiting.await(
                    after, () -> reading.isReached(after), request.patience().toNanos());
            reading.leaveOutBehind(after, waiting.isStopped());
        }
        try {
            return await(readers.submit(() -> reading.read(instance, hops)));
        } catch (RejectedExecutionException stopped) {
            // The peer listener outlives them, and whoever still asks there will find the partitions elsewhere.
            return SliceReply.refused(
                    request, partition -> Unavailability.rebalancing(partition, "its owner is being stopped"));
        }
    }

    private Outcome.Refusal refusal(View view, int partition) {
        Optional<HostPort> owner = tables.table(view).owner(partition);
        if (owner.isEmpty()) {
            return Unavailability.noOwner(view, partition);
        }
        return owner.get().equals(tables.self())
                ? Unavailability.takingOver(view, partition)
                : new Outcome.NotTheOwner(partition, owner.get());
    }

    private static SliceReply await(Future<SliceReply> reading) throws InterruptedException {
        try {
            return reading.get();
        } catch (InterruptedException e) {
            reading.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }
}
