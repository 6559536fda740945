package dev.oriel.bench;

import dev.oriel.config.ConfigLoader;
import dev.oriel.config.HostPort;
import dev.oriel.config.OrielConfig;
import dev.oriel.store.Change;
import dev.oriel.store.Replica;
import dev.oriel.store.ReplicaListener;
import dev.oriel.store.RocksMemory;
import dev.oriel.view.View;
import dev.oriel.view.ViewRunner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** Reads a topic from its first to its last record once, in one of several ways, and tells how fast. A process of its own. */
final class Ingest {

    /** The ways. */
    enum Way {
        POLL("consumer, nothing done with the records", 0),
        BATCH("consumer + RocksDB WriteBatch for each poll", 0),
        PROCESS("Oriel, a table that processes", 0),
        RESTORE("Oriel, a table that is restored", 0),
        ONE_INDEX("Oriel, a table that processes, with an index", 1),
        THREE_INDEXES("Oriel, a table that processes, with three indexes", 3);

        private final String title;
        private final int indexes;

        Way(String title, int indexes) {
            this.title = title;
            this.indexes = indexes;
        }

        String title() {
            return title;
        }

        /** How many there are. */
        int indexes() {
            return indexes;
        }
    }

    private static final List<String> INDEXED = List.of(".id % 10000", ".id", ".name");
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final String bootstrapServers;
    private final long total;
    private final Path folder;
    private final String name;

    private Ingest(String bootstrapServers, long total, Path folder, String name) {
        this.bootstrapServers = bootstrapServers;
        this.total = total;
        this.folder = folder;
        this.name = name;
    }

    /**
     * Runs once.
     *
     * @param arguments the way, the brokers, how many records there are, a folder for state, and a name for the application
     */
    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws Exception {
        RocksDB.loadLibrary();
        Ingest ingest = new Ingest(arguments[1], Long.parseLong(arguments[2]), Path.of(arguments[3]), arguments[4]);
        Way way = Way.valueOf(arguments[0]);
        double seconds = switch (way) {
            case POLL -> ingest.consume(Optional.empty());
            case BATCH -> ingest.batch();
            case PROCESS, RESTORE, ONE_INDEX, THREE_INDEXES -> ingest.materialize(way.indexes);
        };
        System.out.println("seconds: " + seconds);
    }

    private double batch() throws Exception {
        try (Options options = new Options().setCreateIfMissing(true);
                RocksDB db = RocksDB.open(options, folder.toString())) {
            return consume(Optional.of(db));
        }
    }

    private double consume(Optional<RocksDB> db) throws RocksDBException {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "max.poll.records",
                1_000,
                "group.id",
                name,
                "enable.auto.commit",
                false);
        try (KafkaConsumer<byte[], byte[]> consumer =
                        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
                WriteOptions unlogged = new WriteOptions().setDisableWAL(true)) {
            List<TopicPartition> all = consumer.partitionsFor("rows").stream()
                    .map(info -> new TopicPartition("rows", info.partition()))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            long began = 0;
            for (long read = 0; read < total; ) {
                ConsumerRecords<byte[], byte[]> polled = consumer.poll(Duration.ofSeconds(1));
                began = began == 0 && !polled.isEmpty() ? System.nanoTime() : began;
                if (db.isPresent()) {
                    write(db.get(), unlogged, polled);
                }
                read += polled.count();
            }
            return (System.nanoTime() - began) / 1e9;
        }
    }

    private static void write(RocksDB db, WriteOptions options, ConsumerRecords<byte[], byte[]> polled)
            throws RocksDBException {
        try (WriteBatch batch = new WriteBatch()) {
            for (ConsumerRecord<byte[], byte[]> record : polled) {
                batch.put(record.key(), record.value());
            }
            db.write(options, batch);
        }
    }

    private double materialize(int indexes) throws Exception {
        String declared = IntStream.range(0, indexes)
                .mapToObj(i -> "index-" + i + ": '" + INDEXED.get(i) + "'")
                .collect(Collectors.joining(", "));
        String yaml = """
                application-id: %s
                server: { name: ingest, port: 0, peer-port: 0, advertised: "127.0.0.1:1", public-url: "http://127.0.0.1:1" }
                kafka: { bootstrap.servers: "%s" }
                state-dir: state
                views: { rows: { table: { topic: rows }, indexes: { %s } } }
                """.formatted(name, bootstrapServers, declared);
        OrielConfig config = ConfigLoader.parse(yaml, "oriel.yaml", folder, variable -> Optional.empty());
        View view = new View(config.views().getFirst());
        Stopwatch stopwatch = new Stopwatch();
        try (RocksMemory memory = new RocksMemory(256L << 20, 32L << 20)) {
            ViewRunner runner = new ViewRunner(
                    view, config, new HostPort("127.0.0.1", 1), memory, () -> {}, stopwatch, streams -> () -> {});
            runner.start();
            try {
                return stopwatch.seconds();
            } finally {
                boolean unused = runner.stop(Duration.ofSeconds(20));
            }
        }
    }

    /** From the first change that is applied to the last one. */
    private final class Stopwatch implements ReplicaListener {
        private final AtomicLong applied = new AtomicLong();
        private final CountDownLatch done = new CountDownLatch(1);
        private volatile long began;
        private volatile long ended;

        @Override
        public void applied(Replica replica, int partition, Change change) {
            long now = applied.incrementAndGet();
            if (now == 1) {
                began = System.nanoTime();
            } else if (now == total) {
                ended = System.nanoTime();
                done.countDown();
            }
        }

        @Override
        public void reached(Replica replica, int partition, long watermark) {}

        @Override
        public void roleChanged(Replica replica) {}

        double seconds() throws InterruptedException {
            if (!done.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("only " + applied + " of " + total);
            }
            return (ended - began) / 1e9;
        }
    }
}
