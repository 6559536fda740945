package dev.oriel.store;

import org.apache.kafka.streams.errors.ProcessorStateException;

/** The source has other partitions than it had when the view was started, so the view has to be started again. */
public final class SourceChangedException extends ProcessorStateException {

    SourceChangedException(String message) {
        super(message);
    }
}
