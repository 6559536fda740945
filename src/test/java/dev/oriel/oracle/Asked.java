package dev.oriel.oracle;

import dev.oriel.process.ServeProcess;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A read.
 *
 * @param kind what the report counts it as
 * @param after the positions that it must reflect
 * @param patience how long it may wait; zero for a read that does not wait
 * @param stale how old what it is told may be; zero for a read that leaves this open
 */
record Asked(
        String kind,
        String view,
        String key,
        List<Position> after,
        Condition condition,
        Duration patience,
        Duration stale) {

    Asked {
        after = List.copyOf(after);
    }

    Asked(String kind, String view, String key, List<Position> after, Condition condition, Duration patience) {
        this(kind, view, key, after, condition, patience, Duration.ZERO);
    }

    boolean waits() {
        return patience.isPositive();
    }

    /** Whether it asks for no more than what there is. */
    boolean isUnconditional() {
        return after.isEmpty() && condition instanceof Condition.Any;
    }

    /** The highest offset that it must reflect of a partition; -1 for none. */
    long after(int partition) {
        return after.stream()
                .filter(position -> position.partition() == partition)
                .mapToLong(Position::offset)
                .max()
                .orElse(-1);
    }

    String path() {
        StringBuilder path = new StringBuilder(ServeProcess.keyPath(view, key));
        char separator = '?';
        if (waits()) {
            path.append(separator).append("wait=").append(patience.toMillis()).append("ms");
            separator = '&';
        }
        if (!condition.query().isEmpty()) {
            path.append(separator).append(condition.query());
            separator = '&';
        }
        if (stale.isPositive()) {
            path.append(separator).append("stale=").append(stale.toMillis()).append("ms");
        }
        return path.toString();
    }

    Map<String, String> fields() {
        Map<String, String> fields = new HashMap<>(condition.fields());
        if (!after.isEmpty()) {
            fields.put(
                    "Oriel-After",
                    String.join(", ", after.stream().map(Position::text).toList()));
        }
        return fields;
    }

    @Override
    public String toString() {
        return "%s: GET %s %s".formatted(kind, path(), fields());
    }
}
