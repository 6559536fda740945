package dev.oriel.api;

import java.util.Arrays;
import java.util.Optional;

/** How an instance holds a partition of a view, as {@code Oriel-Served-By} and the routing table spell it. */
public enum Role {
    /** The instance that applies new records of the partition: its owner. */
    ACTIVE,
    /** A copy that follows the owner. */
    STANDBY,
    /** A copy that is being rebuilt, or one that no one keeps up to date at the moment; it answers nothing. */
    RESTORING,
    /** The whole of a global view, which every instance holds. */
    GLOBAL;

    /** The role as the protocol writes it, in lower case. */
    public String wireName() {
        return switch (this) {
            case ACTIVE -> "active";
            case STANDBY -> "standby";
            case RESTORING -> "restoring";
            case GLOBAL -> "global";
        };
    }

    /** The role that the protocol writes so; empty if none is. */
    public static Optional<Role> ofWireName(String name) {
        return Arrays.stream(values())
                .filter(role -> role.wireName().equals(name))
                .findFirst();
    }
}
