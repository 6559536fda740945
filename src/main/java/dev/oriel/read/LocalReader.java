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
import java.util.function.Predicate;

/**
 * Looks at this instance's own replicas, where they may answer. Never blocks for longer than a read of the store takes.
 */
final class LocalReader {

    private static final long[] NONE = new long[0];

    private LocalReader() {}

    /** The key as the replica that is here has it, if it is the one to ask. */
    static Optional<Sighting> look(View view, Materialization made, int partition, byte[] key) {
        return look(view, made, partition, key, LocalReader::isOwner);
    }

    /**
     * The key as the replica that is here has it, whatever its role: one that has been restored so far, or has just been given another
     * role, can show as much as a standby.
     */
    static Optional<Sighting> lookAtAny(View view, Materialization made, int partition, byte[] key) {
        return look(view, made, partition, key, role -> true);
    }

    private static boolean isOwner(Role role) {
        return role == Role.ACTIVE || role == Role.GLOBAL;
    }

    private static Optional<Sighting> look(
            View view, Materialization made, int partition, byte[] key, Predicate<Role> mayAnswer) {
        Optional<Replica> here = made.replicas().find(partition);
        if (here.isEmpty()) {
            return Optional.empty();
        }
        Replica replica = here.get();
        // Before the read, both of them: what a standby has is not the owner's word because it becomes the owner
        // meanwhile, and nothing is to be claimed that the read may not have seen.
        Role held = replica.role();
        if (!mayAnswer.test(held) || !replica.settled(partition)) {
            return Optional.empty();
        }
        Role role = isOwner(held) ? held : Role.STANDBY;
        long[] watermarks = view.config().kind() == ViewConfig.Kind.GLOBAL ? watermarks(replica) : NONE;
        return switch (replica.read(partition, key)) {
            case Lookup.Gone gone -> Optional.empty();
            case Lookup.Found found ->
                Optional.of(sighting(
                        view,
                        made,
                        role,
                        Optional.of(found.entry()),
                        found.entry().partition(),
                        found.position(),
                        watermarks));
            case Lookup.Absent absent ->
                // A replica that was demoted meanwhile may have been emptied: then it has not proved anything.
                mayAnswer.test(replica.role()) && replica.settled(partition)
                        ? Optional.of(
                                sighting(view, made, role, Optional.empty(), partition, absent.position(), watermarks))
                        : Optional.empty();
        };
    }

    private static long[] watermarks(Replica replica) {
        return replica.partitions().mapToLong(replica::watermark).toArray();
    }

    private static Sighting sighting(
            View view,
            Materialization made,
            Role role,
            Optional<Entry> entry,
            int partition,
            long offset,
            long[] watermarks) {
        // By what is known to be reflected, which is less than what the replica may have reached by now.
        OptionalLong stale =
                watermarks.length == 0 ? view.staleMillis(role, partition, offset) : stalest(view, role, watermarks);
        return new Sighting(made.source(), entry, partition, offset, watermarks, role, stale);
    }

    private static OptionalLong stalest(View view, Role role, long[] watermarks) {
        long stalest = 0;
        for (int partition = 0; partition < watermarks.length; partition++) {
            OptionalLong millis = view.staleMillis(role, partition, watermarks[partition]);
            if (millis.isEmpty()) {
                return millis;
            }
            stalest = Math.max(stalest, millis.getAsLong());
        }
        return OptionalLong.of(stalest);
    }
}
