package dev.oriel.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oriel.api.Role;
import dev.oriel.store.OpenStore;
import dev.oriel.store.ReplicaSet;
import dev.oriel.store.StoreSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CatchingUpTest {

    private final ReplicaSet replicas = new ReplicaSet(6);
    private final List<OpenStore> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(OpenStore::close);
    }

    @Test
    void nothing_is_missing_of_an_empty_source() {
        hold(0, Role.ACTIVE);

        assertThat(missing(0, 0, 0, 0, 0, 0)).isEqualTo("nothing");
    }

    @Test
    void the_last_record_before_the_end_has_to_be_applied() {
        OpenStore store = hold(0, Role.ACTIVE);

        store.process(OpenStore.record(0, 8, "a", "1"));
        assertThat(missing(10, 0, 0, 0, 0, 0)).isEqualTo("partition 0: 1 records to go");
        store.process(OpenStore.record(0, 9, "a", "1"));
        assertThat(missing(10, 0, 0, 0, 0, 0)).isEqualTo("nothing");
    }

    @Test
    void records_that_have_expired_are_not_waited_for() {
        hold(0, Role.ACTIVE);

        long[] everything = {10};
        assertThat(new CatchingUp(new SourceEnds(everything, everything)).missing(replicas))
                .isEmpty();
    }

    @Test
    void a_replica_that_neither_answers_nor_follows_is_still_being_taken_over() {
        hold(0, Role.ACTIVE);
        hold(1, Role.STANDBY);
        hold(2, Role.GLOBAL);
        assertThat(CatchingUp.isTakingOver(replicas)).isFalse();

        hold(3, Role.RESTORING);
        assertThat(CatchingUp.isTakingOver(replicas)).isTrue();
    }

    @Test
    void only_replicas_that_answer_count() {
        hold(0, Role.STANDBY);
        hold(1, Role.RESTORING);
        hold(2, Role.ACTIVE);
        hold(3, Role.GLOBAL);

        assertThat(missing(1, 1, 1, 1, 1, 1)).isEqualTo("partition 2: 1 records to go; partition 3: 1 records to go");
    }

    @Test
    void a_few_are_named_and_the_rest_is_counted() {
        for (int partition = 0; partition < 6; partition++) {
            hold(partition, Role.ACTIVE);
        }

        assertThat(missing(1, 2, 3, 0, 4, 5))
                .isEqualTo("partition 0: 1 records to go; partition 1: 2 records to go; partition 2: 3 records to go;"
                        + " and 2 more partitions");
    }

    private OpenStore hold(int partition, Role role) {
        OpenStore store = OpenStore.open(
                OpenStore.spec(StoreSpec.Scope.PARTITION, new StoreSpec.Medium.Heap(), replicas, 0),
                Path.of("unused"),
                partition);
        store.replica().become(role);
        opened.add(store);
        return store;
    }

    private String missing(long... ends) {
        return new CatchingUp(new SourceEnds(new long[ends.length], ends))
                .missing(replicas)
                .orElse("nothing");
    }
}
