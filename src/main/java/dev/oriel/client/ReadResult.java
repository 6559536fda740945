package dev.oriel.client;

import dev.oriel.api.Position;
import dev.oriel.api.ServedBy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How a read with conditions came out. Every one of these is an answer; what is none is an {@link OrielException}. */
public sealed interface ReadResult {

    /** How far the replica that answered had read. */
    List<Position> positions();

    /**
     * The key has a value, and all conditions hold.
     *
     * @param entry the value and what is known about it
     */
    record Found(Entry entry) implements ReadResult {
        @Override
        public List<Position> positions() {
            return entry.positions();
        }
    }

    /**
     * The key has no value, and the replica that says so had reached all positions asked for.
     *
     * @param positions how far the replica that answered had read
     * @param servedBy which replica answered
     */
    record Absent(List<Position> positions, ServedBy servedBy) implements ReadResult {
        public Absent {
            positions = List.copyOf(positions);
        }
    }

    /**
     * The key still has the version that the caller has, at once or until the wait was over.
     *
     * @param positions how far the replica that answered had read
     * @param servedBy which replica answered
     */
    record NotModified(List<Position> positions, ServedBy servedBy) implements ReadResult {
        public NotModified {
            positions = List.copyOf(positions);
        }
    }

    /**
     * The version or a position asked for was not reached: at once if the read did not wait, else before the wait was over. The
     * server cuts a wait that is longer than it allows.
     *
     * @param problem what the server says
     * @param requested what was to be reached, a version or a position
     * @param reached what has been; empty if the key has no version
     * @param retryAfter after what time the server suggests to ask again
     * @param positions how far the replica that answered had read; empty if none was read
     */
    record NotReached(
            Problem problem,
            String requested,
            Optional<String> reached,
            Optional<Duration> retryAfter,
            List<Position> positions)
            implements ReadResult {
        public NotReached {
            positions = List.copyOf(positions);
        }
    }
}
