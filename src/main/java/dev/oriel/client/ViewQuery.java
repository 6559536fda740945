package dev.oriel.client;

import dev.oriel.api.Position;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A read of a view with its conditions: of a key, of several, or of a range. Immutable. */
sealed interface ViewQuery permits KeyQuery, LookupQuery, RangeQuery {

    /** The view's name. */
    String view();

    /** How long the server may wait for the conditions. */
    Optional<Duration> maxWait();

    /** Whether there is something to wait for. */
    boolean hasCondition();

    /** The same, which must reflect more positions. */
    ViewQuery after(List<Position> more);

    /** The same with another wait, or none. */
    ViewQuery waitUpTo(Optional<Duration> most);

    ReadRequest request();
}
