package dev.oriel.client;

import dev.oriel.api.Headers;
import dev.oriel.api.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What may be asked of every read, beside what it reads. Immutable.
 *
 * @param after what the answer must reflect
 * @param stale how far behind its source a standby that answers may be; zero for owners alone
 * @param maxWait how long the server may wait for the positions
 */
record Conditions(List<Position> after, Duration stale, Optional<Duration> maxWait) {

    static final Conditions NONE = new Conditions(List.of(), Duration.ZERO, Optional.empty());

    Conditions {
        after = List.copyOf(after);
    }

    Conditions after(List<Position> more) {
        List<Position> all = new ArrayList<>(after);
        all.addAll(more);
        return new Conditions(all, stale, maxWait);
    }

    /** @throws IllegalArgumentException if the time is negative or more than {@link KeyRequest#LONGEST_WAIT} */
    Conditions staleUpTo(Duration most) {
        return new Conditions(after, inBounds("time", most), maxWait);
    }

    /** @throws IllegalArgumentException if the time is negative or more than {@link KeyRequest#LONGEST_WAIT} */
    Conditions waitUpTo(Duration most) {
        return waitUpTo(Optional.of(inBounds("wait", most)));
    }

    Conditions waitUpTo(Optional<Duration> most) {
        return new Conditions(after, stale, most);
    }

    /** @throws IllegalArgumentException if the time is negative or more than {@link KeyRequest#LONGEST_WAIT} */
    private static Duration inBounds(String what, Duration time) {
        if (time.isNegative() || time.compareTo(KeyRequest.LONGEST_WAIT) > 0) {
            throw new IllegalArgumentException(
                    "expected a " + what + " from 0 to " + KeyRequest.LONGEST_WAIT + ", found " + time);
        }
        return time;
    }

    /** Writes all but the wait, which grows shorter with each attempt. */
    void addTo(List<String> query, Map<String, String> headers) {
        if (!stale.isZero()) {
            query.add("stale=" + stale.toMillis() + "ms");
        }
        if (!after.isEmpty()) {
            headers.put(Headers.AFTER, Position.listed(after));
        }
    }
}
