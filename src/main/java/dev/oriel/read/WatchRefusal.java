package dev.oriel.read;

import dev.oriel.config.HostPort;
import dev.oriel.view.ViewState;
import java.util.OptionalInt;
import java.util.Set;

/** Why a watch cannot begin. */
public sealed interface WatchRefusal {

    /** Whether it may be over as soon as the group has found the partitions another place. */
    boolean isPassing();

    /**
     * Another instance owns the partition, and this one was not to ask it.
     *
     * @param partition the partition
     * @param owner who owns it, as far as is known here
     */
    record NotTheOwner(int partition, HostPort owner) implements WatchRefusal {
        @Override
        public boolean isPassing() {
            return true;
        }
    }

    /**
     * Nobody can answer for a partition now.
     *
     * @param partition the partition, once the number of partitions is known
     * @param state what the view or the partition is doing instead
     * @param detail why, for a human
     */
    record Unavailable(OptionalInt partition, String state, String detail) implements WatchRefusal {
        static final String REBALANCING = "rebalancing";
        static final String UNREACHABLE = "unreachable";
        static final String STOPPING = new ViewState.Stopping().wireName();

        private static final Set<String> PASSING = Set.of(REBALANCING, UNREACHABLE, STOPPING);

        @Override
        public boolean isPassing() {
            return PASSING.contains(state);
        }
    }

    /**
     * A bound is reached, of this instance or of the one that owns a partition.
     *
     * @param detail which one
     */
    record Overloaded(String detail) implements WatchRefusal {
        @Override
        public boolean isPassing() {
            return false;
        }
    }
}
