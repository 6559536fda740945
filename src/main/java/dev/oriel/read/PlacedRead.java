package dev.oriel.read;

import dev.oriel.api.EntityTags;
import dev.oriel.api.Position;
import dev.oriel.api.Role;
import dev.oriel.api.ServedBy;
import dev.oriel.config.ViewConfig;
import dev.oriel.route.Partitioner;
import dev.oriel.store.Entry;
import dev.oriel.view.Materialization;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * A read of a key whose place is known, and what its conditions come to there.
 *
 * @param read the read
 * @param made the source and the replicas it was placed by
 * @param partition the key's partition
 * @param after the offsets that must be reflected, by partition; of those given, the ones that can affect the key
 */
record PlacedRead(KeyRead read, Materialization made, int partition, Map<Integer, Long> after) implements Placing {

    /** More than can be proved of any standby. */
    private static final Duration WHATEVER = Duration.ofDays(1);

    PlacedRead {
        after = Map.copyOf(after);
    }

    /** Places a read whose positions are all of the source's log. */
    static PlacedRead of(KeyRead read, Materialization made) {
        int partition = partition(read, made);
        List<Position> after = read.conditions().after();
        return new PlacedRead(
                read,
                made,
                partition,
                after.isEmpty()
                        ? Map.of()
                        : relevant(after, partition, read.view().config()));
    }

    /** The partition that the view's partitioner puts a read's key in. */
    static int partition(KeyRead read, Materialization made) {
        return Partitioner.of(read.view().config().partitioner())
                .partition(read.key(), made.source().partitions());
    }

    /** In a global view, which takes keys from wherever they were put, every partition may affect a key. */
    private static Map<Integer, Long> relevant(List<Position> after, int partition, ViewConfig view) {
        return after.stream()
                .filter(position -> view.kind() == ViewConfig.Kind.GLOBAL || position.partition() == partition)
                .filter(position -> position.offset() >= 0)
                .collect(Collectors.toMap(Position::partition, Position::offset, Math::max));
    }

    /** Whether the sighting is of the topic that the read was placed by. */
    boolean isOfSameSource(Sighting seen) {
        return seen.source().equals(made.source());
    }

    /** Whether a standby may answer, if it shows what is asked of it. */
    boolean mayUseStandbys() {
        return read.view().config().kind() == ViewConfig.Kind.TABLE && (!after.isEmpty() || !stale().isZero());
    }

    /** How far behind a standby may be that does not reflect positions asked for. */
    Duration stale() {
        Duration stale = read.standbys().stale();
        boolean anyhow = read.view().config().availability() == ViewConfig.Availability.PREFER_STANDBY;
        return stale.isZero() && anyhow ? WHATEVER : stale;
    }

    /**
     * What the read comes to, given what was seen.
     *
     * @param instance the name of this instance
     */
    Outcome judge(Sighting seen, String instance) {
        ServedBy servedBy = new ServedBy(instance, seen.role(), read.hops(), seen.staleMillis());
        Position position = seen.position(seen.partition());
        for (Map.Entry<Integer, Long> offset : after.entrySet()) {
            if (seen.reached(offset.getKey()) < offset.getValue()) {
                return positionNotReached(seen, position, servedBy);
            }
        }
        if (after.isEmpty() && !isFreshEnough(seen)) {
            return Unavailability.behind(partition, seen.role(), seen.staleMillis(), stale());
        }
        Conditions conditions = read.conditions();
        OptionalLong version = seen.version();
        OptionalLong atLeast = conditions.version();
        if (atLeast.isPresent() && !(version.isPresent() && version.getAsLong() >= atLeast.getAsLong())) {
            return new Outcome.VersionNotReached(atLeast.getAsLong(), version, position, servedBy);
        }
        Optional<EntityTags> ifMatch = conditions.ifMatch();
        if (ifMatch.isPresent() && !matches(ifMatch, version)) {
            return new Outcome.NotMatched(ifMatch.get(), version, position, servedBy);
        }
        if (seen.entry().isEmpty()) {
            return new Outcome.Absent(position, servedBy);
        }
        Entry entry = seen.entry().get();
        return matches(conditions.ifNoneMatch(), version)
                ? new Outcome.NotModified(entry, position, servedBy)
                : new Outcome.Found(entry, position, servedBy);
    }

    /** An owner need not be asked for that; but one that is cut off from the source may be behind too, and then another may not. */
    private boolean isFreshEnough(Sighting seen) {
        boolean asked = seen.role() == Role.STANDBY || !read.standbys().stale().isZero();
        return !asked || (seen.staleMillis().isPresent() && seen.staleMillis().getAsLong() <= stale().toMillis());
    }

    private static boolean matches(Optional<EntityTags> tags, OptionalLong version) {
        return tags.isPresent() && version.isPresent() && tags.get().matches(Long.toString(version.getAsLong()));
    }

    private Outcome positionNotReached(Sighting seen, Position position, ServedBy servedBy) {
        List<Integer> missing = after.keySet().stream()
                .filter(partition -> seen.reached(partition) < after.getOrDefault(partition, -1L))
                .sorted()
                .toList();
        return new Outcome.PositionNotReached(
                missing.stream().map(this::requested).toList(),
                missing.stream().map(seen::position).toList(),
                position,
                servedBy);
    }

    private Position requested(int partition) {
        return new Position(made.source().name(), partition, after.getOrDefault(partition, -1L), Optional.empty());
    }

    /** The positions that must be reflected, as they were given. */
    String requestedPositions() {
        return Position.listed(read.conditions().after().stream()
                .filter(position -> after.containsKey(position.partition()))
                .toList());
    }
}
