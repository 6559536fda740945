/**
 * {@code oriel.yaml} as typed, validated records; every mistake is reported with its line, its column and a suggestion.
 *
 * <p>First in the flow: {@code view}, {@code route} and the commands read these records. Inside,
 * {@link dev.oriel.config.ConfigLoader} turns text into a {@code YamlDocument} whose every node knows its place; the
 * readers, one for each part of the file, turn that into records and report to {@code Problems}, so that a user sees
 * all mistakes at once. Of Kafka Streams it knows the names and types of settings, of HTTP and RocksDB nothing.
 */
@NullMarked
package dev.oriel.config;

import org.jspecify.annotations.NullMarked;
