package dev.oriel.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IntakeTest {

    @TempDir
    private Path folder;

    private StoreSpec spec;
    private OpenStore store;

    @BeforeEach
    void open() {
        spec = OpenStore.spec(StoreSpec.Scope.PARTITION, new StoreSpec.Medium.Heap(), new ReplicaSet(1), 0);
        store = OpenStore.open(spec, folder, 0);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static ConsumerRecords<byte[], byte[]> polled(SourceRecord... records) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> all = new HashMap<>();
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
        for (SourceRecord record : records) {
            TopicPartition partition = new TopicPartition(OpenStore.TOPIC, record.partition());
            all.merge(
                    partition,
                    List.of(OpenStore.consumed(record)),
                    (before, more) ->
                            Stream.concat(before.stream(), more.stream()).toList());
            next.put(partition, new OffsetAndMetadata(record.offset() + 1));
        }
        return new ConsumerRecords<>(all, next);
    }

    private static List<String> offsets(ConsumerRecords<byte[], byte[]> records) {
        return IntStream.range(0, 2)
                .mapToObj(number -> new TopicPartition(OpenStore.TOPIC, number))
                .flatMap(partition -> records.records(partition).stream())
                .map(record -> record.partition() + "@" + record.offset())
                .toList();
    }

    @Test
    void what_is_polled_is_applied_at_once_and_streams_gets_the_last_record_of_the_partition() {
        store.store().startProcessing();
        ConsumerRecords<byte[], byte[]> polled = polled(
                OpenStore.record(0, 0, "a", "1"),
                OpenStore.record(0, 1, "b", "1"),
                OpenStore.record(0, 2, "a", null),
                OpenStore.record(0, 3, "c", "!"));

        ConsumerRecords<byte[], byte[]> left = spec.intake().apply(polled);

        assertThat(store.entries()).isEqualTo(Map.of("b", "1@1"));
        assertThat(store.replica().watermark(0)).isEqualTo(3);
        assertThat(store.replica().skipped()).isEqualTo(1);
        assertThat(offsets(left)).containsExactly("0@3");
        assertThat(left.nextOffsets()).isEqualTo(polled.nextOffsets());
    }

    @Test
    void what_streams_gets_of_it_changes_nothing_any_more() {
        store.store().startProcessing();
        SourceRecord last = OpenStore.record(0, 1, "a", "!");
        ConsumerRecords<byte[], byte[]> unused = spec.intake().apply(polled(OpenStore.record(0, 0, "a", "1"), last));

        store.process(last);

        assertThat(store.entries()).isEqualTo(Map.of("a", "1@0"));
        assertThat(store.replica().skipped()).isEqualTo(1);
    }

    @Test
    void records_that_have_been_applied_before_are_left_out() {
        store.store().startProcessing();
        store.restore(OpenStore.record(0, 0, "a", "1"), OpenStore.record(0, 1, "a", "2"));

        ConsumerRecords<byte[], byte[]> unused =
                spec.intake().apply(polled(OpenStore.record(0, 0, "a", "1"), OpenStore.record(0, 2, "b", "1")));

        assertThat(store.entries()).isEqualTo(Map.of("a", "2@1", "b", "1@2"));
    }

    @Test
    void more_records_than_a_batch_takes_are_applied_all() {
        store.store().startProcessing();
        SourceRecord[] many = IntStream.range(0, 2_500)
                .mapToObj(offset -> OpenStore.record(0, offset, "k-" + offset, "1"))
                .toArray(SourceRecord[]::new);

        ConsumerRecords<byte[], byte[]> left = spec.intake().apply(polled(many));

        assertThat(store.entries()).hasSize(2_500);
        assertThat(offsets(left)).containsExactly("0@2499");
    }

    @Test
    void streams_gets_all_records_of_a_partition_without_a_store_that_processes() {
        ConsumerRecords<byte[], byte[]> polled = polled(
                OpenStore.record(0, 0, "a", "1"),
                OpenStore.record(0, 1, "a", "2"),
                OpenStore.record(1, 0, "x", "1"),
                OpenStore.record(1, 1, "x", "2"));

        assertThat(offsets(spec.intake().apply(polled))).containsExactly("0@0", "0@1", "1@0", "1@1");
        store.store().startProcessing();
        assertThat(offsets(spec.intake().apply(polled))).containsExactly("0@1", "1@0", "1@1");
        store.store().stopProcessing();
        assertThat(offsets(spec.intake().apply(polled))).containsExactly("0@0", "0@1", "1@0", "1@1");
        store.store().startProcessing();
        store.close();
        assertThat(offsets(spec.intake().apply(polled))).containsExactly("0@0", "0@1", "1@0", "1@1");
    }

    @Test
    void a_thread_applies_what_it_polls_to_its_own_stores_alone() {
        store.store().startProcessing();
        ConsumerRecords<byte[], byte[]> polled = polled(OpenStore.record(0, 0, "a", "1"));

        ConsumerRecords<byte[], byte[]> left =
                CompletableFuture.supplyAsync(() -> spec.intake().apply(polled)).join();

        assertThat(store.entries()).isEmpty();
        assertThat(offsets(left)).containsExactly("0@0");
    }
}
