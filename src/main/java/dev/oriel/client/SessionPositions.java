package dev.oriel.client;

import dev.oriel.api.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The highest position of each partition that has been seen, by a session or by what reads in several steps. Safe for all threads. */
final class SessionPositions {

    private record Partition(String topic, int number) {}

    private final Map<Partition, Position> reached = new HashMap<>();
    private final int most;

    /** Of so many partitions as a request may name. */
    SessionPositions() {
        this(Position.MAX_IN_LIST);
    }

    /** @param most of how many partitions */
    SessionPositions(int most) {
        this.most = most;
    }

    /**
     * Adds positions, or what they go beyond.
     *
     * @throws SessionFullException if they would be more than there may be; those that fit are kept
     */
    synchronized void add(List<Position> positions) {
        for (Position position : positions) {
            // Nothing has been read there yet: nothing to go back from.
            if (position.offset() >= 0) {
                add(position);
            }
        }
    }

    private void add(Position position) {
        Partition partition = new Partition(position.topic(), position.partition());
        Position known = reached.get(partition);
        if (known == null && reached.size() == most) {
            throw new SessionFullException(most);
        }
        reached.put(partition, known == null ? position : later(known, position));
    }

    /** A topic that was made again begins anew at offset 0, so offsets compare within one life of it alone. */
    private static Position later(Position known, Position other) {
        if (areOfDifferentLives(known.topicId(), other.topicId()) || other.offset() > known.offset()) {
            return other;
        }
        boolean tellsMore = other.offset() == known.offset() && known.topicId().isEmpty();
        return tellsMore ? other : known;
    }

    private static boolean areOfDifferentLives(Optional<String> one, Optional<String> other) {
        return one.isPresent() && other.isPresent() && !one.equals(other);
    }

    synchronized List<Position> positions() {
        return new ArrayList<>(reached.values());
    }

    synchronized boolean isEmpty() {
        return reached.isEmpty();
    }

    synchronized void clear() {
        reached.clear();
    }
}
