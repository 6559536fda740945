package dev.oriel.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The law that waiting, read-your-writes and long polls stand on: an answer's position and what it says of the key agree with
 * the key's history. Readers ask for one key without pause while a writer puts and deletes it, between records of other keys.
 */
class ReplicaLawTest {

    private static final long RUN_NANOS = TimeUnit.MILLISECONDS.toNanos(1200);
    private static final int RECORDS = 2_000_000;
    private static final String KEY = "the-key";

    private static RocksMemory memory;

    @TempDir
    Path stateDir;

    @BeforeAll
    static void openMemory() {
        memory = new RocksMemory(32L << 20, 1L << 20);
    }

    @AfterAll
    static void closeMemory() {
        memory.close();
    }

    enum Writing {
        RECORD_BY_RECORD,
        IN_BATCHES
    }

    enum Kept {
        ON_THE_HEAP,
        IN_ROCKSDB
    }

    @ParameterizedTest
    @CsvSource({
        "ON_THE_HEAP, RECORD_BY_RECORD",
        "ON_THE_HEAP, IN_BATCHES",
        "IN_ROCKSDB, RECORD_BY_RECORD",
        "IN_ROCKSDB, IN_BATCHES"
    })
    void every_answer_agrees_with_the_history_at_its_position(Kept kept, Writing writing) throws Exception {
        long seed = System.nanoTime();
        History history = new History(new Random(seed));
        StoreSpec.Medium medium =
                kept == Kept.ON_THE_HEAP ? new StoreSpec.Medium.Heap() : new StoreSpec.Medium.Rocks(memory);
        StoreSpec spec = OpenStore.spec(StoreSpec.Scope.PARTITION, medium, new ReplicaSet(1), 0);
        try (OpenStore store = OpenStore.open(spec, stateDir, 0)) {
            AtomicBoolean stop = new AtomicBoolean();
            AtomicLong begun = new AtomicLong(-1);
            List<Reader> readers = List.of(
                    new Reader(store.replica(), history, begun, stop),
                    new Reader(store.replica(), history, begun, stop),
                    new Reader(store.replica(), history, begun, stop));
            try {
                write(store, history, writing, new Random(seed), begun);
            } finally {
                stop.set(true);
            }
            for (Reader reader : readers) {
                reader.thread.join();
                assertThat(reader.violation.get()).as("seed %d", seed).isNull();
                assertThat(reader.found).isGreaterThan(100);
                assertThat(reader.absent).isGreaterThan(100);
            }
        }
    }

    private static void write(OpenStore store, History history, Writing writing, Random random, AtomicLong begun) {
        long end = System.nanoTime() + RUN_NANOS;
        int next = 0;
        while (next < RECORDS && System.nanoTime() < end) {
            if (writing == Writing.RECORD_BY_RECORD) {
                begun.set(next);
                store.process(history.record(next++));
            } else {
                List<SourceRecord> batch = new ArrayList<>();
                for (int size = 1 + random.nextInt(12); size > 0 && next < RECORDS; size--) {
                    batch.add(history.record(next++));
                }
                begun.set(next - 1);
                store.restore(batch);
            }
        }
    }

    @Test
    void the_history_of_this_test_is_one_of_puts_and_deletes() {
        History history = new History(new Random(1));

        assertThat(history.lastChange(RECORDS - 1)).isBetween(RECORDS - 200, RECORDS - 1);
        assertThat(history.lastChange(-1)).isEqualTo(-1);
    }

    /** What each record does, and the last change of the key at each offset. */
    private static final class History {
        private final byte[] actions = new byte[RECORDS];
        private final int[] lastChange = new int[RECORDS];

        private static final byte PUT = 0;
        private static final byte DELETE = 1;

        History(Random random) {
            int last = -1;
            for (int i = 0; i < RECORDS; i++) {
                actions[i] = (byte) random.nextInt(5);
                last = actions[i] <= DELETE ? i : last;
                lastChange[i] = last;
            }
        }

        SourceRecord record(int offset) {
            return switch (actions[offset]) {
                case PUT -> OpenStore.record(0, offset, KEY, "value");
                case DELETE -> OpenStore.record(0, offset, KEY, null);
                case 2 -> OpenStore.record(0, offset, "other", "value");
                case 3 -> OpenStore.record(0, offset, "other", null);
                default -> OpenStore.record(0, offset, KEY, "!");
            };
        }

        int lastChange(long position) {
            return position < 0 ? -1 : lastChange[(int) position];
        }

        boolean isPut(int change) {
            return change >= 0 && actions[change] == PUT;
        }
    }

    private static final class Reader {
        private final History history;
        private final AtomicLong begun;
        private final AtomicReference<@Nullable String> violation = new AtomicReference<>();
        private final Thread thread;
        private long before = -1;
        private int found;
        private int absent;

        Reader(Replica replica, History history, AtomicLong begun, AtomicBoolean stop) {
            this.history = history;
            this.begun = begun;
            this.thread = Thread.ofPlatform().start(() -> {
                byte[] key = KEY.getBytes(UTF_8);
                while (!stop.get() && violation.get() == null) {
                    judge(replica.read(0, key));
                }
            });
        }

        private void judge(Lookup lookup) {
            switch (lookup) {
                case Lookup.Found answer -> {
                    found++;
                    long offset = answer.entry().offset();
                    if (!history.isPut((int) offset) || history.lastChange(answer.position()) != offset) {
                        violation.set("found the put at %d, claimed to be the state at %d, where the last change is %d"
                                .formatted(offset, answer.position(), history.lastChange(answer.position())));
                    }
                    judge(answer.position());
                }
                case Lookup.Absent answer -> {
                    absent++;
                    int change = history.lastChange(answer.position());
                    if (history.isPut(change)) {
                        violation.set("absent, claimed to be the state at %d, where the last change is the put at %d"
                                .formatted(answer.position(), change));
                    }
                    judge(answer.position());
                }
                case Lookup.Gone gone -> violation.set("gone, while the store was open");
            }
        }

        private void judge(long position) {
            if (position < before) {
                violation.set("position %d after position %d".formatted(position, before));
            }
            if (position > begun.get()) {
                violation.set("position %d, but nothing after %d has been begun".formatted(position, begun.get()));
            }
            before = position;
        }
    }
}
