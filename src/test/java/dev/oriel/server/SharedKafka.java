package dev.oriel.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.oriel.broker.BrokerOptions;
import dev.oriel.broker.EmbeddedKafka;
import dev.oriel.broker.TopicSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real broker, started by the first test class that wants one and stopped after the last: a start takes seconds. Test classes
 * keep apart by the names of their topics.
 */
final class SharedKafka implements BeforeAllCallback {

    private static final int SECONDS = 30;
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(SharedKafka.class);

    private record Running(EmbeddedKafka broker, Admin admin, KafkaProducer<byte[], byte[]> producer)
            implements AutoCloseable {

        static Running start() {
            EmbeddedKafka broker = EmbeddedKafka.start(BrokerOptions.temporary());
            return new Running(
                    broker,
                    Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers())),
                    producer(broker, Map.of("linger.ms", 2)));
        }

        static KafkaProducer<byte[], byte[]> producer(EmbeddedKafka broker, Map<String, Object> more) {
            Map<String, Object> settings = new HashMap<>(more);
            settings.put("bootstrap.servers", broker.bootstrapServers());
            return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public void close() {
            producer.close(Duration.ofSeconds(2));
            admin.close(Duration.ofSeconds(2));
            broker.close();
        }
    }

    private static volatile @Nullable Running running;

    @Override
    public void beforeAll(ExtensionContext context) {
        running = context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(Running.class, key -> Running.start(), Running.class);
    }

    private static Running kafka() {
        Running now = running;
        if (now == null) {
            throw new IllegalStateException("@RegisterExtension starts it");
        }
        return now;
    }

    String bootstrapServers() {
        return kafka().broker().bootstrapServers();
    }

    Admin admin() {
        return kafka().admin();
    }

    /** Creates a topic, given as {@code name:partitions[:compact]}. */
    void create(String topic) {
        kafka().broker().createTopic(TopicSpec.parse(topic));
    }

    /** A producer of one's own, such as one with transactions; partitions are chosen by murmur2. */
    KafkaProducer<byte[], byte[]> producer(Map<String, Object> settings) {
        return Running.producer(kafka().broker(), settings);
    }

    /** Hands a record to the common producer; {@link #flush} waits for it. */
    @SuppressWarnings("FutureReturnValueIgnored") // flush waits, and a record that is missing fails the test
    void send(ProducerRecord<byte[], byte[]> record) {
        kafka().producer().send(record);
    }

    void send(String topic, byte @Nullable [] key, byte @Nullable [] value) {
        send(new ProducerRecord<>(topic, key, value));
    }

    void send(String topic, String key, String value) {
        send(topic, key.getBytes(UTF_8), value.getBytes(UTF_8));
    }

    void flush() {
        kafka().producer().flush();
    }

    /** Writes a record and waits until the broker has it. */
    RecordMetadata write(String topic, byte @Nullable [] key, byte @Nullable [] value) {
        return write(new ProducerRecord<>(topic, key, value));
    }

    /** Writes a record without a key to a partition. */
    RecordMetadata write(String topic, int partition, String value) {
        return write(new ProducerRecord<>(topic, partition, null, value.getBytes(UTF_8)));
    }

    /** Writes a record and waits until the broker has it. */
    RecordMetadata write(ProducerRecord<byte[], byte[]> record) {
        try {
            return kafka().producer().send(record).get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("cannot write to " + record.topic(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    RecordMetadata write(String topic, String key, String value) {
        return write(topic, key.getBytes(UTF_8), value.getBytes(UTF_8));
    }

    RecordMetadata delete(String topic, String key) {
        return write(topic, key.getBytes(UTF_8), null);
    }

    /** The topic's identity, as Oriel's positions carry it. */
    String topicId(String topic) throws Exception {
        return describe(topic).topicId().toString();
    }

    /** The end offsets, exclusive, as a reader of committed records sees them. */
    List<Long> ends(String topic) throws Exception {
        List<TopicPartition> partitions = describe(topic).partitions().stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        ListOffsetsResult answer = admin().listOffsets(
                        partitions.stream().collect(Collectors.toMap(each -> each, each -> OffsetSpec.latest())),
                        new ListOffsetsOptions(IsolationLevel.READ_COMMITTED));
        List<Long> ends = new ArrayList<>();
        for (TopicPartition partition : partitions) {
            ends.add(answer.partitionResult(partition)
                    .get(SECONDS, TimeUnit.SECONDS)
                    .offset());
        }
        return ends;
    }

    private TopicDescription describe(String topic) throws Exception {
        return admin().describeTopics(List.of(topic))
                .allTopicNames()
                .get(SECONDS, TimeUnit.SECONDS)
                .values()
                .iterator()
                .next();
    }
}
