package dev.oriel.watch;

import dev.oriel.store.Change;
import dev.oriel.store.Entry;
import dev.oriel.store.KeyBytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Takes changes out of a history in batches of at most {@value #BATCH} and, after one at least, {@value #BATCH_BYTES} bytes.
 *
 * <p>A watch that is behind by less than half of what the history holds gets each change. One that is further behind is about
 * to lose the oldest; it gets the latest of each key among the next {@value #WINDOW} changes, if there are more of them than a
 * batch takes, and how many were left out. So what a slow watch costs is bounded, by a batch while its client does not read, and
 * by a window while it looks.
 */
final class ChangeReader {

    /** Changes in a batch. */
    static final int BATCH = 128;

    /** Bytes of keys and entries after which a batch ends. */
    static final long BATCH_BYTES = 32 << 10;

    private static final int WINDOW = 8192;

    /**
     * Some changes.
     *
     * @param states what they led to
     * @param next where to go on
     * @param reached the offsets of the last changes passed, by partition
     * @param more whether there were more of them when it looked
     */
    record Taken(List<WatchedState> states, long next, Map<Integer, Long> reached, boolean more) {}

    private final ChangeHistory history;

    ChangeReader(ChangeHistory history) {
        this.history = history;
    }

    /**
     * Takes a batch.
     *
     * @param from the number of the first change to look at
     * @param concerns which changes to take; asked in their order, and may be asked twice
     * @return nothing if a change is not held any more
     */
    Optional<Taken> take(long from, Predicate<HeldChange> concerns) {
        if (from < history.oldest()) {
            return Optional.empty();
        }
        long end = history.next();
        if (history.costFrom(from) > history.limit() / 2) {
            long windowEnd = Math.min(end, from + WINDOW);
            Map<KeyBytes, Long> latest = new HashMap<>();
            int found = 0;
            for (long number = from; number < windowEnd; number++) {
                HeldChange change = history.get(number);
                if (change == null) {
                    return Optional.empty();
                }
                if (concerns.test(change)) {
                    latest.put(KeyBytes.of(change.key()), number);
                    found++;
                }
            }
            return new Batch(found > BATCH ? latest : null).fill(from, windowEnd, end, concerns);
        }
        return new Batch(null).fill(from, end, end, concerns);
    }

    private final class Batch {
        private final @Nullable Map<KeyBytes, Long> latest;
        private final List<WatchedState> states = new ArrayList<>();
        private final Map<Integer, Long> reached = new HashMap<>();
        private long leftOut;
        private long bytes;

        /**
         * An empty batch.
         *
         * @param latest the number of each key's latest change, if others are to be left out
         */
        Batch(@Nullable Map<KeyBytes, Long> latest) {
            this.latest = latest;
        }

        Optional<Taken> fill(long from, long until, long end, Predicate<HeldChange> concerns) {
            long number = from;
            while (number < until && states.size() < BATCH && bytes < BATCH_BYTES) {
                HeldChange change = history.get(number);
                if (change == null) {
                    return Optional.empty();
                }
                reached.put(change.partition(), change.offset());
                if (concerns.test(change)) {
                    add(change);
                }
                number++;
            }
            return Optional.of(new Taken(states, number, reached, number < end));
        }

        private void add(HeldChange change) {
            if (latest != null && latest.getOrDefault(KeyBytes.of(change.key()), -1L) != change.number()) {
                leftOut++;
                return;
            }
            states.add(new WatchedState(state(change.change()), leftOut, Map.of(change.partition(), change.offset())));
            bytes += change.key().length + (change.change() instanceof Change.Put put ? put.entry().length : 0);
            leftOut = 0;
        }
    }

    private static KeyState state(Change change) {
        return switch (change) {
            case Change.Put put -> new KeyState.Present(put.key(), Entry.decode(put.entry()));
            case Change.Delete delete -> new KeyState.Deleted(delete.key(), delete.timestamp(), delete.version());
            case Change.Skip skip -> throw new IllegalArgumentException("a history holds no " + skip);
        };
    }
}
