package dev.oriel.route;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oriel.config.PartitionerType;
import dev.oriel.store.OpenStore;
import dev.oriel.store.ReplicaSet;
import dev.oriel.store.StoreSpec;
import dev.oriel.view.View;
import dev.oriel.view.ViewConfigs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlacementCheckTest {

    private static final int PARTITIONS = 4;
    private static final int KEYS = 100;

    private final ReplicaSet replicas = new ReplicaSet(PARTITIONS);
    private final List<OpenStore> stores = new ArrayList<>();

    @BeforeEach
    void open() {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            stores.add(OpenStore.open(
                    OpenStore.spec(StoreSpec.Scope.PARTITION, new StoreSpec.Medium.Heap(), replicas, 0),
                    Path.of("unused"),
                    partition));
        }
    }

    @AfterEach
    void close() {
        stores.forEach(OpenStore::close);
    }

    @Test
    void keys_where_they_belong_raise_no_warning() {
        place(key -> Partitioner.MURMUR2.partition(key, PARTITIONS));

        assertThat(PlacementCheck.warning(view(PartitionerType.MURMUR2))).isEmpty();
    }

    @Test
    void without_keys_there_is_nothing_to_warn_of() {
        assertThat(PlacementCheck.warning(view(PartitionerType.CRC32))).isEmpty();
        assertThat(PlacementCheck.warning(new View(ViewConfigs.table()))).isEmpty();
    }

    @Test
    void keys_placed_by_the_other_partitioner_make_it_name_the_other() {
        place(key -> Partitioner.CRC32.partition(key, PARTITIONS));

        assertThat(PlacementCheck.warning(view(PartitionerType.MURMUR2)))
                .hasValueSatisfying(
                        warning -> assertThat(warning)
                                .matches(
                                        "[6-9]\\d of 100 sampled keys are not in the partition that murmur2 gives them, .*")
                                .endsWith(
                                        "the producers of topic orders place keys by crc32: set views.orders.partitioner: crc32"));
        assertThat(PlacementCheck.warning(view(PartitionerType.CRC32))).isEmpty();
    }

    @Test
    void and_the_other_way_round() {
        place(key -> Partitioner.MURMUR2.partition(key, PARTITIONS));

        assertThat(PlacementCheck.warning(view(PartitionerType.CRC32)))
                .hasValueSatisfying(warning -> assertThat(warning).endsWith("set views.orders.partitioner: murmur2"));
    }

    @Test
    void keys_placed_in_several_ways_make_it_say_so() {
        place(key ->
                (key[key.length - 1] % 2 == 0 ? Partitioner.CRC32 : Partitioner.MURMUR2).partition(key, PARTITIONS));

        assertThat(PlacementCheck.warning(view(PartitionerType.MURMUR2)))
                .hasValueSatisfying(warning -> assertThat(warning)
                        .contains("place keys in another way, or in several")
                        .doesNotContain("set views"));
    }

    @Test
    void a_single_misplaced_key_is_noticed() {
        place(key -> Partitioner.MURMUR2.partition(key, PARTITIONS));
        int wrong = (Partitioner.MURMUR2.partition("stray".getBytes(UTF_8), PARTITIONS) + 1) % PARTITIONS;
        stores.get(wrong).process(OpenStore.record(wrong, 1000, "stray", "1"));

        assertThat(PlacementCheck.warning(view(PartitionerType.MURMUR2)))
                .hasValueSatisfying(warning -> assertThat(warning).startsWith("1 of 101 sampled keys"));
    }

    private void place(ToIntFunction<byte[]> partitioner) {
        for (int i = 0; i < KEYS; i++) {
            String key = "key-" + i;
            int partition = partitioner.applyAsInt(key.getBytes(UTF_8));
            stores.get(partition).process(OpenStore.record(partition, i, key, "1"));
        }
    }

    private View view(PartitionerType partitioner) {
        View view = new View(ViewConfigs.table(partitioner));
        ViewConfigs.publish(view, replicas);
        return view;
    }
}
