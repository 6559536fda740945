package dev.oriel.read;

import dev.oriel.api.Position;
import dev.oriel.api.ServedBy;
import dev.oriel.config.HostPort;
import dev.oriel.route.PeerAnswer;
import dev.oriel.store.Entry;
import java.time.Duration;
import java.util.OptionalInt;

/** How a read ended. */
public sealed interface Outcome {

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
     * Another instance has answered.
     *
     * @param answer its answer
     */
    record Relayed(PeerAnswer answer) implements Outcome {}

    /**
     * This instance does not own the key, and was not to ask another.
     *
     * @param partition the key's partition
     * @param owner who owns it, as far as is known here
     */
    record NotTheOwner(int partition, HostPort owner) implements Outcome {}

    /**
     * No replica can answer now.
     *
     * @param partition the key's partition, once the number of partitions is known
     * @param state what the view or the partition is doing instead
     * @param detail why, for a human
     * @param retryAfter when it makes sense to ask again
     */
    record Unavailable(OptionalInt partition, String state, String detail, Duration retryAfter) implements Outcome {}

    /**
     * A bound of this instance is reached.
     *
     * @param detail which one
     * @param retryAfter when it makes sense to ask again
     */
    record Overloaded(String detail, Duration retryAfter) implements Outcome {}
}
