package dev.oriel.oracle;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Writes records that are not as they should be, beside those of the writers. */
final class OddRecords {

    private static final byte[] UNREADABLE = "{no JSON".getBytes(US_ASCII);
    private static final int AT_ONCE = 20;

    /** The broker takes nothing that is more than an hour ahead of its clock. */
    private static final Duration AHEAD = Duration.ofMinutes(59);

    private final KafkaProducer<byte[], byte[]> producer;
    private final FactLog log;
    private final Random random;
    private int written;

    OddRecords(KafkaProducer<byte[], byte[]> producer, FactLog log, long seed) {
        this.producer = producer;
        this.log = log;
        this.random = new Random(seed);
    }

    /** Whether a record is one that no view reads. */
    static boolean isUnreadable(byte @Nullable [] key, byte @Nullable [] value) {
        return key == null || Arrays.equals(value, UNREADABLE);
    }

    /** Writes some that cannot be read: without a key, or with a value that is none. */
    void poison() {
        for (int i = 0; i < AT_ONCE; i++) {
            byte[] key = random.nextBoolean() ? someKey() : null;
            send(new ProducerRecord<>(FactLog.TOPIC, key, UNREADABLE));
        }
    }

    /** Writes some whose time is yet to come. */
    void future() {
        long time = System.currentTimeMillis() + AHEAD.toMillis();
        for (int i = 0; i < AT_ONCE; i++) {
            byte[] value = "{\"id\":\"future-%d\"}".formatted(written++).getBytes(UTF_8);
            send(new ProducerRecord<>(FactLog.TOPIC, null, time, someKey(), value));
        }
    }

    private byte[] someKey() {
        return Actor.key(random).getBytes(UTF_8);
    }

    private void send(ProducerRecord<byte[], byte[]> record) {
        long sent = System.nanoTime();
        var unused = producer.send(record, (where, failure) -> {
            if (failure == null) {
                log.acknowledged(where, sent, System.nanoTime());
            }
        });
    }
}
