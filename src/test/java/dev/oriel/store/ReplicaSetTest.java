package dev.oriel.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import org.junit.jupiter.api.Test;

class ReplicaSetTest {

    private final ReplicaSet replicas = new ReplicaSet(3);

    @Test
    void a_new_one_holds_nothing() {
        assertThat(replicas.partitions()).isEqualTo(3);
        assertThat(replicas.all()).isEmpty();
        assertThat(replicas.find(2)).isEmpty();
        assertThat(replicas.highestApplied(2)).isEqualTo(-1);
    }

    @Test
    void a_late_leaver_does_not_take_its_successor_with_it() {
        Replica before = replica(1, 1);
        Replica after = replica(1, 1);
        replicas.add(before);
        replicas.add(after);

        replicas.remove(before);

        assertThat(replicas.find(1)).contains(after);
    }

    @Test
    void a_replica_of_all_partitions_is_one_replica() {
        Replica global = replica(0, 3);
        replicas.add(global);

        assertThat(replicas.all()).containsExactly(global);
        assertThat(replicas.find(0)).contains(global);
        assertThat(replicas.find(2)).contains(global);
    }

    @Test
    void the_highest_applied_offset_only_grows() {
        replicas.applied(1, 5);
        replicas.applied(1, 3);

        assertThat(replicas.highestApplied(1)).isEqualTo(5);
        assertThat(replicas.highestApplied(0)).isEqualTo(-1);
    }

    private static Replica replica(int first, int count) {
        return new Replica(new HeapTable(Indexing.NONE), first, Collections.nCopies(count, -1L), ReplicaListener.NONE);
    }
}
