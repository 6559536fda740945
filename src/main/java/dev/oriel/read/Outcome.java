package dev.oriel.read;

import dev.oriel.api.EntityTags;
import dev.oriel.api.Position;
import dev.oriel.api.ServedBy;
import dev.oriel.config.HostPort;
import dev.oriel.route.PeerAnswer;
import dev.oriel.store.Entry;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** How a read ended. */
public sealed interface Outcome {

    /** Whether a condition of the read does not hold, so that waiting may help. */
    default boolean isUnmet() {
        return false;
    }

    /**
     * The key has an entry.
     *
     * @param entry the entry
     * @param position what the answer reflects
     * @param servedBy who answers
     */
    record Found(Entry entry, Position position, ServedBy servedBy) implements Outcome {}

    /**
     * The key is absent, and this replica owns it.
     *
     * @param position what the answer reflects
     * @param servedBy who answers
     */
    record Absent(Position position, ServedBy servedBy) implements Outcome {}

    /**
     * The entry is one that the client has.
     *
     * @param entry the entry
     * @param position what the answer reflects
     * @param servedBy who answers
     */
    record NotModified(Entry entry, Position position, ServedBy servedBy) implements Outcome {
        @Override
        public boolean isUnmet() {
            return true;
        }
    }

    /**
     * The replica has not come as far as the read asked for.
     *
     * @param requested the positions that are not reflected
     * @param reached how far it has come instead, in the same partitions
     * @param position what the answer reflects
     * @param servedBy who answers
     */
    record PositionNotReached(List<Position> requested, List<Position> reached, Position position, ServedBy servedBy)
            implements Outcome {
        public PositionNotReached {
            requested = List.copyOf(requested);
            reached = List.copyOf(reached);
        }

        @Override
        public boolean isUnmet() {
            return true;
        }
    }

    /**
     * The entry's version is lower than the read asked for, or there is no entry.
     *
     * @param requested the lowest version that would do
     * @param reached the version there is; none when the key is absent
     * @param position what the answer reflects
     * @param servedBy who answers
     */
    record VersionNotReached(long requested, OptionalLong reached, Position position, ServedBy servedBy)
            implements Outcome {
        @Override
        public boolean isUnmet() {
            return true;
        }
    }

    /**
     * The entry is not, or not yet, one that the read named, or there is no entry.
     *
     * @param requested the entries that would do
     * @param reached the version there is; none when the key is absent
     * @param position what the answer reflects
     * @param servedBy who answers
     */
    record NotMatched(EntityTags requested, OptionalLong reached, Position position, ServedBy servedBy)
            implements Outcome {
        @Override
        public boolean isUnmet() {
            return true;
        }
    }

    /**
     * The read must reflect a position of a log that the view does not read.
     *
     * @param requested the position
     * @param detail what is wrong with it, for a human
     */
    record PositionUnknown(String requested, String detail) implements Outcome {}

    /**
     * Another instance has answered.
     *
     * @param answer its answer
     */
    record Relayed(PeerAnswer answer) implements Outcome {}

    /** No replica has been read, and why. */
    sealed interface Refusal extends Outcome permits NotTheOwner, Unavailable, Overloaded {}

    /**
     * This instance does not own the key, and was not to ask another.
     *
     * @param partition the key's partition
     * @param owner who owns it, as far as is known here
     */
    record NotTheOwner(int partition, HostPort owner) implements Refusal {}

    /**
     * No replica can answer now.
     *
     * @param partition the key's partition, once the number of partitions is known
     * @param state what the view or the partition is doing instead
     * @param detail why, for a human
     * @param remaining how many records are yet to be restored, if that is what is being done
     * @param retryAfter when it makes sense to ask again
     */
    record Unavailable(OptionalInt partition, String state, String detail, OptionalLong remaining, Duration retryAfter)
            implements Refusal {}

    /**
     * A bound of this instance is reached.
     *
     * @param detail which one
     * @param retryAfter when it makes sense to ask again
     */
    record Overloaded(String detail, Duration retryAfter) implements Refusal {}
}
