package dev.oriel.view;

/**
 * A source topic as the broker describes it.
 *
 * @param name the topic's name
 * @param id the topic's id as Kafka prints it; another topic of the same name has another
 * @param partitions how many partitions it has
 */
public record SourceTopic(String name, String id, int partitions) {}
