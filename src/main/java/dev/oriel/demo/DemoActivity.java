package dev.oriel.demo;

import java.util.OptionalLong;

/**
 * What goes on in a running demo at one moment.
 *
 * @param records records written to Kafka since the start
 * @param recordsPerSecond records written per second lately
 * @param lag how many records the views are behind their topics, all together; empty if it is not known
 * @param readsPerSecond reads answered per second lately, by all instances
 */
public record DemoActivity(long records, double recordsPerSecond, OptionalLong lag, double readsPerSecond) {}
