package dev.oriel.route;

import dev.oriel.config.HostPort;
import dev.oriel.view.HostReplicas;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Who holds each partition of a view, as the last assignment has it. Immutable.
 *
 * @param rows one for each partition, in order
 */
public record PartitionTable(List<Row> rows) {

    private static final Comparator<HostPort> BY_NAME =
            Comparator.comparing(HostPort::host).thenComparingInt(HostPort::port);

    /** A table of nothing, before the source is known. */
    public static final PartitionTable EMPTY = new PartitionTable(List.of());

    /**
     * Who holds one partition.
     *
     * @param owner the instance whose replica is active; none between assignments
     * @param standbys the instances that follow, in a stable order
     */
    public record Row(Optional<HostPort> owner, List<HostPort> standbys) {
        public Row {
            standbys = List.copyOf(standbys);
        }
    }

    public PartitionTable {
        rows = List.copyOf(rows);
    }

    /** The table of a view with so many partitions. */
    public static PartitionTable of(int partitions, List<HostReplicas> assignment) {
        List<Row> rows = new ArrayList<>(partitions);
        for (int i = 0; i < partitions; i++) {
            int partition = i;
            Optional<HostPort> owner = assignment.stream()
                    .filter(host -> host.active().contains(partition))
                    .map(HostReplicas::host)
                    .findFirst();
            List<HostPort> standbys = assignment.stream()
                    .filter(host -> host.standby().contains(partition))
                    .map(HostReplicas::host)
                    .sorted(BY_NAME)
                    .toList();
            rows.add(new Row(owner, standbys));
        }
        return new PartitionTable(rows);
    }

    /** The same table with other owners of some partitions, each of which does not follow any more. */
    PartitionTable withOwners(Map<Integer, HostPort> owners) {
        if (owners.isEmpty()) {
            return this;
        }
        List<Row> changed = new ArrayList<>(rows);
        owners.forEach((partition, owner) -> {
            if (partition < changed.size()) {
                List<HostPort> standbys = changed.get(partition).standbys().stream()
                        .filter(host -> !host.equals(owner))
                        .toList();
                changed.set(partition, new Row(Optional.of(owner), standbys));
            }
        });
        return new PartitionTable(changed);
    }

    /** Who holds a partition, if that is known. */
    public Optional<Row> row(int partition) {
        return partition < rows.size() ? Optional.of(rows.get(partition)) : Optional.empty();
    }

    /** The owner of a partition, if one is known. */
    public Optional<HostPort> owner(int partition) {
        return row(partition).flatMap(Row::owner);
    }

    /** How many partitions have an owner, and had another one in an earlier table. */
    long ownersUnlike(PartitionTable before) {
        return IntStream.range(0, rows.size())
                .filter(partition -> owner(partition)
                        .filter(now -> before.owner(partition)
                                .filter(then -> !then.equals(now))
                                .isPresent())
                        .isPresent())
                .count();
    }

    /** Whether every partition has an owner. */
    public boolean complete() {
        return rows.stream().allMatch(row -> row.owner().isPresent());
    }

    /** All instances in it, in a stable order. */
    public List<HostPort> hosts() {
        return rows.stream()
                .flatMap(row -> Stream.concat(row.owner().stream(), row.standbys().stream()))
                .distinct()
                .sorted(BY_NAME)
                .toList();
    }
}
