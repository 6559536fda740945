package dev.oriel.oracle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Writes or deletes a key, and when that has been acknowledged reads it, which has to give that or something newer. */
final class Writer extends Actor {

    static final String KIND = "reads of one's own write";

    private static final Duration WAIT = Duration.ofSeconds(10);

    private final KafkaProducer<byte[], byte[]> producer;
    private final FactLog log;
    private final String name;
    private int written;

    Writer(
            String name,
            long seed,
            Fleet fleet,
            Findings findings,
            KafkaProducer<byte[], byte[]> producer,
            FactLog log) {
        super(seed, fleet, findings);
        this.name = name;
        this.producer = producer;
        this.log = log;
    }

    @Override
    void act() throws InterruptedException {
        String key = someKey();
        boolean delete = random.nextInt(5) == 0;
        byte[] bytes = key.getBytes(UTF_8);
        long sent = System.nanoTime();
        try {
            Future<RecordMetadata> acknowledgement = producer.send(
                    delete
                            ? new ProducerRecord<>(FactLog.TOPIC, bytes, null)
                            : new ProducerRecord<>(FactLog.TOPIC, bytes, value()));
            RecordMetadata where = acknowledgement.get();
            log.acknowledged(where, sent, System.nanoTime());
            count(delete ? "deletes" : "puts");
            client.ask(new Asked(
                    KIND,
                    someView(),
                    key,
                    List.of(Position.of(where.partition(), where.offset())),
                    new Condition.Any(),
                    WAIT));
        } catch (ExecutionException e) {
            // Whether it has been written is not known; the log will tell.
            count("writes not acknowledged");
        }
        pause(10, 150);
    }

    private byte[] value() {
        return "{\"id\":\"%s-%d\"}".formatted(name, written++).getBytes(UTF_8);
    }
}
