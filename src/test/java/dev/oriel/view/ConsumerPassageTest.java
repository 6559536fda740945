package dev.oriel.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.oriel.store.OpenStore;
import dev.oriel.store.ReplicaSet;
import dev.oriel.store.StoreSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The passage is seen by what it does to the watermark of a store. */
class ConsumerPassageTest {

    private static final TopicPartition SOURCE = new TopicPartition(OpenStore.TOPIC, 0);

    private final StoreSpec spec =
            OpenStore.spec(StoreSpec.Scope.PARTITION, new StoreSpec.Medium.Heap(), new ReplicaSet(1), 0);
    private final ConsumerPassage interceptor = new ConsumerPassage();
    private final OpenStore store = OpenStore.open(spec, Path.of("unused"), 0);

    @BeforeEach
    void configure() {
        interceptor.configure(Map.of(ConsumerPassage.PASSAGE, spec.processing()));
    }

    @AfterEach
    void close() {
        store.close();
        interceptor.close();
    }

    @Test
    void it_hands_on_what_was_polled_as_it_is() {
        ConsumerRecords<byte[], byte[]> polled = poll(3, List.of(record(0, "a")));

        assertThat(interceptor.onConsume(polled)).isSameAs(polled);
    }

    @Test
    void what_ends_a_poll_without_being_a_record_is_reached_with_the_last_record() {
        interceptor.onConsume(poll(5, List.of(record(0, "a"), record(2, "b"))));

        apply(0);
        assertThat(watermark()).isZero();
        apply(2);
        assertThat(watermark()).isEqualTo(4);
    }

    @Test
    void a_poll_of_markers_alone_stretches_the_one_before_it() {
        interceptor.onConsume(poll(3, List.of(record(0, "a"), record(2, "b"))));
        interceptor.onConsume(poll(9, List.of()));

        apply(2);
        assertThat(watermark()).isEqualTo(8);
    }

    @Test
    void records_without_a_key_change_nothing_and_are_reached_with_the_last_that_has_one() {
        interceptor.onConsume(poll(4, List.of(record(0, "a"), record(1, null), record(2, null))));
        interceptor.onConsume(poll(6, List.of(record(4, null), record(5, null))));

        apply(0);

        assertThat(watermark()).isEqualTo(5);
    }

    @Test
    void a_record_without_a_timestamp_is_given_one_that_streams_can_bear() {
        ConsumerRecords<byte[], byte[]> polled =
                poll(9, List.of(record(0, "a", 7), record(3, "b", -1), record(4, null, 8)));

        ConsumerRecords<byte[], byte[]> timed = interceptor.onConsume(polled);

        assertThat(timed.nextOffsets()).isEqualTo(polled.nextOffsets());
        assertThat(timed.records(SOURCE)).extracting(ConsumerRecord::timestamp).containsExactly(7L, 0L, 8L);
        assertThat(timed.records(SOURCE))
                .usingRecursiveComparison()
                .ignoringFields("timestamp")
                .isEqualTo(polled.records(SOURCE));
    }

    @Test
    void it_cannot_do_without_a_passage() {
        assertThatNullPointerException()
                .isThrownBy(() -> new ConsumerPassage().configure(Map.of()))
                .withMessage(ConsumerPassage.PASSAGE);
    }

    @Test
    void commits_are_none_of_its_business() {
        interceptor.onCommit(Map.of(SOURCE, new OffsetAndMetadata(5)));

        assertThat(watermark()).isEqualTo(-1);
    }

    private void apply(long offset) {
        store.process(OpenStore.record(0, offset, "a", "1"));
    }

    private long watermark() {
        return store.replica().watermark(0);
    }

    private static ConsumerRecords<byte[], byte[]> poll(long next, List<ConsumerRecord<byte[], byte[]>> records) {
        return new ConsumerRecords<>(
                records.isEmpty() ? Map.of() : Map.of(SOURCE, records), Map.of(SOURCE, new OffsetAndMetadata(next)));
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, @Nullable String key) {
        return record(offset, key, 0);
    }

    @SuppressWarnings("NullAway") // Kafka's classes don't say that keys may be null
    private static ConsumerRecord<byte[], byte[]> record(long offset, @Nullable String key, long timestamp) {
        return new ConsumerRecord<>(
                SOURCE.topic(),
                SOURCE.partition(),
                offset,
                timestamp,
                TimestampType.CREATE_TIME,
                0,
                0,
                key == null ? null : new byte[] {1},
                new byte[] {1},
                new RecordHeaders(),
                Optional.empty());
    }
}
