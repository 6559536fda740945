/**
 * A real Apache Kafka broker inside this JVM, and the declaration of topics on it.
 *
 * <p>Stands beside the flow, not in it: the commands {@code oriel kafka} and {@code oriel demo} and the integration tests
 * start a broker here and then reach it as they would any other, over its socket. It is the only package that knows
 * Kafka's server classes, which are internal to Kafka and have to be checked again at each upgrade.
 */
@NullMarked
package dev.oriel.broker;

import org.jspecify.annotations.NullMarked;
