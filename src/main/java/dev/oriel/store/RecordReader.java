package dev.oriel.store;

/** Reads source records of one view. Called by stream threads in every role, so it must be safe for several at once. */
@FunctionalInterface
public interface RecordReader {

    /** What {@code record} does to the view. Never throws for bad input: that is a {@link Change.Skip}. */
    Change read(SourceRecord record);
}
