package dev.oriel.view;

import dev.oriel.store.Intake;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The consumer of a thread that processes records: what it polls is applied before Kafka Streams has it. */
final class ApplyingConsumer extends KafkaConsumer<byte[], byte[]> {

    private final Intake intake;

    ApplyingConsumer(Map<String, Object> settings, Intake intake) {
        super(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.intake = intake;
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        return intake.apply(super.poll(timeout));
    }
}
