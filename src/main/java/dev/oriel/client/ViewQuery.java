package dev.oriel.client;

import dev.oriel.api.Position;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A read of a view with its conditions: of a key, of several, of a range, or of how many there are. Immutable. */
sealed interface ViewQuery permits KeyQuery, LookupQuery, RangeQuery, CountQuery {

    /** The view's name. */
    String view();

    /** What may be asked of every read. */
    Conditions conditions();

    /** The same with other conditions. */
    ViewQuery with(Conditions changed);

    ReadRequest request();

    /** How long the server may wait for the conditions. */
    default Optional<Duration> maxWait() {
        return conditions().maxWait();
    }

    /** Whether there is something to wait for. */
    default boolean hasCondition() {
        return !conditions().after().isEmpty();
    }

    /** The same, which must reflect more positions. */
    default ViewQuery after(List<Position> more) {
        return with(conditions().after(more));
    }

    /** The same with another wait, or none. */
    default ViewQuery waitUpTo(Optional<Duration> most) {
        return with(conditions().waitUpTo(most));
    }
}
