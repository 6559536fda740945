package dev.oriel.broker;

import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.internals.Topic;

/**
 * A topic to be created.
 *
 * @param name a legal topic name
 * @param partitions 1 to 1,000
 * @param compacted whether the broker keeps the latest record per key ({@code cleanup.policy=compact}) instead of
 *     the records of its retention time
 */
public record TopicSpec(String name, int partitions, boolean compacted) {

    private static final int MAX_PARTITIONS = 1_000;
    private static final String COMPACT = "compact";
    private static final String FORM = "expected name:partitions[:compact], such as orders:12:compact, found \"%s\"";

    /**
     * @throws IllegalArgumentException if the name is no legal topic name or the partitions are out of range
     */
    public TopicSpec {
        try {
            Topic.validate(name);
        } catch (InvalidTopicException e) {
            throw new IllegalArgumentException(
                    "expected a topic name, found \"%s\": %s".formatted(name, e.getMessage()), e);
        }
        if (partitions < 1 || partitions > MAX_PARTITIONS) {
            throw new IllegalArgumentException(
                    "topic %s: expected 1 to %d partitions, found %d".formatted(name, MAX_PARTITIONS, partitions));
        }
    }

    /** A topic that keeps the latest record per key. */
    public static TopicSpec compacted(String name, int partitions) {
        return new TopicSpec(name, partitions, true);
    }

    /** A topic that keeps the records of the broker's retention time. */
    public static TopicSpec retained(String name, int partitions) {
        return new TopicSpec(name, partitions, false);
    }

    /**
     * Reads {@code name:partitions} or {@code name:partitions:compact}.
     *
     * @throws IllegalArgumentException if it is neither; the message says what was expected and what was found
     */
    public static TopicSpec parse(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length < 2 || parts.length > 3) {
            throw new IllegalArgumentException(FORM.formatted(text));
        }
        if (parts.length == 3 && !parts[2].equals(COMPACT)) {
            throw new IllegalArgumentException(
                    FORM.formatted(text) + ": after the partitions only \"compact\" may follow");
        }
        return new TopicSpec(parts[0], parsePartitions(text, parts[1]), parts.length == 3);
    }

    private static int parsePartitions(String text, String partitions) {
        try {
            return Integer.parseInt(partitions);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    FORM.formatted(text) + ": \"" + partitions + "\" is not a number of partitions", e);
        }
    }

    /** The form that {@link #parse} reads. */
    @Override
    public String toString() {
        return name + ":" + partitions + (compacted ? ":" + COMPACT : "");
    }
}
