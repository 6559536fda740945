package dev.oriel.view;

import dev.oriel.store.SkipListener;
import dev.oriel.store.SourceRecord;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the log, at most once a minute for each view, which records could not be read, and copies them to the
 * dead-letter topic where there is one. Safe for several threads at once.
 */
final class SkippedRecords implements SkipListener {

    private static final Logger log = LoggerFactory.getLogger(SkippedRecords.class);
    private static final long PAUSE_NANOS = Duration.ofMinutes(1).toNanos();

    private final String view;
    private final RecordCounts counts;
    private final Optional<DeadLetters> deadLetters;
    private final LongSupplier nanoTime;
    private final AtomicLong nextLog;
    private final LongAdder unlogged = new LongAdder();

    /** For a view, with a clock as {@link System#nanoTime}. */
    SkippedRecords(String view, RecordCounts counts, Optional<DeadLetters> deadLetters, LongSupplier nanoTime) {
        this.view = view;
        this.counts = counts;
        this.deadLetters = deadLetters;
        this.nanoTime = nanoTime;
        this.nextLog = new AtomicLong(nanoTime.getAsLong());
    }

    @Override
    public void skipped(SourceRecord record, String reason, boolean firstSeen) {
        if (firstSeen) {
            counts.countSkipped();
            deadLetters.ifPresent(letters -> letters.copy(record, reason));
        }
        unlogged.increment();
        long now = nanoTime.getAsLong();
        long due = nextLog.get();
        if (now - due >= 0 && nextLog.compareAndSet(due, now + PAUSE_NANOS)) {
            log.warn(
                    "view {}: skipped {} unreadable record(s), the last {}/{}@{}: {}",
                    view,
                    unlogged.sumThenReset(),
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    reason);
        }
    }
}
