package dev.oriel.oracle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * The log that all views are made of: when each of its records was sent and acknowledged, as the writers tell while it goes on, and
 * what it holds, as is read from the broker when all is over.
 */
final class FactLog {

    static final String TOPIC = "facts";
    static final int PARTITIONS = 6;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /**
     * A record.
     *
     * @param value its value; none deletes
     * @param sent when it was sent, in nanoseconds of {@link System#nanoTime}; unknown of one that was not acknowledged
     * @param acknowledged when it was acknowledged, likewise
     */
    record Fact(long offset, Optional<String> value, OptionalLong sent, OptionalLong acknowledged) {

        /** How a key is before its first record. */
        static final Fact NONE = new Fact(-1, Optional.empty(), OptionalLong.empty(), OptionalLong.empty());

        boolean isPut() {
            return value.isPresent();
        }

        @Override
        public String toString() {
            return offset + value.map("="::concat).orElse(" deleted");
        }
    }

    private record Place(int partition, long offset) {}

    private final Map<Place, Long> acknowledged = new ConcurrentHashMap<>();
    private final Map<Place, Long> sent = new ConcurrentHashMap<>();
    private final Map<String, NavigableMap<Long, Fact>> facts = new HashMap<>();
    private final Map<String, Integer> partitions = new HashMap<>();

    /** A record has been acknowledged. Any thread may tell. */
    void acknowledged(RecordMetadata where, long sentAt, long acknowledgedAt) {
        Place place = new Place(where.partition(), where.offset());
        sent.put(place, sentAt);
        acknowledged.put(place, acknowledgedAt);
    }

    /** Reads all that the broker has; to be called when nobody writes any more, and before anything is asked. */
    void read(String bootstrapServers) {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers, "max.poll.records", 10_000);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> all = IntStream.range(0, PARTITIONS)
                    .mapToObj(partition -> new TopicPartition(TOPIC, partition))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (all.stream().anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
                if (System.nanoTime() - deadline > 0) {
                    throw new AssertionError("the log cannot be read to its end");
                }
                consumer.poll(Duration.ofSeconds(1)).forEach(this::add);
            }
        }
    }

    private void add(ConsumerRecord<byte[], byte[]> record) {
        if (OddRecords.isUnreadable(record.key(), record.value())) {
            return;
        }
        String key = new String(record.key(), UTF_8);
        Place place = new Place(record.partition(), record.offset());
        Fact fact = new Fact(
                record.offset(),
                Optional.ofNullable(record.value()).map(value -> new String(value, UTF_8)),
                known(sent.get(place)),
                known(acknowledged.get(place)));
        facts.computeIfAbsent(key, absent -> new TreeMap<>()).put(record.offset(), fact);
        partitions.put(key, record.partition());
    }

    private static OptionalLong known(@Nullable Long nanos) {
        return nanos == null ? OptionalLong.empty() : OptionalLong.of(nanos);
    }

    /** A key's records by offset. */
    NavigableMap<Long, Fact> of(String key) {
        return facts.getOrDefault(key, new TreeMap<>());
    }

    /** The partition that a key's records are in, if it has any. */
    OptionalLong partition(String key) {
        Integer partition = partitions.get(key);
        return partition == null ? OptionalLong.empty() : OptionalLong.of(partition);
    }

    /** How many records there are. */
    long size() {
        return facts.values().stream().mapToLong(Map::size).sum();
    }

    /** Keys that have a record. */
    List<String> keys() {
        return facts.keySet().stream().sorted().toList();
    }
}
