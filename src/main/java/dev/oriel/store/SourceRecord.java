package dev.oriel.store;

import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record as it stands in the source topic.
 *
 * @param topic the source topic
 * @param partition the partition
 * @param offset the record's offset
 * @param timestamp the record's timestamp, milliseconds since the epoch
 * @param headers the record's headers
 * @param key the key's bytes; null when the record has none
 * @param value the value's bytes; null when the record is a tombstone
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere; a copy of each record would be the cost of equality
public record SourceRecord(
        String topic,
        int partition,
        long offset,
        long timestamp,
        Headers headers,
        byte @Nullable [] key,
        byte @Nullable [] value) {}
