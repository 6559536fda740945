package dev.oriel.wait;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.oriel.store.Lookup;
import dev.oriel.store.OpenStore;
import dev.oriel.store.Replica;
import dev.oriel.store.ReplicaSet;
import dev.oriel.store.RocksMemory;
import dev.oriel.store.SourceRecord;
import dev.oriel.store.StoreSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Waits over a real store with real threads: one applies records without pause, some park waits for what is just being written,
 * a few work. When the writer has ended and the workers rest, nobody may wait for what is there.
 */
@Timeout(60)
class StoreWaitsTest {

    private static final String VIEW = "orders";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration FAR_OFF = Duration.ofMinutes(10);
    private static final long RUN_NANOS = TimeUnit.MILLISECONDS.toNanos(1500);
    private static final int KEYS = 4;
    private static final int PARKERS = 3;
    private static final int AT_ONCE = 200;

    private static RocksMemory memory;

    @TempDir
    private Path stateDir;

    private final ThreadTimer timer = new ThreadTimer();
    private final ExecutorService workers =
            new ThreadPoolExecutor(2, 2, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());

    @BeforeAll
    static void openMemory() {
        memory = new RocksMemory(32L << 20, 1L << 20);
    }

    @AfterAll
    static void closeMemory() {
        memory.close();
    }

    @AfterEach
    void close() {
        workers.shutdownNow();
        timer.close();
    }

    enum Kept {
        ON_THE_HEAP,
        IN_ROCKSDB
    }

    /** What is seen of a key: an entry's offset, -1 for none, and how far the answer reaches. */
    private record Seen(long version, long reached) {

        static Optional<Seen> of(Replica replica, byte[] key) {
            return switch (replica.read(0, key)) {
                case Lookup.Found found -> Optional.of(new Seen(found.entry().offset(), found.position()));
                case Lookup.Absent absent -> Optional.of(new Seen(-1, absent.position()));
                case Lookup.Gone gone -> Optional.empty();
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void no_wait_for_what_is_being_written_is_lost(Kept kept) throws InterruptedException {
        WaitRegistry<Seen> registry = new WaitRegistry<>(List.of(VIEW), new WaitLimits(10, 10), workers, timer);
        ViewWaits<Seen> waits = registry.of(VIEW);
        StoreSpec.Medium medium =
                kept == Kept.ON_THE_HEAP ? new StoreSpec.Medium.Heap() : new StoreSpec.Medium.Rocks(memory);
        StoreSpec spec =
                OpenStore.spec(StoreSpec.Scope.PARTITION, "identity", medium, new ReplicaSet(1), partition -> 0, waits);
        try (OpenStore store = OpenStore.open(spec, stateDir, 0)) {
            Writer writer = new Writer(store);
            List<Parker> parkers = Stream.generate(() -> new Parker(waits, store.replica(), writer))
                    .limit(PARKERS)
                    .toList();
            writer.thread.join();
            for (Parker parker : parkers) {
                parker.thread.join();
                assertThat(parker.parked).isGreaterThan(1_000);
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(parker.forgotten()).isEmpty());
            }
            assertThat(waits.parked())
                    .isEqualTo(parkers.stream()
                            .mapToInt(parker -> parker.open.size())
                            .sum());

            store.store().close();
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(parkers).allMatch(parker -> parker.open.isEmpty()));
            assertThat(parkers).allSatisfy(parker -> assertThat(parker.wrong).isEmpty());
            assertThat(waits.isEmpty()).isTrue();
            assertThat(waits.parked()).isZero();
        }
    }

    /** Applies records, one by one and in batches. */
    private static final class Writer {
        private final OpenStore store;
        private final AtomicLong next = new AtomicLong();
        private final Thread thread = Thread.ofPlatform().unstarted(this::write);
        private volatile boolean ended;

        Writer(OpenStore store) {
            this.store = store;
            thread.start();
        }

        private void write() {
            Random random = new Random(1);
            long until = System.nanoTime() + RUN_NANOS;
            while (System.nanoTime() < until) {
                List<SourceRecord> batch = new ArrayList<>();
                for (int size = 1 + random.nextInt(5); size > 0; size--) {
                    batch.add(record(random));
                }
                if (random.nextBoolean()) {
                    store.restore(batch);
                } else {
                    batch.forEach(store.store()::process);
                }
            }
            ended = true;
        }

        private SourceRecord record(Random random) {
            String value = random.nextInt(4) == 0 ? "!malformed" : "value";
            return OpenStore.record(0, next.getAndIncrement(), "key-" + random.nextInt(KEYS), value);
        }
    }

    /** Parks waits for the next offset or the next version of a key, a bounded number at a time. */
    private static final class Parker {
        private final ViewWaits<Seen> waits;
        private final Replica replica;
        private final Writer writer;
        private final Random random = new Random(2);
        private final Set<Wait> open = ConcurrentHashMap.newKeySet();
        private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
        private final Thread thread = Thread.ofPlatform().unstarted(this::run);
        private volatile int parked;

        Parker(ViewWaits<Seen> waits, Replica replica, Writer writer) {
            this.waits = waits;
            this.replica = replica;
            this.writer = writer;
            thread.start();
        }

        private void run() {
            while (!writer.ended) {
                if (open.size() < AT_ONCE) {
                    park(("key-" + random.nextInt(KEYS)).getBytes(UTF_8));
                } else {
                    Thread.onSpinWait();
                }
            }
        }

        @SuppressWarnings("NonAtomicVolatileUpdate") // written by this thread alone
        private void park(byte[] key) {
            Seen now = Seen.of(replica, key).orElseThrow();
            Wait wait = random.nextBoolean()
                    ? new Wait(key, seen -> seen.reached() > now.reached(), Map.of(0, now.reached() + 1))
                    : new Wait(key, seen -> seen.version() > now.version(), Map.of());
            open.add(wait);
            parked++;
            waits.park(key, () -> Seen.of(replica, key), wait.after, FAR_OFF.toNanos(), wait);
        }

        /** The waits that go on although what they wait for is there. */
        List<Wait> forgotten() {
            return open.stream()
                    .filter(wait -> wait.satisfiedBy(Seen.of(replica, wait.key).orElseThrow()))
                    .toList();
        }

        private final class Wait implements Waiter<Seen> {
            private final byte[] key;
            private final Predicate<Seen> condition;
            private final Map<Integer, Long> after;

            Wait(byte[] key, Predicate<Seen> condition, Map<Integer, Long> after) {
                this.key = key;
                this.condition = condition;
                this.after = after;
            }

            @Override
            public boolean satisfiedBy(Seen seen) {
                return condition.test(seen);
            }

            @Override
            public void ended(Ending<Seen> ending) {
                boolean expected = ending instanceof Ending.Satisfied || writer.ended;
                if (!expected || !open.remove(this)) {
                    wrong.add(ending.toString());
                }
            }
        }
    }
}
