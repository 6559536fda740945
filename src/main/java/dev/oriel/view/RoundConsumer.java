package dev.oriel.view;

import dev.oriel.store.Rounds;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The consumer of a thread that processes records: each poll is the end of a round, and so is each commit, which takes its time and
 * must not be what readers wait for.
 */
final class RoundConsumer extends KafkaConsumer<byte[], byte[]> {

    private final Rounds rounds;

    RoundConsumer(Map<String, Object> settings, Rounds rounds) {
        super(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.rounds = rounds;
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        rounds.end();
        return super.poll(timeout);
    }

    @Override
    public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
        rounds.end();
        super.commitSync(offsets);
    }
}
