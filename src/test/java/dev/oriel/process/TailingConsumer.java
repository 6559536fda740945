package dev.oriel.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.utils.Utils;

/** The floor: a plain consumer at the end of a topic, which notes when each record reaches it. */
final class TailingConsumer implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final int PARTITIONS = 2;

    private final KafkaConsumer<String, String> consumer;
    private final List<TopicPartition> partitions;

    TailingConsumer(String bootstrapServers, String topic) {
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers), new StringDeserializer(), new StringDeserializer());
        partitions = List.of(new TopicPartition(topic, 0), new TopicPartition(topic, 1));
    }

    int partitionOf(String key) {
        return Utils.toPositive(Utils.murmur2(key.getBytes(UTF_8))) % PARTITIONS;
    }

    /** Has records written one after the other, each of which carries the time of its production, and follows them. */
    Latencies measure(int records, Pace pace, LongSupplier write) throws Exception {
        BlockingQueue<Long> arrivals = new ArrayBlockingQueue<>(records);
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        Thread poller = Thread.ofPlatform().start(() -> poll(records, arrivals));
        Latencies latencies = new Latencies();
        for (int i = 0; i < records; i++) {
            pace.pause();
            long written = write.getAsLong();
            Long arrived = arrivals.poll(20, TimeUnit.SECONDS);
            if (arrived == null) {
                throw new AssertionError("a record has not come for 20 s");
            }
            latencies.add(arrived - written);
        }
        poller.join();
        consumer.unsubscribe();
        return latencies;
    }

    private void poll(int records, BlockingQueue<Long> arrivals) {
        int seen = 0;
        for (int idle = 0; seen < records && idle < 40; idle++) {
            for (ConsumerRecord<String, String> ignored : consumer.poll(POLL)) {
                arrivals.add(System.nanoTime());
                seen++;
                idle = 0;
            }
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
