package dev.oriel.scan;

import dev.oriel.config.HostPort;
import dev.oriel.route.PartitionTable;
import dev.oriel.route.PeerHealth;
import dev.oriel.route.RoutingTables;
import dev.oriel.view.Materialization;
import dev.oriel.view.View;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.function.Function;

/**
 * Gathers an answer from the instances that own its partitions, side by side, and where the read lets them from their standbys. Stateless;
 * blocks, so it wants a virtual thread, and an interrupt ends what is under way.
 */
final class Gatherer {

    private final RoutingTables tables;
    private final PeerHealth health;
    private final LocalSlices here;
    private final PeerSlices there;

    Gatherer(RoutingTables tables, PeerHealth health, LocalSlices here, PeerSlices there) {
        this.tables = tables;
        this.health = health;
        this.here = here;
        this.there = there;
    }

    /**
     * Gathers the slices of some partitions. Rides out rebalances for as long as the read may take, unless it does without what cannot
     * be had.
     *
     * @param read the read that it is for
     * @param made what its view was made of when it began
     * @param partitions which partitions
     * @param query what to ask whoever has some of them
     */
    Gathered gather(
            EntriesRead read,
            Materialization made,
            NavigableSet<Integer> partitions,
            Function<NavigableSet<Integer>, Query> query)
            throws InterruptedException {
        return new Gathering(this, read, made, partitions, query).run();
    }

    /** The row of a partition; nothing before the first assignment. */
    Optional<PartitionTable.Row> row(View view, int partition) {
        return tables.table(view).row(partition);
    }

    boolean isSelf(HostPort host) {
        return host.equals(tables.self());
    }

    HostPort self() {
        return tables.self();
    }

    /** Why an instance is passed over, if it is. */
    Optional<String> down(HostPort host) {
        return isSelf(host) ? Optional.empty() : health.down(host);
    }

    long epoch() {
        return tables.epoch();
    }

    void awaitAfter(long seen, long nanos) throws InterruptedException {
        tables.awaitAfter(seen, nanos);
    }

    /** Asks one instance. */
    SliceReply ask(View view, Materialization made, SliceCall call) throws InterruptedException {
        return isSelf(call.host()) ? here.read(view, made, call.request(), 0) : there.read(view, call);
    }
}
