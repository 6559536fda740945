package dev.oriel.scan;

import dev.oriel.api.Position;
import dev.oriel.read.Outcome;
import dev.oriel.read.Unavailability;
import dev.oriel.view.SourceTopic;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;

/** What a read is told of which parts are missing. Stateless. */
final class Failures {

    private Failures() {}

    /**
     * That the read cannot be answered: where replicas are only behind, that; otherwise that partitions cannot be read.
     *
     * @param gaps one at least
     */
    static Listing of(EntriesRead read, SourceTopic source, NavigableMap<Integer, Gap> gaps) {
        Optional<Outcome.Refusal> refusal = gaps.values().stream()
                .filter(Gap.Refused.class::isInstance)
                .map(gap -> ((Gap.Refused) gap).reason())
                .findFirst();
        if (refusal.isPresent()) {
            List<Integer> partitions = gaps.values().stream()
                    .filter(Gap.Refused.class::isInstance)
                    .map(Gap::partition)
                    .toList();
            return new Listing.Refused(partitions, passedOn(partitions.getFirst(), refusal.get()));
        }
        List<Position> requested = gaps.keySet().stream()
                .map(partition -> position(source, partition, highest(read, partition), false))
                .toList();
        List<Position> reached = gaps.values().stream()
                .map(gap -> position(source, gap.partition(), ((Gap.NotReached) gap).reached(), true))
                .toList();
        return new Listing.NotReached(requested, reached);
    }

    /** The client has asked the right one, whatever the owner of a part was told. */
    private static Outcome.Refusal passedOn(int partition, Outcome.Refusal refusal) {
        return refusal instanceof Outcome.NotTheOwner moved ? Unavailability.moved(partition, moved.owner()) : refusal;
    }

    private static long highest(EntriesRead read, int partition) {
        return read.after().stream()
                .filter(position -> position.partition() == partition)
                .mapToLong(Position::offset)
                .max()
                .orElse(-1);
    }

    private static Position position(SourceTopic source, Integer partition, long offset, boolean withId) {
        return new Position(
                source.name(),
                Objects.requireNonNull(partition),
                offset,
                withId ? Optional.of(source.id()) : Optional.empty());
    }
}
