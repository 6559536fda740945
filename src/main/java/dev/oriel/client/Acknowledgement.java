package dev.oriel.client;

import dev.oriel.api.Position;

/** What a producer learns of a record that it wrote. */
final class Acknowledgement {

    private Acknowledgement() {}

    /**
     * The position that reflects the record.
     *
     * @throws IllegalArgumentException if there can be no such record; the message says what was expected
     */
    static Position position(String topic, int partition, long offset) {
        if (offset < 0) {
            throw new IllegalArgumentException(
                    "expected the record's offset, found " + offset + ": a producer with acks=0 does not learn it");
        }
        return Position.parse(topic + "/" + partition + "@" + offset);
    }
}
