package dev.oriel.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oriel.store.StoreSpec.Medium;
import dev.oriel.store.StoreSpec.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;

/**
 * However Streams hands a log to a store (batch by batch, record by record, some of it again, with restarts between), the
 * store ends as a plain fold over the log would.
 */
class EntryStoreLawTest {

    private static final TopicPartition SOURCE = new TopicPartition(OpenStore.TOPIC, 0);

    private static final RocksMemory MEMORY = new RocksMemory(8L << 20, 1L << 20);

    @AfterContainer
    static void closeMemory() {
        MEMORY.close();
    }

    /** What is left of a log: entries as key=value@offset. */
    private record Fold(Map<String, String> entries, long skipped, long last) {

        static Fold of(List<SourceRecord> log) {
            Map<String, String> entries = new TreeMap<>();
            long skipped = 0;
            for (SourceRecord record : log) {
                switch (OpenStore.READER.read(record)) {
                    case Change.Put put ->
                        entries.put(
                                new String(put.key(), UTF_8),
                                UTF_8.decode(Entry.decode(put.entry()).value()) + "@" + record.offset());
                    case Change.Delete delete -> entries.remove(new String(delete.key(), UTF_8));
                    case Change.Skip skip -> skipped++;
                }
            }
            return new Fold(entries, skipped, log.isEmpty() ? -1 : log.getLast().offset());
        }
    }

    @Property(tries = 300)
    void any_mix_of_batches_and_single_records_with_replays_ends_as_a_fold(
            @ForAll("logs") List<SourceRecord> log, @ForAll Random random) {
        StoreSpec spec = OpenStore.spec(Scope.PARTITION, new Medium.Heap(), new ReplicaSet(1), 0);
        try (OpenStore store = OpenStore.open(spec, Path.of("unused"), 0)) {
            int next = 0;
            while (next < log.size()) {
                next = handOver(store, log, next, random);
                Fold fold = Fold.of(log.subList(0, next));
                assertThat(store.entries()).isEqualTo(fold.entries());
                assertThat(store.replica().watermark(0)).isEqualTo(fold.last());
                assertThat(store.replica().skipped()).isEqualTo(fold.skipped());
                assertThat(store.replica().approximateEntries())
                        .isEqualTo(fold.entries().size());
            }
        }
    }

    @Property(tries = 25, shrinking = ShrinkingMode.OFF)
    void restarts_in_between_change_nothing(@ForAll("logs") List<SourceRecord> log, @ForAll Random random)
            throws IOException {
        Path stateDir = Files.createTempDirectory("entry-store");
        try {
            ReplicaSet replicas = new ReplicaSet(1);
            StoreSpec spec = OpenStore.spec(Scope.PARTITION, new Medium.Rocks(MEMORY), replicas, log.size());
            int next = 0;
            while (next < log.size()) {
                try (OpenStore store = OpenStore.open(spec, stateDir, 0)) {
                    for (int steps = random.nextInt(4); steps > 0 && next < log.size(); steps--) {
                        next = handOver(store, log, next, random);
                        store.store().commit(Map.of(SOURCE, (long) next));
                    }
                    Fold fold = Fold.of(log.subList(0, next));
                    assertThat(store.entries()).isEqualTo(fold.entries());
                    assertThat(store.store().committedOffset(SOURCE)).isEqualTo(fold.last() < 0 ? null : fold.last());
                    assertThat(store.replica().settled(0)).isEqualTo(fold.last() >= log.size() - 1);
                }
            }
        } finally {
            Utils.delete(stateDir.toFile());
        }
    }

    /** Hands over some records from {@code next} on, or from before it, and returns where to go on. */
    private static int handOver(OpenStore store, List<SourceRecord> log, int next, Random random) {
        int from = random.nextInt(4) == 0 ? random.nextInt(next + 1) : next;
        int to = Math.min(log.size(), from + 1 + random.nextInt(8));
        if (random.nextBoolean()) {
            store.restore(log.subList(from, to));
        } else {
            log.subList(from, to).forEach(store::process);
        }
        return Math.max(next, to);
    }

    /** Logs with gaps, of few keys, with tombstones and malformed records. */
    @Provide
    Arbitrary<List<SourceRecord>> logs() {
        Arbitrary<String> keys = Arbitraries.of("a", "b", "c", "d");
        Arbitrary<String> values = Arbitraries.of("1", "2", "3", "!", "-");
        Arbitrary<Integer> gaps = Arbitraries.integers().between(1, 3);
        return Combinators.combine(keys, values, gaps)
                .as(Written::new)
                .list()
                .ofMaxSize(60)
                .map(EntryStoreLawTest::log);
    }

    private record Written(String key, String value, int gap) {}

    private static List<SourceRecord> log(List<Written> written) {
        List<SourceRecord> log = new ArrayList<>();
        long offset = -1;
        for (Written record : written) {
            offset += record.gap();
            log.add(OpenStore.record(0, offset, record.key(), record.value().equals("-") ? null : record.value()));
        }
        return log;
    }
}
