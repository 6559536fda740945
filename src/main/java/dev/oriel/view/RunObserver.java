package dev.oriel.view;

import org.apache.kafka.streams.KafkaStreams;

/** Is shown the Kafka Streams application of each run of a view, to measure it. */
@FunctionalInterface
public interface RunObserver {

    /** The end of looking at a run. */
    @FunctionalInterface
    interface Observation extends AutoCloseable {
        @Override
        void close();
    }

    /** A run is about to start. Closing the observation ends it, before the run is closed. */
    Observation observe(KafkaStreams streams);
}
