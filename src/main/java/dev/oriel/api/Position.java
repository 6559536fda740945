package dev.oriel.api;

import java.util.Objects;
import java.util.Optional;

/**
 * How far one source partition has been reached: "the record at {@code offset}, and all before it, are reflected".
 *
 * <p>Written {@code topic/partition@offset}; positions handed out by Oriel add {@code ~} and the topic's id, so that a
 * topic that was deleted and made again is noticed.
 *
 * @param topic the source topic
 * @param partition the partition, from 0
 * @param offset the offset, inclusive; -1 means that nothing has been reached yet
 * @param topicId the topic's id as Kafka prints it, when known
 */
public record Position(String topic, int partition, long offset, Optional<String> topicId) {

    public Position {
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(topicId, "topicId");
    }

    /** The wire form, for example {@code orders/3@1234~k3QxC0vSTb2eIPhLQTdRXw}. */
    @Override
    public String toString() {
        String position = topic + "/" + partition + "@" + offset;
        return topicId.map(id -> position + "~" + id).orElse(position);
    }
}
