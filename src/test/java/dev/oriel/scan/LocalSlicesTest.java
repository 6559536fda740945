package dev.oriel.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oriel.config.HostPort;
import dev.oriel.read.Standbys;
import dev.oriel.read.Unavailability;
import dev.oriel.route.RoutingTables;
import dev.oriel.store.KeyRange;
import dev.oriel.store.ReplicaSet;
import dev.oriel.view.Materialization;
import dev.oriel.view.View;
import dev.oriel.view.ViewConfigs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class LocalSlicesTest {

    @Test
    void an_instance_that_has_let_go_of_its_readers_says_that_the_partitions_are_on_their_way() throws Exception {
        View view = new View(ViewConfigs.table());
        ViewConfigs.publish(view, new ReplicaSet(3));
        Materialization made = view.materialization().orElseThrow();
        RoutingTables tables = new RoutingTables(new HostPort("127.0.0.1", 1), List.of(view));
        ExecutorService readers = Executors.newSingleThreadExecutor();
        readers.shutdown();
        LocalSlices slices = new LocalSlices("oriel-0", tables, Map.of(), readers);
        SliceRequest request = new SliceRequest(
                made.source().id(),
                new TreeSet<>(List.of(0, 2)),
                new Query.Range(Optional.empty(), List.of(KeyRange.ALL), false, 1, 1, false),
                Map.of(),
                Standbys.UNSAID,
                Duration.ZERO);

        SliceReply reply = slices.read(view, made, request, 1);

        assertThat(reply.slice()).isEmpty();
        assertThat(reply.gaps()).extracting(Gap::partition).containsExactly(0, 2);
        assertThat(reply.gaps())
                .allMatch(gap -> gap instanceof Gap.Refused refused && Unavailability.passes(refused.reason()));
    }
}
