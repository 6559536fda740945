package dev.oriel.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oriel.config.HostPort;
import dev.oriel.view.HostReplicas;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PartitionTableTest {

    private static final HostPort A = new HostPort("a", 1);
    private static final HostPort B = new HostPort("b", 1);
    private static final HostPort C = new HostPort("c", 1);

    @Test
    void each_partition_has_the_owner_that_the_assignment_gives_it() {
        PartitionTable table = PartitionTable.of(
                3, List.of(new HostReplicas(A, Set.of(0, 2), Set.of()), new HostReplicas(B, Set.of(1), Set.of())));

        assertThat(table.owner(0)).contains(A);
        assertThat(table.owner(1)).contains(B);
        assertThat(table.owner(2)).contains(A);
        assertThat(table.complete()).isTrue();
        assertThat(table.rows()).hasSize(3);
    }

    @Test
    void standbys_come_in_a_stable_order() {
        HostReplicas a = new HostReplicas(A, Set.of(), Set.of(0));
        HostReplicas b = new HostReplicas(B, Set.of(0), Set.of());
        HostReplicas c = new HostReplicas(C, Set.of(), Set.of(0));

        assertThat(PartitionTable.of(1, List.of(c, b, a))).isEqualTo(PartitionTable.of(1, List.of(a, b, c)));
        assertThat(PartitionTable.of(1, List.of(c, b, a)).rows().getFirst().standbys())
                .containsExactly(A, C);
    }

    @Test
    void a_partition_without_an_owner_says_so() {
        PartitionTable table = PartitionTable.of(2, List.of(new HostReplicas(A, Set.of(0), Set.of(1))));

        assertThat(table.owner(1)).isEmpty();
        assertThat(table.complete()).isFalse();
    }

    @Test
    void a_partition_beyond_the_table_has_no_owner() {
        assertThat(PartitionTable.EMPTY.owner(0)).isEmpty();
        assertThat(PartitionTable.of(1, List.of()).owner(7)).isEmpty();
    }

    @Test
    void partitions_that_the_source_does_not_have_are_left_out() {
        assertThat(PartitionTable.of(1, List.of(new HostReplicas(A, Set.of(0, 5), Set.of())))
                        .rows())
                .hasSize(1);
    }

    @Test
    void every_host_is_named_once() {
        PartitionTable table = PartitionTable.of(
                2,
                List.of(
                        new HostReplicas(C, Set.of(0), Set.of(1)),
                        new HostReplicas(A, Set.of(1), Set.of(0)),
                        new HostReplicas(B, Set.of(), Set.of())));

        assertThat(table.hosts()).containsExactly(A, C);
    }
}
