package dev.oriel.view;

import dev.oriel.store.Passage;
import java.util.HashMap;
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
 *
 * <p>A record without a timestamp is given the timestamp 0: Streams' global thread, which asks no timestamp extractor, would die
 * of it.
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
        return isTimed(polled) ? polled : timed(polled);
    }

    private static boolean isTimed(ConsumerRecords<byte[], byte[]> polled) {
        for (ConsumerRecord<byte[], byte[]> record : polled) {
            if (record.timestamp() < 0) {
                return false;
            }
        }
        return true;
    }

    private static ConsumerRecords<byte[], byte[]> timed(ConsumerRecords<byte[], byte[]> polled) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> timed = new HashMap<>();
        polled.partitions()
                .forEach(partition -> timed.put(
                        partition,
                        polled.records(partition).stream()
                                .map(ConsumerPassage::timed)
                                .toList()));
        return new ConsumerRecords<>(timed, polled.nextOffsets());
    }

    private static ConsumerRecord<byte[], byte[]> timed(ConsumerRecord<byte[], byte[]> record) {
        return new ConsumerRecord<>(
                record.topic(),
                record.partition(),
                record.offset(),
                Math.max(0, record.timestamp()),
                record.timestampType(),
                record.serializedKeySize(),
                record.serializedValueSize(),
                record.key(),
                record.value(),
                record.headers(),
                record.leaderEpoch());
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
