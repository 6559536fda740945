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
            List<ConsumerRecord<byte[], byte[]>> records = polled.records(partition);
            if (records.isEmpty()) {
                told.passed(partition.partition(), next.offset());
            } else {
                told.delivered(partition.partition(), records.getLast().offset(), next.offset());
            }
        });
        return polled;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

    @Override
    public void close() {}
}
