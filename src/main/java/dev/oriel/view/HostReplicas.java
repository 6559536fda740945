package dev.oriel.view;

import dev.oriel.config.HostPort;
import java.util.Set;

/**
 * What the group's assignment gives one instance of one view.
 *
 * @param host the instance's {@code application.server}
 * @param active partitions it owns
 * @param standby partitions it follows
 */
public record HostReplicas(HostPort host, Set<Integer> active, Set<Integer> standby) {

    public HostReplicas {
        active = Set.copyOf(active);
        standby = Set.copyOf(standby);
    }
}
