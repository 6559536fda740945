package dev.oriel.demo;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An idempotent producer with a bounded number of records in flight, which counts what becomes of them. A record that Kafka does
 * not take is counted and logged now and then, and the next one is tried. Safe for use by several threads.
 */
final class RecordWriter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RecordWriter.class);

    private static final int MAX_IN_FLIGHT = 1_000;
    private static final int LOGGED_EVERY = 1_000;
    private static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

    private final Producer<String, byte[]> producer;
    private final Semaphore inFlight = new Semaphore(MAX_IN_FLIGHT);
    private final LongAdder written = new LongAdder();
    private final AtomicLong failed = new AtomicLong();

    RecordWriter(String bootstrapServers) {
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        Math.toIntExact(DELIVERY_TIMEOUT.toMillis()),
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        Math.toIntExact(REQUEST_TIMEOUT.toMillis()),
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        DELIVERY_TIMEOUT.toMillis()),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /**
     * Hands a record to the producer; blocks while there are a thousand in flight.
     *
     * @param value null writes a tombstone
     * @param acknowledged run on the producer's thread when Kafka has it
     * @throws InterruptedException if this thread is interrupted; the record is not written then
     */
    @SuppressWarnings("FutureReturnValueIgnored") // the callback learns what the future would tell
    void write(String topic, String key, byte @Nullable [] value, Runnable acknowledged) throws InterruptedException {
        inFlight.acquire();
        try {
            producer.send(new ProducerRecord<>(topic, key, value), (metadata, failure) -> {
                inFlight.release();
                if (failure == null) {
                    written.increment();
                    acknowledged.run();
                } else {
                    countFailure(failure);
                }
            });
        } catch (InterruptException e) {
            inFlight.release();
            throw (InterruptedException) new InterruptedException().initCause(e);
        } catch (KafkaException e) {
            inFlight.release();
            countFailure(e);
        }
    }

    /** Returns when all that was written before is acknowledged or has failed. */
    void flush() {
        producer.flush();
    }

    /** Records that Kafka has acknowledged. */
    long written() {
        return written.sum();
    }

    /** Records that Kafka has not taken. */
    long failed() {
        return failed.get();
    }

    /** Waits three seconds for what is in flight. */
    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
    }

    private void countFailure(Exception failure) {
        long count = failed.incrementAndGet();
        if (count % LOGGED_EVERY == 1) {
            LOG.warn("{} records could not be written, the latest because of: {}", count, failure.toString());
        }
    }
}
