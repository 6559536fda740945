package dev.oriel.read;

import dev.oriel.api.Position;
import dev.oriel.api.Role;
import dev.oriel.api.ServedBy;
import dev.oriel.store.Lookup;
import dev.oriel.store.Replica;
import dev.oriel.view.Materialization;
import dev.oriel.view.SourceTopic;
import dev.oriel.view.View;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Answers from this instance's own replicas, where it owns the key. Never blocks for longer than a read of the store takes.
 */
final class LocalReader {

    private final String instance;

    /** For the instance of this name. */
    LocalReader(String instance) {
        this.instance = instance;
    }

    /** The answer of the replica that is here, if it is one that may answer. */
    Optional<Outcome> read(View view, Materialization made, int partition, byte[] key, int hops) {
        Optional<Replica> here = made.replicas().find(partition).filter(replica -> mayAnswer(replica, partition));
        if (here.isEmpty()) {
            return Optional.empty();
        }
        Replica replica = here.get();
        return switch (replica.read(partition, key)) {
            case Lookup.Gone gone -> Optional.empty();
            case Lookup.Found found -> {
                int source = found.entry().partition();
                yield Optional.of(new Outcome.Found(
                        found.entry(),
                        position(made.source(), source, found.position()),
                        servedBy(view, replica, source, hops)));
            }
            case Lookup.Absent absent ->
                // A replica that was demoted meanwhile may have been emptied: then it has not proved anything.
                mayAnswer(replica, partition)
                        ? Optional.of(new Outcome.Absent(
                                position(made.source(), partition, absent.position()),
                                servedBy(view, replica, partition, hops)))
                        : Optional.empty();
        };
    }

    private static boolean mayAnswer(Replica replica, int partition) {
        Role role = replica.role();
        return (role == Role.ACTIVE || role == Role.GLOBAL) && replica.settled(partition);
    }

    private static Position position(SourceTopic source, int partition, long offset) {
        return new Position(source.name(), partition, offset, Optional.of(source.id()));
    }

    private ServedBy servedBy(View view, Replica replica, int partition, int hops) {
        OptionalLong lag = view.lag(replica, partition);
        OptionalLong stale = lag.isPresent() && lag.getAsLong() == 0 ? OptionalLong.of(0) : OptionalLong.empty();
        return new ServedBy(instance, replica.role(), hops, stale);
    }
}
