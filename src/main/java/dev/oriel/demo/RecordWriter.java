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
import org.apache.kafka.clients.producer.RecordMetadata;
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
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

    private final Producer<String, byte[]> producer;
    private final Semaphore inFlight = new Semaphore(MAX_IN_FLIGHT);
    private final LongAdder written = new LongAdder();
    private final AtomicLong failed = new AtomicLong();

    /** Is told what became of a record, on the producer's thread, which it must not hold up. */
    @FunctionalInterface
    interface Receiver {

        /** Kafka has it. */
        void acknowledged(RecordMetadata where);

        /** Kafka has not acknowledged it in time, or refuses it. */
        default void failed(Exception failure) {}
    }

    /**
     * @param linger how long to wait for more records to send along
     * @param delivery after how long a record is given up
     */
    RecordWriter(String bootstrapServers, Duration linger, Duration delivery) {
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true,
                        ProducerConfig.LINGER_MS_CONFIG,
                        linger.toMillis(),
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        Math.toIntExact(delivery.toMillis()),
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        Math.toIntExact(delivery.dividedBy(2).toMillis()),
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        delivery.toMillis()),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /** A writer of many records, sent in batches; gives one up after thirty seconds. */
    static RecordWriter batching(String bootstrapServers) {
        return new RecordWriter(bootstrapServers, Duration.ofMillis(5), Duration.ofSeconds(30));
    }

    /** A writer that sends each record at once, since someone waits for it; gives one up after ten seconds. */
    static RecordWriter prompt(String bootstrapServers) {
        return new RecordWriter(bootstrapServers, Duration.ZERO, Duration.ofSeconds(10));
    }

    /**
     * Hands a record to the producer; blocks while there are a thousand in flight.
     *
     * @param value null writes a tombstone
     * @param receiver told once, whatever becomes of it
     * @throws InterruptedException if this thread is interrupted; the record is not written then
     */
    @SuppressWarnings("FutureReturnValueIgnored") // the callback learns what the future would tell
    void write(String topic, String key, byte @Nullable [] value, Receiver receiver) throws InterruptedException {
        inFlight.acquire();
        try {
            producer.send(new ProducerRecord<>(topic, key, value), (metadata, failure) -> {
                inFlight.release();
                if (failure == null) {
                    written.increment();
                    receiver.acknowledged(metadata);
                } else {
                    countFailure(failure);
                    receiver.failed(failure);
                }
            });
        } catch (InterruptException e) {
            inFlight.release();
            throw (InterruptedException) new InterruptedException().initCause(e);
        } catch (KafkaException e) {
            inFlight.release();
            countFailure(e);
            receiver.failed(e);
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

    /** Waits three seconds for what is in flight, also if this thread is interrupted. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        producer.close(CLOSE_TIMEOUT);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void countFailure(Exception failure) {
        long count = failed.incrementAndGet();
        if (count % LOGGED_EVERY == 1) {
            LOG.warn("{} records could not be written, the latest because of: {}", count, failure.toString());
        }
    }
}
