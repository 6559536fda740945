/**
 * Which instance holds which partition, who those instances are, and the call from one to another.
 *
 * <p>Beside {@code wait}, between {@code view} and {@code read}: it turns the assignments that Kafka Streams announces into
 * immutable partition tables, and decides nothing about a request.
 */
@NullMarked
package dev.oriel.route;

import org.jspecify.annotations.NullMarked;
