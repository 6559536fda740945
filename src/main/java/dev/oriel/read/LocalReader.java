package dev.oriel.read;

import dev.oriel.api.Role;
import dev.oriel.config.ViewConfig;
import dev.oriel.store.Access;
import dev.oriel.store.Entry;
import dev.oriel.store.Lookup;
import dev.oriel.store.Replica;
import dev.oriel.view.Materialization;
import dev.oriel.view.View;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Looks at this instance's own replicas, where they may answer. Blocks for no longer than a read of the store takes, and not at all
 * where no more than memory may be looked at.
 */
final class LocalReader {

    private static final long[] NONE = new long[0];

    private LocalReader() {}

    /** The key as the replica that is here has it, if it is the one to ask. */
    static Optional<Sighting> look(View view, Materialization made, int partition, byte[] key) {
        return seen(glance(view, made, partition, key, false, Access.DISK));
    }

    /**
     * The key as the replica that is here has it, whatever its role: one that has been restored so far, or has just been given another
     * role, can show as much as a standby.
     */
    static Optional<Sighting> lookAtAny(View view, Materialization made, int partition, byte[] key) {
        return seen(glance(view, made, partition, key, true, Access.DISK));
    }

    private static Optional<Sighting> seen(Glance glance) {
        return glance instanceof Glance.Seen seen ? Optional.of(seen.sighting()) : Optional.empty();
    }

    private static boolean isOwner(Role role) {
        return role == Role.ACTIVE || role == Role.GLOBAL;
    }

    /**
     * The key as it can be seen here.
     *
     * @param whateverRole whether the replica may have any role, or must be the one to ask
     */
    static Glance glance(
            View view, Materialization made, int partition, byte[] key, boolean whateverRole, Access access) {
        Optional<Replica> here = made.replicas().find(partition);
        if (here.isEmpty()) {
            return Glance.Nothing.NOTHING;
        }
        Replica replica = here.get();
        // Before the read, both of them: what a standby has is not the owner's word because it becomes the owner
        // meanwhile, and nothing is to be claimed that the read may not have seen.
        Role held = replica.role();
        if (!mayAnswer(replica, partition, held, whateverRole)) {
            return Glance.Nothing.NOTHING;
        }
        long[] watermarks = view.config().kind() == ViewConfig.Kind.GLOBAL ? watermarks(replica) : NONE;
        Optional<Lookup> lookup = replica.read(partition, key, access);
        if (lookup.isEmpty()) {
            return Glance.OnDisk.ON_DISK;
        }
        Role role = isOwner(held) ? held : Role.STANDBY;
        return switch (lookup.get()) {
            case Lookup.Gone gone -> Glance.Nothing.NOTHING;
            case Lookup.Found found ->
                new Glance.Seen(sighting(
                        view,
                        made,
                        role,
                        Optional.of(found.entry()),
                        found.entry().partition(),
                        found.position(),
                        watermarks));
            case Lookup.Absent absent ->
                // A replica that was demoted meanwhile may have been emptied: then it has not proved anything.
                mayAnswer(replica, partition, replica.role(), whateverRole)
                        ? new Glance.Seen(
                                sighting(view, made, role, Optional.empty(), partition, absent.position(), watermarks))
                        : Glance.Nothing.NOTHING;
        };
    }

    private static boolean mayAnswer(Replica replica, int partition, Role role, boolean whateverRole) {
        return (whateverRole || isOwner(role)) && replica.settled(partition);
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
