package dev.oriel.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What is looked up: keys that are numbers, each with a JSON value of {@value #BYTES} bytes. */
final class Rows {

    static final int BYTES = 300;

    private Rows() {}

    static byte[] key(int number) {
        return Integer.toString(number).getBytes(UTF_8);
    }

    static byte[] value(int number) {
        String text = "{\"id\":" + number + ",\"name\":\"row " + number + "\",\"padding\":\"";
        return (text + "x".repeat(BYTES - text.length() - 2) + "\"}").getBytes(UTF_8);
    }

    /** Writes so many rows to a topic, and returns when the broker has them. */
    static void produce(String bootstrapServers, String topic, int count) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "linger.ms",
                20,
                "batch.size",
                1 << 18,
                "buffer.memory",
                64L << 20);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < count; i++) {
                var unused = producer.send(new ProducerRecord<>(topic, key(i), value(i)));
            }
            producer.flush();
        }
    }
}
