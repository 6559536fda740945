package dev.oriel.store;

/** Is told of records that a view could not read. Called by stream threads; must not block for long. */
@FunctionalInterface
public interface SkipListener {

    /**
     * A record was skipped.
     *
     * @param record the record
     * @param reason what is wrong with it
     * @param firstSeen true when the record is being processed, false when it is read again to rebuild a replica
     */
    void skipped(SourceRecord record, String reason, boolean firstSeen);
}
