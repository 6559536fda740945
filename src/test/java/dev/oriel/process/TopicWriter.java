package dev.oriel.process;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes to topics, and remembers what a reader of each key must get. For one thread. */
final class TopicWriter implements AutoCloseable {

    private final KafkaProducer<String, String> producer;
    private final Map<String, Map<String, Optional<String>>> topics = new HashMap<>();

    TopicWriter(String bootstrapServers) {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "linger.ms", 5),
                new StringSerializer(),
                new StringSerializer());
    }

    void put(String topic, String key, String value) {
        expected(topic).put(key, Optional.of(value));
        var unused = producer.send(new ProducerRecord<>(topic, key, value));
    }

    /** Writes a value and returns when the broker has acknowledged it. */
    RecordMetadata write(String topic, String key, String value) {
        expected(topic).put(key, Optional.of(value));
        try {
            return producer.send(new ProducerRecord<>(topic, key, value)).get();
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    void delete(String topic, String key) {
        expected(topic).put(key, Optional.empty());
        var unused = producer.send(new ProducerRecord<>(topic, key, null));
    }

    /** Returns when the broker has all of it. */
    void flush() {
        producer.flush();
    }

    /** What is to be read: values by key, without one where it was deleted. */
    Map<String, Optional<String>> expected(String topic) {
        return topics.computeIfAbsent(topic, name -> new TreeMap<>());
    }

    @Override
    public void close() {
        producer.close();
    }
}
