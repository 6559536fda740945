package dev.oriel.read;

import dev.oriel.api.Role;
import dev.oriel.config.ViewConfig;
import dev.oriel.store.Entry;
import dev.oriel.store.Lookup;
import dev.oriel.store.Replica;
import dev.oriel.view.Materialization;
import dev.oriel.view.View;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Looks at this instance's own replicas, where they may answer. Never blocks for longer than a read of the store takes.
 */
final class LocalReader {

    private static final long[] NONE = new long[0];

    private LocalReader() {}

    /** The key as the replica that is here has it, if it is one that may answer. */
    static Optional<Sighting> look(View view, Materialization made, int partition, byte[] key) {
        Optional<Replica> here = made.replicas().find(partition).filter(replica -> mayAnswer(replica, partition));
        if (here.isEmpty()) {
            return Optional.empty();
        }
        Replica replica = here.get();
        // Before the read, so that they claim nothing it may not have seen.
        long[] watermarks = view.config().kind() == ViewConfig.Kind.GLOBAL ? watermarks(replica) : NONE;
        return switch (replica.read(partition, key)) {
            case Lookup.Gone gone -> Optional.empty();
            case Lookup.Found found ->
                Optional.of(sighting(
                        view,
                        made,
                        replica,
                        Optional.of(found.entry()),
                        found.entry().partition(),
                        found.position(),
                        watermarks));
            case Lookup.Absent absent ->
                // A replica that was demoted meanwhile may have been emptied: then it has not proved anything.
                mayAnswer(replica, partition)
                        ? Optional.of(sighting(
                                view, made, replica, Optional.empty(), partition, absent.position(), watermarks))
                        : Optional.empty();
        };
    }

    private static boolean mayAnswer(Replica replica, int partition) {
        Role role = replica.role();
        return (role == Role.ACTIVE || role == Role.GLOBAL) && replica.settled(partition);
    }

    private static long[] watermarks(Replica replica) {
        return replica.partitions().mapToLong(replica::watermark).toArray();
    }

    private static Sighting sighting(
            View view,
            Materialization made,
            Replica replica,
            Optional<Entry> entry,
            int partition,
            long offset,
            long[] watermarks) {
        OptionalLong lag = view.lag(replica, partition);
        OptionalLong stale = lag.isPresent() && lag.getAsLong() == 0 ? OptionalLong.of(0) : OptionalLong.empty();
        return new Sighting(made.source(), entry, partition, offset, watermarks, replica.role(), stale);
    }
}
