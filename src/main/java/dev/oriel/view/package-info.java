/**
 * From a view's specification to a running Kafka Streams application: formats, jq, topology, and the life of the
 * application with its states and its catching up.
 *
 * <p>Second in the flow: {@code config} says what to build, {@code store} holds what is built. {@code StreamsBuilder},
 * {@code Topology} and {@code KafkaStreams} are known here alone.
 */
@NullMarked
package dev.oriel.view;

import org.jspecify.annotations.NullMarked;
