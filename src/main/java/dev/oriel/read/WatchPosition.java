package dev.oriel.read;

import dev.oriel.api.Position;
import dev.oriel.view.SourceTopic;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How far a watch has come in each partition that it covers. Not thread-safe. */
final class WatchPosition {

    /** The offset where nothing has been reached. */
    static final long NOWHERE = -1;

    private final SourceTopic source;
    private final TreeMap<Integer, Long> offsets = new TreeMap<>();

    /** Nowhere yet. */
    WatchPosition(SourceTopic source, Collection<Integer> partitions) {
        this.source = source;
        partitions.forEach(partition -> offsets.put(partition, NOWHERE));
    }

    SourceTopic source() {
        return source;
    }

    /** The partitions it covers, ascending. */
    Set<Integer> partitions() {
        return offsets.keySet();
    }

    /** Everything up to these offsets has been told; partitions that it does not cover are passed over. */
    void reach(Map<Integer, Long> reached) {
        reached.forEach((partition, offset) ->
                offsets.computeIfPresent(partition, (covered, before) -> Math.max(before, offset)));
    }

    /** Nothing has been told. */
    void forget() {
        offsets.replaceAll((partition, offset) -> NOWHERE);
    }

    /** The offsets of some partitions, -1 for those where nothing has been reached. */
    Map<Integer, Long> of(Collection<Integer> partitions) {
        Map<Integer, Long> some = new TreeMap<>();
        partitions.forEach(partition -> some.put(partition, offsets.getOrDefault(partition, NOWHERE)));
        return some;
    }

    /** The offsets of the partitions where something has been reached. */
    Map<Integer, Long> known() {
        Map<Integer, Long> known = new TreeMap<>(offsets);
        known.values().removeIf(offset -> offset == NOWHERE);
        return known;
    }

    /** The offsets that positions give, of this source and of the partitions it covers; of two, the lower one. */
    Map<Integer, Long> offsetsIn(List<Position> positions) {
        Map<Integer, Long> found = new TreeMap<>();
        positions.stream()
                .filter(position -> offsets.containsKey(position.partition()))
                .filter(position -> position.topic().equals(source.name()) && !isOfAnotherLife(position))
                .forEach(position -> found.merge(position.partition(), position.offset(), Math::min));
        return found;
    }

    /** Whether any of the positions is of this topic in another life, before it was deleted and made again or after. */
    boolean isOfAnotherLife(List<Position> positions) {
        return positions.stream()
                .anyMatch(position -> position.topic().equals(source.name()) && isOfAnotherLife(position));
    }

    private boolean isOfAnotherLife(Position position) {
        return position.topicId().filter(id -> !id.equals(source.id())).isPresent();
    }

    /** The offsets that positions give, if they say something of each partition that it covers. */
    Optional<Map<Integer, Long>> resumed(List<Position> positions) {
        return Optional.of(offsetsIn(positions)).filter(found -> found.keySet().equals(offsets.keySet()));
    }

    /** Offsets of this source as positions, joined by commas. */
    String format(Map<Integer, Long> some) {
        return new TreeMap<>(some)
                .entrySet().stream()
                        .map(each ->
                                new Position(source.name(), each.getKey(), each.getValue(), Optional.of(source.id())))
                        .map(Position::toString)
                        .collect(Collectors.joining(","));
    }

    /** Where it is in each partition, as positions joined by commas. */
    @Override
    public String toString() {
        return format(offsets);
    }
}
