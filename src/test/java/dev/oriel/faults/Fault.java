package dev.oriel.faults;

import dev.oriel.process.Network;
import java.util.List;
import java.util.Locale;

/** What goes wrong. */
enum Fault {
    NONE("nothing, for comparison"),
    SIGKILL("SIGKILL of an owner, started again after {s} s"),
    SIGSTOP("SIGSTOP of an owner for {s} s, then SIGCONT"),
    BROKER("broker stopped in order, started again after {s} s"),
    PEERS_DROP("network between two instances drops all for {s} s"),
    PEERS_RESET("network between two instances resets all for {s} s"),
    LINK_DROP("network between an instance and the broker drops all for {s} s"),
    LINK_RESET("network between an instance and the broker resets all for {s} s"),
    FUTURE("a record of each hot key with a timestamp an hour ahead"),
    POISON("a record that cannot be read"),
    DISK("disk full in an instance's state directory for {s} s"),
    ROLLING("rolling restart of the three instances"),
    SCALE("3 → 4 → 3 instances, the fourth stays for {s} s"),
    OVERLOAD("5 × as many lookups for {2s} s");

    private final String title;

    Fault(String title) {
        this.title = title;
    }

    /** How it is called on the command line: {@code peers-drop}. */
    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Reads what {@link #id} gives. */
    static Fault of(String id) {
        for (Fault each : values()) {
            if (each.id().equals(id.strip())) {
                return each;
            }
        }
        throw new IllegalArgumentException("expected some of "
                + String.join(",", List.of(values()).stream().map(Fault::id).toList()) + ", found '" + id + "'");
    }

    /** What the table calls it. */
    String title(int seconds) {
        return title.replace("{s}", Integer.toString(seconds)).replace("{2s}", Integer.toString(2 * seconds));
    }

    /**
     * Whether it is the servers' latency that matters: then the load has a core of its own, and the servers are compiled as users'
     * are, and have been for a while.
     */
    boolean isOfLatency() {
        return this == OVERLOAD;
    }

    /** What the instances' JVM is told beyond what all processes of tests are, which are compiled in a hurry. */
    String javaOptions() {
        return isOfLatency() ? "-XX:TieredStopAtLevel=4 -Xmx2g" : "";
    }

    /** The links that it needs to cut. */
    List<Network.Link> cuts() {
        return switch (this) {
            case PEERS_DROP, PEERS_RESET -> Network.Link.between(0, FaultScript.VICTIM);
            case LINK_DROP, LINK_RESET -> List.of(new Network.Link(FaultScript.VICTIM, Network.TO_BROKER));
            default -> List.of();
        };
    }
}
