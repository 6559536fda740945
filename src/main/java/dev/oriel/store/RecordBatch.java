package dev.oriel.store;

import java.util.ArrayList;
import java.util.List;

/** Records of one partition, in their order, that are applied together. For one thread. */
final class RecordBatch {

    private static final int FULL = 1_000;
    private static final long FULL_BYTES = 1 << 20;

    private final int partition;
    private final RecordReader reader;
    private final SkipListener skips;
    private final List<Change> changes = new ArrayList<>();
    private long last = -1;
    private long lastDelete = -1;
    private long skipped;
    private long bytes;

    RecordBatch(int partition, RecordReader reader, SkipListener skips) {
        this.partition = partition;
        this.reader = reader;
        this.skips = skips;
    }

    int partition() {
        return partition;
    }

    /** The offset of the last record; -1 for none. */
    long last() {
        return last;
    }

    /** What the records come to. */
    List<Change> changes() {
        return changes;
    }

    /**
     * Adds a record.
     *
     * @param firstSeen whether nobody can have read it before
     */
    void add(SourceRecord record, boolean firstSeen) {
        Change change = reader.read(record);
        last = record.offset();
        switch (change) {
            case Change.Put put -> {
                changes.add(put);
                bytes += put.entry().length;
            }
            case Change.Delete delete -> {
                changes.add(delete);
                lastDelete = last;
            }
            case Change.Skip skip -> {
                skipped++;
                skips.skipped(record, skip.reason(), firstSeen);
            }
        }
    }

    /** Whether so much has come together that no more is to be held back. */
    boolean isFull() {
        return changes.size() >= FULL || bytes >= FULL_BYTES;
    }

    /** Applies all, and raises the watermark when that has been done. */
    void applyTo(EntryTable table, Progress progress) {
        if (lastDelete >= 0) {
            progress.applyDeleting(lastDelete, last, () -> table.applyAll(changes));
        } else {
            progress.apply(last, () -> table.applyAll(changes));
        }
        progress.skip(skipped);
        progress.raise(last);
    }
}
