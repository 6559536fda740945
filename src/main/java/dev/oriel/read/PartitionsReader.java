package dev.oriel.read;

import dev.oriel.api.EntityTags;
import dev.oriel.config.HostPort;
import dev.oriel.route.InstanceReport;
import dev.oriel.route.InstanceReporter;
import dev.oriel.route.PartitionTable;
import dev.oriel.route.PeerDirectory;
import dev.oriel.route.RoutingTables;
import dev.oriel.store.Replica;
import dev.oriel.view.Materialization;
import dev.oriel.view.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Tells who holds the partitions of a view. */
public final class PartitionsReader {

    private final RoutingTables tables;
    private final InstanceReporter self;
    private final PeerDirectory peers;

    /** Over an instance's routing tables, itself and its peers. */
    public PartitionsReader(RoutingTables tables, InstanceReporter self, PeerDirectory peers) {
        this.tables = tables;
        this.self = self;
        this.peers = peers;
    }

    /** The routing table of a view, with progress where it is known here without asking. */
    public Partitions read(View view) throws InterruptedException {
        List<Partitions.Row> rows = new ArrayList<>();
        List<PartitionTable.Row> table = tables.table(view).rows();
        for (int partition = 0; partition < table.size(); partition++) {
            rows.add(row(view, partition, table.get(partition)));
        }
        return new Partitions(view.name(), view.config().partitioner().configName(), rows);
    }

    /**
     * The routing table once it is none of those that are known, or as it is when the time is up. Blocks, so it wants a virtual
     * thread; an interrupt ends it.
     */
    public Partitions awaitOtherThan(View view, EntityTags known, Deadline until) throws InterruptedException {
        while (true) {
            long seen = tables.epoch();
            Partitions table = read(view);
            if (!known.matches(table.tag()) || until.passed()) {
                return table;
            }
            tables.awaitAfter(seen, Math.max(1, until.nanosLeft()));
        }
    }

    private Partitions.Row row(View view, int partition, PartitionTable.Row held) throws InterruptedException {
        Optional<Partitions.Holder> active = Optional.empty();
        if (held.owner().isPresent()) {
            active = Optional.of(holder(held.owner().get()));
        }
        List<Partitions.Holder> standbys = new ArrayList<>();
        for (HostPort host : held.standbys()) {
            standbys.add(holder(host));
        }
        Optional<Replica> own = held.owner()
                .filter(tables.self()::equals)
                .flatMap(host -> view.materialization())
                .map(Materialization::replicas)
                .flatMap(replicas -> replicas.find(partition));
        return new Partitions.Row(
                partition,
                active,
                standbys,
                own.map(replica -> view.lag(replica, partition)).orElse(OptionalLong.empty()),
                own.map(replica -> OptionalLong.of(replica.watermark(partition)))
                        .orElse(OptionalLong.empty()));
    }

    /** The name and address of an instance, asking it only if it has never been heard. */
    public Partitions.Holder holder(HostPort host) throws InterruptedException {
        if (host.equals(tables.self())) {
            return new Partitions.Holder(
                    self.identity().name(), Optional.of(self.identity().url()), host.toString());
        }
        Optional<InstanceReport> report = peers.lastReport(host);
        return new Partitions.Holder(
                report.map(InstanceReport::name).orElse(host.toString()),
                report.map(InstanceReport::url),
                host.toString());
    }
}
