package dev.oriel.faults;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Writes keys, and on Oriel reads each write when the broker has it. Safe for all threads. */
final class Writes implements AutoCloseable {

    private static final Duration ACKNOWLEDGED = Duration.ofSeconds(45);

    private record Written(long number, int partition, long offset) {}

    private final KafkaProducer<String, String> producer;
    private final Subject subject;
    private final Reads reads;
    private final Ledger ledger;
    private final Tally tally;

    Writes(String bootstrapServers, Subject subject, Reads reads, Ledger ledger, Tally tally) {
        this.subject = subject;
        this.reads = reads;
        this.ledger = ledger;
        this.tally = tally;
        producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers", bootstrapServers,
                        "linger.ms", 2,
                        "max.block.ms", 20_000,
                        "request.timeout.ms", 5_000,
                        "delivery.timeout.ms", (int) ACKNOWLEDGED.toMillis()),
                new StringSerializer(),
                new StringSerializer());
    }

    /** Writes the next number of every key, and returns when the broker has all. */
    void writeAll() {
        List<CompletableFuture<Written>> all = new ArrayList<>();
        for (int key = 0; key < Ledger.KEYS; key++) {
            all.add(send(key, Instant.now()));
        }
        // Fails if one has: a key that is not there would be taken for lost later on.
        all.forEach(CompletableFuture::join);
    }

    /** Writes a key, waits until the broker has it, and reads it. */
    void write(int key) {
        write(key, Instant.now());
    }

    /** The same with another timestamp than now's. */
    void write(int key, Instant timestamp) {
        try {
            Written written = send(key, timestamp).get(ACKNOWLEDGED.toSeconds() + 5, TimeUnit.SECONDS);
            if (subject == Subject.ORIEL) {
                reads.awaitWritten(key, written.number(), written.partition(), written.offset());
            }
        } catch (ExecutionException | TimeoutException e) {
            tally.count("writes failed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private CompletableFuture<Written> send(int key, Instant timestamp) {
        CompletableFuture<Written> written = new CompletableFuture<>();
        ledger.next(key, number -> {
            try {
                var unused = producer.send(
                        new ProducerRecord<>(
                                Ledger.TOPIC,
                                null,
                                timestamp.toEpochMilli(),
                                Ledger.name(key),
                                Ledger.value(key, number)),
                        (where, failure) -> acknowledged(key, number, written, where, failure));
            } catch (KafkaException e) {
                written.completeExceptionally(e);
            }
        });
        return written;
    }

    private void acknowledged(
            int key,
            long number,
            CompletableFuture<Written> written,
            @Nullable RecordMetadata where,
            @Nullable Exception failure) {
        if (failure != null || where == null) {
            written.completeExceptionally(failure == null ? new IllegalStateException() : failure);
        } else {
            ledger.acknowledged(key, number);
            written.complete(new Written(number, where.partition(), where.offset()));
        }
    }

    /** Writes something that is no number of a key, and returns when the broker has it. */
    void writeAsIs(String key, String value) {
        try {
            producer.send(new ProducerRecord<>(Ledger.TOPIC, key, value)).get();
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Writes many things of other keys, and returns when the broker has them. */
    void writeBulk(int records, int bytesEach) {
        String filling = "x".repeat(bytesEach);
        for (int i = 0; i < records; i++) {
            var unused = producer.send(new ProducerRecord<>(
                    Ledger.TOPIC, "bulk-" + i, "{\"bulk\":" + i + ",\"filling\":\"" + filling + "\"}"));
        }
        producer.flush();
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
