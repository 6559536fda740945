package dev.oriel.view;

import dev.oriel.api.Role;
import dev.oriel.store.Replica;
import dev.oriel.store.ReplicaSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether the replicas that answer have applied all that was in the source when the view started: "restored" says only that
 * they are as far as the group had committed.
 */
final class CatchingUp {

    private static final int NAMED = 3;

    private final SourceEnds target;

    /** Up to the ends as they were at the start. */
    CatchingUp(SourceEnds target) {
        this.target = target;
    }

    /** Whether a replica is there that does not answer yet, and does not follow another either. */
    static boolean isTakingOver(ReplicaSet replicas) {
        return replicas.all().stream().anyMatch(replica -> replica.role() == Role.RESTORING);
    }

    /** What is missing, in words; empty when nothing is. */
    Optional<String> missing(ReplicaSet replicas) {
        List<String> missing = new ArrayList<>();
        for (Replica replica : replicas.all()) {
            if (replica.role() == Role.ACTIVE || replica.role() == Role.GLOBAL) {
                replica.partitions().forEach(partition -> {
                    long left =
                            target.left(partition, replica.watermark(partition)).orElse(0);
                    if (left > 0) {
                        missing.add("partition " + partition + ": " + left + " records to go");
                    }
                });
            }
        }
        return missing.isEmpty() ? Optional.empty() : Optional.of(summary(missing));
    }

    /** The first few by name, the rest by number. */
    static String summary(List<String> items) {
        String named = items.stream().limit(NAMED).collect(Collectors.joining("; "));
        return items.size() <= NAMED ? named : named + "; and " + (items.size() - NAMED) + " more partitions";
    }
}
