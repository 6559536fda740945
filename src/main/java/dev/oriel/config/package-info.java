/**
 * {@code oriel.yaml} as typed, validated records; every mistake is reported with its line, its column and a suggestion.
 *
 * <p>First in the flow: {@code view}, {@code route} and the commands read these records, and nothing here knows
 * Kafka Streams, HTTP or RocksDB.
 */
@NullMarked
package dev.oriel.config;

import org.jspecify.annotations.NullMarked;
