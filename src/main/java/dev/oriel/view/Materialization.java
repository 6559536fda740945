package dev.oriel.view;

import dev.oriel.store.ReplicaSet;

/**
 * A view's source as it was found, and this instance's replicas of it. Another one takes its place when the source is
 * another: when it was deleted and made again.
 *
 * @param source the source topic
 * @param replicas what this instance holds
 */
public record Materialization(SourceTopic source, ReplicaSet replicas) {}
