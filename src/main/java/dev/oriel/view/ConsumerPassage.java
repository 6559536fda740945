package dev.oriel.view;

import dev.oriel.store.Passage;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Tells a {@link Passage} what a consumer's polls delivered and passed over. Kafka makes it, by name, for each consumer
 * of a view; the passage comes to it as an object among the consumer's settings.
 */
public final class ConsumerPassage implements ConsumerInterceptor<byte[], byte[]> {

    static final String PASSAGE = "oriel.passage";

    private @Nullable Passage passage;

    @Override
    public void configure(Map<String, ?> configs) {
        passage = (Passage) Objects.requireNonNull(configs.get(PASSAGE), PASSAGE);
    }

    @Override
    public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> polled) {
        Passage told = Objects.requireNonNull(passage);
        polled.nextOffsets().forEach((partition, next) -> {
            long last = lastWithKey(polled.records(partition));
            if (last < 0) {
                told.passed(partition.partition(), next.offset());
            } else {
                told.delivered(partition.partition(), last, next.offset());
            }
        });
        return polled;
    }

    /** A record without a key changes nothing, and Streams keeps it from a store that it restores. */
    private static long lastWithKey(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.reversed().stream()
                .filter(record -> record.key() != null)
                .mapToLong(ConsumerRecord::offset)
                .findFirst()
                .orElse(-1);
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

    @Override
    public void close() {}
}
