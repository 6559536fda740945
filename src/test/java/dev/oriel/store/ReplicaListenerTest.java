package dev.oriel.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oriel.api.Role;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplicaListenerTest {

    private final List<String> told = new ArrayList<>();
    private final ReplicaSet replicas = new ReplicaSet(1);

    @TempDir
    Path state;

    private OpenStore store;

    @BeforeEach
    void open() {
        store = OpenStore.open(
                OpenStore.spec(
                        StoreSpec.Scope.PARTITION,
                        "identity",
                        new StoreSpec.Medium.Heap(),
                        replicas,
                        partition -> 0,
                        new Notes()),
                state,
                0);
    }

    @AfterEach
    void close() {
        store.store().close();
    }

    @Test
    void each_processed_change_is_told_after_it_can_be_read_and_the_watermark_has_risen() {
        store.put(0, "a", "1").delete(1, "a");

        assertThat(told).containsExactly("reached 0", "put a read a@0", "reached 1", "delete a read nothing@1");
    }

    @Test
    void a_record_that_changes_nothing_raises_the_watermark_alone() {
        store.put(0, "a", "1").put(1, "a", "!");

        assertThat(told).containsExactly("reached 0", "put a read a@0", "reached 1");
    }

    @Test
    void a_restored_batch_is_told_change_by_change_once_it_can_be_read() {
        store.restore(OpenStore.record(0, 0, "a", "1"), OpenStore.record(0, 1, "a", "2"));

        assertThat(told).containsExactly("reached 1", "put a read a@1", "put a read a@1");
    }

    @Test
    void a_record_that_is_read_again_is_not_told_again() {
        store.put(0, "a", "1");
        told.clear();

        store.put(0, "a", "1");

        assertThat(told).isEmpty();
    }

    @Test
    void what_the_group_has_committed_raises_the_watermark() {
        store.replica().reached(0, 7);
        store.replica().reached(0, 5);

        assertThat(told).containsExactly("reached 7");
    }

    @Test
    void a_change_of_role_is_told_and_so_is_the_end() {
        store.replica().become(Role.STANDBY);
        store.store().close();

        assertThat(told).containsExactly("role STANDBY", "role RESTORING");
    }

    @Test
    void an_owner_that_has_a_successor_counts_as_a_standby_until_that_is_taken_back_or_it_gets_another_role() {
        Replica replica = store.replica();
        replica.become(Role.ACTIVE);
        replica.succeeded(true);
        replica.succeeded(true);
        replica.succeeded(false);
        replica.succeeded(true);
        replica.become(Role.ACTIVE);

        assertThat(told).containsExactly("role ACTIVE", "role STANDBY", "role ACTIVE", "role STANDBY", "role ACTIVE");
    }

    @Test
    void one_that_owns_nothing_has_no_successor() {
        store.replica().succeeded(true);

        assertThat(store.replica().role()).isEqualTo(Role.RESTORING);
    }

    @Test
    void several_listeners_are_told_of_a_replicas_whole_life_in_its_order() {
        List<String> first = new ArrayList<>();
        List<String> second = new ArrayList<>();
        OpenStore other = OpenStore.open(
                OpenStore.spec(
                        StoreSpec.Scope.PARTITION,
                        "identity",
                        new StoreSpec.Medium.Heap(),
                        new ReplicaSet(1),
                        partition -> 0,
                        ReplicaListeners.of(new Life(first), new Life(second))),
                state,
                0);

        other.put(0, "a", "1").put(1, "a", "!");
        other.store().commit(Map.of(new TopicPartition(OpenStore.TOPIC, 0), 2L));
        other.store().close();

        assertThat(first)
                .containsExactly("opened at -1", "reached 0", "applied", "reached 1", "told 1", "role", "closed");
        assertThat(second).isEqualTo(first);
    }

    private record Life(List<String> told) implements ReplicaListener {

        @Override
        public void opened(Replica replica) {
            told.add("opened at " + replica.watermark(0));
        }

        @Override
        public void applied(Replica replica, int partition, Change change) {
            told.add("applied");
        }

        @Override
        public void reached(Replica replica, int partition, long watermark) {
            told.add("reached " + watermark);
        }

        @Override
        public void told(Replica replica, int partition, long watermark) {
            told.add("told " + watermark);
        }

        @Override
        public void roleChanged(Replica replica) {
            told.add("role");
        }

        @Override
        public void closed(Replica replica) {
            told.add("closed");
        }
    }

    private final class Notes implements ReplicaListener {

        @Override
        public void applied(Replica replica, int partition, Change change) {
            told.add(
                    switch (change) {
                        case Change.Put put -> "put " + text(put.key()) + " read " + read(replica, put.key());
                        case Change.Delete delete ->
                            "delete " + text(delete.key()) + " read " + read(replica, delete.key());
                        case Change.Skip skip -> "skip";
                    });
        }

        @Override
        public void reached(Replica replica, int partition, long watermark) {
            told.add("reached " + watermark);
        }

        @Override
        public void roleChanged(Replica replica) {
            told.add("role " + replica.role());
        }

        private String read(Replica replica, byte[] key) {
            return switch (replica.read(0, key)) {
                case Lookup.Found found -> text(key) + "@" + found.position();
                case Lookup.Absent absent -> "nothing@" + absent.position();
                case Lookup.Gone gone -> "gone";
            };
        }

        private String text(byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
