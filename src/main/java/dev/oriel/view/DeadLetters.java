package dev.oriel.view;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.oriel.store.SourceRecord;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies records that a view could not read to its dead-letter topic: key, value and headers as they are, and where they
 * came from and why they are here in headers named as Kafka Streams names them.
 *
 * <p>A copy that cannot be sent in time is counted and logged; it never holds the view up for longer than
 * {@value #MAX_BLOCK_MILLIS} ms, and at most {@value #MAX_IN_FLIGHT} are on their way. Safe for several threads at once.
 */
final class DeadLetters implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);
    private static final int MAX_BLOCK_MILLIS = 2_000;
    private static final int MAX_IN_FLIGHT = 10_000;
    private static final String HEADER = "__streams.errors.";

    private final String topic;
    private final Producer<byte[], byte[]> producer;
    private final Semaphore places = new Semaphore(MAX_IN_FLIGHT);
    private final RecordCounts counts;

    /**
     * Sends to a topic.
     *
     * @param kafka settings of the producer
     * @param counts what is sent and what is not
     */
    DeadLetters(String topic, Map<String, String> kafka, RecordCounts counts) {
        this.topic = topic;
        this.counts = counts;
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MILLIS);
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    void copy(SourceRecord record, String reason) {
        if (!places.tryAcquire()) {
            lose("too many are on their way");
            return;
        }
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>(topic, null, record.key(), record.value());
        record.headers().forEach(letter.headers()::add);
        explain(letter.headers(), record, reason);
        try {
            var unused = producer.send(letter, (metadata, failure) -> {
                places.release();
                if (failure == null) {
                    counts.countCopied();
                } else {
                    lose(failure.getMessage());
                }
            });
        } catch (KafkaException e) {
            places.release();
            lose(e.getMessage());
        }
    }

    private static void explain(Headers headers, SourceRecord record, String reason) {
        headers.add(HEADER + "message", reason.getBytes(UTF_8));
        headers.add(HEADER + "topic", record.topic().getBytes(UTF_8));
        headers.add(HEADER + "partition", Integer.toString(record.partition()).getBytes(UTF_8));
        headers.add(HEADER + "offset", Long.toString(record.offset()).getBytes(UTF_8));
    }

    private void lose(@Nullable String reason) {
        counts.countLost();
        long lost = counts.lost();
        if (lost == 1 || lost % 1000 == 0) {
            log.warn("{} records could not be copied to the dead-letter topic {}: {}", lost, topic, reason);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofMillis(MAX_BLOCK_MILLIS));
    }
}
