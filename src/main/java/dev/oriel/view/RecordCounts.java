package dev.oriel.view;

import java.util.concurrent.atomic.LongAdder;

/** What became of the records of a view that could not be read, since this instance started. Safe for all threads. */
public final class RecordCounts {

    private final LongAdder skipped = new LongAdder();
    private final LongAdder copied = new LongAdder();
    private final LongAdder lost = new LongAdder();

    /** How many there were; one that is read again, after a restart of the view, counts once. */
    public long skipped() {
        return skipped.sum();
    }

    /** How many are in the dead-letter topic. */
    public long copied() {
        return copied.sum();
    }

    /** How many could not be copied there. */
    public long lost() {
        return lost.sum();
    }

    void countSkipped() {
        skipped.increment();
    }

    void countCopied() {
        copied.increment();
    }

    void countLost() {
        lost.increment();
    }
}
