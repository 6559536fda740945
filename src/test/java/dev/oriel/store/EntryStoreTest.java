package dev.oriel.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oriel.api.Role;
import dev.oriel.store.StoreSpec.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EntryStoreTest {

    private static final TopicPartition SOURCE = new TopicPartition(OpenStore.TOPIC, 0);
    private static final TopicPartition SECOND = new TopicPartition(OpenStore.TOPIC, 1);

    @TempDir
    Path stateDir;

    private final List<OpenStore> opened = new ArrayList<>();
    private RocksMemory memory;

    @BeforeEach
    void openMemory() {
        memory = new RocksMemory(8L << 20, 1L << 20);
    }

    @AfterEach
    void closeAll() {
        opened.forEach(OpenStore::close);
        memory.close();
    }

    @Test
    void a_fresh_store_has_nothing_reads_from_the_start_and_answers_when_it_has_caught_up() {
        OpenStore store = open(Scope.PARTITION, 5);

        assertThat(store.store().committedOffset(SOURCE)).isNull();
        assertThat(store.replica().watermark(0)).isEqualTo(-1);
        assertThat(store.replica().settled(0)).isFalse();
        assertThat(store.replica().role()).isEqualTo(Role.RESTORING);
        assertThat(store.read("a")).isEqualTo(new Lookup.Absent(-1));
        assertThat(store.store().isOpen()).isTrue();
        assertThat(store.store().persistent()).isTrue();
        assertThat(store.put(3, "a", "1").replica().settled(0)).isFalse();
        assertThat(store.put(4, "a", "2").replica().settled(0)).isTrue();
    }

    @Test
    void records_are_applied_with_where_they_came_from() {
        OpenStore store = open(Scope.PARTITION, 0).put(3, "a", "1").put(4, "b", "2");

        assertThat(store.read("a")).isInstanceOfSatisfying(Lookup.Found.class, found -> {
            assertThat(UTF_8.decode(found.entry().value()).toString()).isEqualTo("1");
            assertThat(found.entry().offset()).isEqualTo(3);
            assertThat(found.entry().timestamp()).isEqualTo(1003);
            assertThat(found.position()).isEqualTo(4);
        });
    }

    @Test
    void an_absent_key_carries_the_position_of_its_delete() {
        OpenStore store =
                open(Scope.PARTITION, 0).put(0, "a", "1").delete(1, "a").delete(2, "never-was");

        assertThat(store.read("a")).isEqualTo(new Lookup.Absent(2));
    }

    @Test
    void a_stretch_without_records_is_reached_once_all_before_it_is_applied() {
        StoreSpec spec = spec(Scope.PARTITION, "identity", new ReplicaSet(1), 0);
        OpenStore store = open(spec);
        store.store().startProcessing();

        spec.processing().delivered(0, 3, 4);
        spec.processing().passed(0, 8);
        assertThat(store.replica().watermark(0)).isEqualTo(-1);
        store.put(3, "a", "1");
        assertThat(store.replica().watermark(0)).isEqualTo(7);
        spec.processing().passed(0, 9);
        assertThat(store.replica().watermark(0)).isEqualTo(8);
    }

    @Test
    void records_that_streams_reads_again_are_left_out() {
        OpenStore store =
                open(Scope.PARTITION, 0).put(0, "a", "1").delete(1, "a").put(2, "a", "3");

        store.put(0, "a", "1").delete(1, "a").put(2, "a", "another");
        store.restore(OpenStore.record(0, 0, "a", "1"), OpenStore.record(0, 1, "a", null));

        assertThat(store.entries()).isEqualTo(Map.of("a", "3@2"));
        assertThat(store.replica().watermark(0)).isEqualTo(2);
    }

    @Test
    void a_malformed_record_leaves_the_old_value_and_is_counted_and_told_once() {
        List<String> told = new ArrayList<>();
        StoreSpec plain = spec(Scope.PARTITION, "identity", new ReplicaSet(1), 0);
        StoreSpec spec = new StoreSpec(
                plain.name(),
                plain.scope(),
                plain.identity(),
                plain.medium(),
                plain.indexing(),
                plain.replicas(),
                plain.reader(),
                (record, reason, firstSeen) -> told.add(record.offset() + " " + reason + " " + firstSeen),
                plain.listener(),
                plain.sourceEnd(),
                plain.processing(),
                plain.restoring(),
                plain.intake(),
                plain.builders());
        OpenStore store = open(spec);

        store.restore(OpenStore.record(0, 0, "a", "1"), OpenStore.record(0, 1, "a", "!"));
        store.put(2, "a", "!").put(2, "a", "!");

        assertThat(store.entries()).isEqualTo(Map.of("a", "1@0"));
        assertThat(store.replica().skipped()).isEqualTo(2);
        assertThat(store.replica().watermark(0)).isEqualTo(2);
        assertThat(told).containsExactly("1 malformed false", "2 malformed true");
    }

    @Test
    void a_table_goes_on_after_the_last_offset_it_reached() {
        open(Scope.PARTITION, 0).put(0, "a", "1").put(7, "b", "2").close();

        OpenStore again = open(Scope.PARTITION, 8);

        assertThat(again.store().committedOffset(SOURCE)).isEqualTo(7);
        assertThat(again.replica().watermark(0)).isEqualTo(7);
        assertThat(again.replica().settled(0)).isTrue();
        assertThat(again.entries()).isEqualTo(Map.of("a", "1@0", "b", "2@7"));
    }

    @Test
    void a_global_store_goes_on_from_one_past_what_it_reached_in_each_partition() {
        ReplicaSet replicas = new ReplicaSet(2);
        OpenStore store = open(spec(Scope.ALL_PARTITIONS, "identity", replicas, 0));
        store.put(4, "a", "1");
        store.process(OpenStore.record(1, 9, "b", "2"));
        store.close();

        OpenStore again = open(spec(Scope.ALL_PARTITIONS, "identity", replicas, 0));

        assertThat(again.store().committedOffset(SOURCE)).isEqualTo(5);
        assertThat(again.store().committedOffset(SECOND)).isEqualTo(10);
        assertThat(again.replica().watermark(1)).isEqualTo(9);
        assertThat(replicas.find(1)).contains(again.replica());
        assertThat(replicas.all()).containsExactly(again.replica());
    }

    @Test
    void a_global_store_takes_over_how_far_streams_has_read_through_records_that_it_was_not_given() {
        OpenStore store = open(spec(Scope.ALL_PARTITIONS, "identity", new ReplicaSet(2), 0));
        store.put(4, "a", "1");

        store.store().commit(Map.of(SOURCE, 7L, SECOND, 3L));

        assertThat(store.replica().watermark(0)).isEqualTo(6);
        assertThat(store.replica().watermark(1)).isEqualTo(2);
        assertThat(store.store().committedOffset(SOURCE)).isEqualTo(7);
    }

    @Test
    void a_table_does_not_trust_the_offset_of_a_commit_which_may_be_ahead_of_it() {
        OpenStore store = open(Scope.PARTITION, 0).put(4, "a", "1");

        store.store().commit(Map.of(SOURCE, 90L));

        assertThat(store.replica().watermark(0)).isEqualTo(4);
        assertThat(store.store().committedOffset(SOURCE)).isEqualTo(4);
    }

    @Test
    void a_store_on_the_heap_starts_from_nothing() {
        StoreSpec spec = OpenStore.spec(Scope.PARTITION, new StoreSpec.Medium.Heap(), new ReplicaSet(1), 0);
        open(spec).put(0, "a", "1").close();

        OpenStore again = open(spec);

        assertThat(again.store().persistent()).isFalse();
        assertThat(again.store().committedOffset(SOURCE)).isNull();
        assertThat(again.entries()).isEmpty();
        assertThat(again.replica().settled(0)).isTrue();
    }

    @Test
    void no_offsets_in_a_commit_mean_that_nothing_is_known_any_more() {
        OpenStore store = open(Scope.PARTITION, 0).put(0, "a", "1");

        store.store().commit(Map.of());
        store.close();
        OpenStore again = open(Scope.PARTITION, 0);

        assertThat(again.store().committedOffset(SOURCE)).isNull();
        assertThat(again.entries()).isEmpty();
        assertThat(again.replica().settled(0)).isTrue();
    }

    @Test
    void entries_of_another_topic_or_format_are_not_taken_over() {
        open(spec(Scope.PARTITION, "one", new ReplicaSet(1), 0))
                .put(0, "a", "1")
                .close();

        OpenStore again = open(spec(Scope.PARTITION, "another", new ReplicaSet(1), 0));

        assertThat(again.store().committedOffset(SOURCE)).isNull();
        assertThat(again.replica().watermark(0)).isEqualTo(-1);
        assertThat(again.entries()).isEmpty();
    }

    @Test
    void after_a_kill_it_keeps_silent_until_it_has_passed_all_it_may_have_applied() throws IOException {
        open(Scope.PARTITION, 0).put(0, "a", "1").put(1, "b", "1").close();
        OpenStore killed = open(Scope.PARTITION, 2).put(2, "a", "2");
        OpenStore again = openCopyAsAfterKill(10);

        assertThat(again.store().committedOffset(SOURCE)).isEqualTo(1);
        assertThat(again.replica().settled(0)).isFalse();
        again.put(2, "a", "2").put(8, "a", "3");
        assertThat(again.replica().settled(0)).isFalse();
        again.put(9, "b", "!");
        assertThat(again.replica().settled(0)).isTrue();
        assertThat(killed.replica().settled(0)).isTrue();
    }

    /** The files of a store that is open, with the mark that says so on disk. */
    private OpenStore openCopyAsAfterKill(long sourceEnd) throws IOException {
        Path copy = Files.createDirectory(stateDir.resolve("copy"));
        Path from = stateDir.resolve("oriel").resolve("entries");
        Path into = Files.createDirectories(copy.resolve("oriel").resolve("entries"));
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(name -> !name.endsWith("LOCK")).toList()) {
                Files.copy(file, into.resolve(file.getFileName()));
            }
        }
        try (RocksTable table = new RocksTable(into, memory, Indexing.NONE)) {
            new StoreMarks(table).closedInOrder(false);
        }
        OpenStore again = OpenStore.open(spec(Scope.PARTITION, "identity", new ReplicaSet(1), sourceEnd), copy, 0);
        opened.add(again);
        return again;
    }

    @Test
    void a_store_that_was_closed_before_it_had_settled_is_not_settled_when_it_is_opened_again() throws IOException {
        open(Scope.PARTITION, 0).put(0, "a", "1").close();
        openCopyAsAfterKill(10).put(1, "a", "2").close();

        StoreSpec spec = spec(Scope.PARTITION, "identity", new ReplicaSet(1), 20);
        OpenStore again = OpenStore.open(spec, stateDir.resolve("copy"), 0);
        opened.add(again);

        assertThat(again.replica().settled(0)).isFalse();
        assertThat(again.put(18, "a", "3").replica().settled(0)).isFalse();
        assertThat(again.put(19, "a", "3").replica().settled(0)).isTrue();
    }

    @Test
    void a_watermark_through_silent_stretches_survives_a_restart() {
        StoreSpec spec = spec(Scope.PARTITION, "identity", new ReplicaSet(1), 0);
        OpenStore store = open(spec);
        spec.restoring().delivered(0, 3, 6);
        store.restore(OpenStore.record(0, 3, "a", "1"));
        assertThat(store.replica().watermark(0)).isEqualTo(5);

        store.store().startProcessing();
        spec.processing().delivered(0, 6, 9);
        store.put(6, "a", "2");
        assertThat(store.replica().watermark(0)).isEqualTo(8);
        store.close();

        assertThat(open(spec).store().committedOffset(SOURCE)).isEqualTo(8);
    }

    @Test
    void a_consumer_that_starts_anew_owes_nothing_to_what_was_polled_before() {
        StoreSpec spec = spec(Scope.PARTITION, "identity", new ReplicaSet(1), 0);
        spec.restoring().delivered(0, 3, 50);
        spec.processing().delivered(0, 4, 50);

        OpenStore store = open(spec).restore(OpenStore.record(0, 3, "a", "1"));
        store.store().startProcessing();
        store.put(4, "a", "2");

        assertThat(store.replica().watermark(0)).isEqualTo(4);
    }

    @Test
    void the_registry_knows_it_for_as_long_as_it_is_open() {
        ReplicaSet replicas = new ReplicaSet(3);
        OpenStore store = OpenStore.open(spec(Scope.PARTITION, "identity", replicas, 0), stateDir, 2);
        opened.add(store);
        Replica replica = store.replica();

        assertThat(replicas.find(2)).contains(replica);
        assertThat(replicas.find(0)).isEmpty();
        assertThat(replica.partitions()).containsExactly(2);
        store.close();

        assertThat(replicas.find(2)).isEmpty();
        assertThat(replicas.all()).isEmpty();
    }

    @Test
    void once_it_is_closed_readers_are_sent_away_and_writers_told() {
        OpenStore store = open(Scope.PARTITION, 0).put(0, "a", "1");
        Replica replica = store.replica();
        replica.become(Role.ACTIVE);

        store.close();
        store.close();

        assertThat(replica.read(0, "a".getBytes(UTF_8))).isEqualTo(new Lookup.Gone());
        assertThat(replica.role()).isEqualTo(Role.RESTORING);
        assertThat(replica.someKeys(1)).isEmpty();
        assertThat(replica.approximateEntries()).isZero();
        assertThat(store.store().isOpen()).isFalse();
        assertThatThrownBy(() -> store.put(1, "a", "2")).isInstanceOf(InvalidStateStoreException.class);
    }

    @Test
    void closing_frees_the_table_under_readers_only_when_they_have_left() throws InterruptedException {
        AtomicInteger gone = new AtomicInteger();
        OpenStore store = open(Scope.PARTITION, 0).put(0, "a", "1");
        Replica replica = store.replica();
        List<Thread> readers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            readers.add(Thread.ofPlatform().start(() -> {
                while (!(replica.read(0, "a".getBytes(UTF_8)) instanceof Lookup.Gone)) {
                    Thread.onSpinWait();
                }
                gone.incrementAndGet();
            }));
        }

        store.close();

        for (Thread reader : readers) {
            reader.join();
        }
        assertThat(gone).hasValue(4);
    }

    private OpenStore open(Scope scope, long sourceEnd) {
        return open(spec(scope, "identity", new ReplicaSet(1), sourceEnd));
    }

    private OpenStore open(StoreSpec spec) {
        OpenStore store = OpenStore.open(spec, stateDir, 0);
        opened.add(store);
        return store;
    }

    private StoreSpec spec(Scope scope, String identity, ReplicaSet replicas, long sourceEnd) {
        return OpenStore.spec(scope, identity, new StoreSpec.Medium.Rocks(memory), replicas, partition -> sourceEnd);
    }
}
