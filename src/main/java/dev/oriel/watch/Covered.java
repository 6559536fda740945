package dev.oriel.watch;

import dev.oriel.store.KeyBytes;
import java.util.HashMap;
import java.util.Map;

/**
 * Changes that need not be told any more, because the state that they led to was read from the store and told before they came
 * along in the history. Without it a key would be seen to go back in time. Judging a change twice is harmless, as long as changes are
 * judged in their order.
 */
final class Covered {

    private static final long NOT_SEEN = Long.MAX_VALUE;

    /** An entry, known by its record, that was told; covers its key's changes until its own has come, and that one. */
    private static final class ToldEntry {
        private final int partition;
        private final long offset;
        private long number = NOT_SEEN;

        ToldEntry(int partition, long offset) {
            this.partition = partition;
            this.offset = offset;
        }

        boolean covers(HeldChange change) {
            if (number == NOT_SEEN && change.partition() == partition && change.offset() >= offset) {
                // A later one of the same log tells that its own has come too.
                number = change.offset() == offset ? change.number() : change.number() - 1;
            }
            return change.number() <= number;
        }
    }

    private final Map<KeyBytes, ToldEntry> entries = new HashMap<>();
    private int absentIn = -1;
    private long absentThrough = -1;

    /** The entry of this record has been told, and its change is still to come. */
    void entry(byte[] key, int partition, long offset) {
        entries.put(KeyBytes.of(key), new ToldEntry(partition, offset));
    }

    /** All that is watched has been told to be absent, reflecting the partition up to an offset. */
    void absent(int partition, long through) {
        absentIn = partition;
        absentThrough = through;
    }

    /** Whether the change leads to a state that has been told, or to one before it. */
    boolean covers(HeldChange change) {
        if (change.partition() == absentIn && change.offset() <= absentThrough) {
            return true;
        }
        ToldEntry told = entries.isEmpty() ? null : entries.get(KeyBytes.of(change.key()));
        return told != null && told.covers(change);
    }

    /** All changes before this number have been judged for good. */
    void passed(long next) {
        if (!entries.isEmpty()) {
            entries.values().removeIf(told -> told.number < next);
        }
    }
}
