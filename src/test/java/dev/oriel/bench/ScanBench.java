package dev.oriel.bench;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.oriel.process.BenchReport;
import dev.oriel.process.Cores;
import dev.oriel.process.KafkaProcess;
import dev.oriel.process.OrielProcess;
import dev.oriel.process.ProcessCost;
import dev.oriel.process.ServeConfig;
import dev.oriel.process.ServeProcess;
import dev.oriel.process.ShowLogs;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** Reads of more than one key, by one client over one connection, each beside another way to the same entries. Needs two cores. */
@ExtendWith(ShowLogs.class)
@Timeout(3600)
class ScanBench {

    private static final int ROWS = Integer.getInteger("bench.rows", 1_000_000);
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 7);
    private static final Duration WARM_UP = Duration.ofSeconds(Integer.getInteger("bench.warmup", 30));
    private static final int KEYS = 100;
    private static final int GROUPS = 10_000;
    private static final long HEAP_ABOVE_IDLE = 64L << 20;
    private static final Duration LOADED = Duration.ofMinutes(5);
    private static final String COMMAND = "./mvnw -B verify -Pbench -Dit.test=ScanBench";
    private static final String ENTRIES = "/v1/views/rows/entries";
    private static final String VIEWS = """
            rows:
              table: { topic: rows }
              indexes: { by-group: '.id %% %d' }
            """.formatted(GROUPS);

    /** A view of its own, so that two instances share its partitions and no others do. */
    private static final String PAIR = "pair:\n  table: { topic: rows }\n";

    @TempDir
    private Path folder;

    @RegisterExtension
    private final StartedProcesses started = new StartedProcesses();

    private final Random random = new Random(17);

    /** A way to some entries; says how many bytes or lines they were, as it likes. */
    private interface Way {
        long read() throws IOException, RocksDBException;
    }

    @Test
    void many_keys_at_once_beside_one_after_the_other() throws Exception {
        KafkaProcess kafka = kafka();
        ServeProcess alone = awaitEntries(oriel("oriel-0", kafka, ""));
        // Begun together, since one that joins later has nothing for a while.
        ServeConfig shared = ServeConfig.of(folder, "oriel-1", kafka.bootstrapServers(), PAIR);
        ServeProcess first = started.add(ServeProcess.start(shared));
        ServeProcess second =
                started.add(ServeProcess.start(ServeConfig.of(folder, "oriel-2", kafka.bootstrapServers(), PAIR)));
        BenchReport report = report(
                "multi-get",
                "Many keys at once",
                "Microseconds until " + KEYS + " keys at random of " + ROWS + " have been answered.",
                List.of("how", "µs", "times as fast"));
        compareKeys(report, alone, "rows", "of one instance");
        first.awaitReady(LOADED);
        second.awaitReady(LOADED);
        await().atMost(LOADED)
                .until(() -> first.partitionsOf("pair", "oriel-1").size() == 4
                        && second.partitionsOf("pair", "oriel-2").size() == 4);
        Cores.pin(first.process().pid(), "0");
        Cores.pin(second.process().pid(), "0");
        compareKeys(report, first, "pair", "of two instances, half on each");
        report.write();
    }

    private void compareKeys(BenchReport report, ServeProcess instance, String view, String where) throws Exception {
        String path = "/v1/views/" + view;
        String singly = KEYS + " keys " + where + ", one after the other";
        Map<String, Samples> seconds = measure(
                200,
                Map.of(
                        singly,
                        () -> {
                            for (int key : keys()) {
                                lines(instance, path + "/keys/" + key);
                            }
                            return KEYS;
                        },
                        KEYS + " keys " + where + ", at once",
                        () -> lines(
                                instance,
                                path + "/entries?key="
                                        + keys().stream().map(Object::toString).collect(Collectors.joining("&key=")))));
        add(report, seconds, singly, 1e6, "%,.0f");
    }

    private List<Integer> keys() {
        return random.ints(KEYS, 0, ROWS).boxed().toList();
    }

    @Test
    void a_whole_view_beside_a_bare_iterator_and_an_index_beside_the_whole_view() throws Exception {
        KafkaProcess kafka = kafka();
        ServeProcess oriel = awaitEntries(oriel("oriel-0", kafka, ""));
        RocksDB.loadLibrary();
        try (Options options = new Options().setCreateIfMissing(true);
                RocksDB db = RocksDB.open(options, folder.resolve("bare").toString())) {
            fill(db);
            String whole = "Oriel, all entries as NDJSON";
            Map<String, Samples> seconds = measure(
                    1,
                    Map.of(
                            "bare RocksDB iterator, keys and values copied",
                            () -> iterate(db),
                            whole,
                            () -> lines(oriel, ENTRIES, "application/x-ndjson")));
            BenchReport report = report(
                    "scan",
                    "A whole view, and an index",
                    ROWS + " entries of " + Rows.BYTES + " bytes in 8 partitions of one instance, the iterator's in one"
                            + " database. Seconds until all have been read.",
                    List.of("how", "s", "times as fast"));
            add(report, seconds, whole, 1, "%.2f");
            String found = "Oriel, the " + ROWS / GROUPS + " entries of a value of an index";
            Map<String, Samples> index = measure(
                    20,
                    Map.of(
                            found,
                            () -> lines(
                                    oriel,
                                    "/v1/views/rows/indexes/by-group/" + random.nextInt(GROUPS) + "?limit=1000")));
            report.add(new BenchReport.Row(
                    found,
                    List.of(
                            requireNonNull(index.get(found)).spread("%.5f"),
                            String.format(
                                    Locale.ROOT,
                                    "%,.0f",
                                    requireNonNull(seconds.get(whole)).median()
                                            / requireNonNull(index.get(found)).median()))));
            report.write();
        }
    }

    private static void fill(RocksDB db) throws RocksDBException {
        try (WriteOptions unlogged = new WriteOptions().setDisableWAL(true)) {
            for (int i = 0; i < ROWS; ) {
                try (WriteBatch batch = new WriteBatch()) {
                    for (int end = Math.min(i + 1_000, ROWS); i < end; i++) {
                        batch.put(Rows.key(i), Rows.value(i));
                    }
                    db.write(unlogged, batch);
                }
            }
        }
    }

    private static long iterate(RocksDB db) {
        long bytes = 0;
        try (ReadOptions options = new ReadOptions();
                RocksIterator entries = db.newIterator(options)) {
            for (entries.seekToFirst(); entries.isValid(); entries.next()) {
                bytes += entries.key().length + entries.value().length;
            }
        }
        return bytes;
    }

    @Test
    void a_whole_view_within_64_MiB_of_heap_above_idle() throws Exception {
        KafkaProcess kafka = kafka();
        ServeProcess first = awaitEntries(oriel("oriel-0", kafka, ""));
        lines(first, "/v1/views/rows/keys/1");
        long idle = new ProcessCost(first.process().pid()).heap();
        first.process().terminate();

        long heap = idle + HEAP_ABOVE_IDLE;
        ServeProcess bounded = awaitEntries(oriel("oriel-0", kafka, "-Xms16m -XX:+ExitOnOutOfMemoryError -Xmx" + heap));
        long residentBefore = new ProcessCost(bounded.process().pid()).resident();
        for (int i = 0; i < 3; i++) {
            assertThat(lines(bounded, ENTRIES, "application/x-ndjson")).isEqualTo(ROWS);
        }
        long residentAfter = new ProcessCost(bounded.process().pid()).resident();

        BenchReport report = new BenchReport(
                "export-memory",
                "A whole view within bounded memory",
                ROWS + " entries of " + Rows.BYTES
                        + " bytes, read as NDJSON three times from a server that is given a heap of what"
                        + " lives on it when idle, and 64 MiB. All entries came each time.",
                COMMAND,
                List.of("what", "MiB"));
        report.add(row("live heap when idle", idle));
        report.add(row("-Xmx of the server that was read from", heap));
        report.add(row("its resident memory before", residentBefore));
        report.add(row("its resident memory after", residentAfter));
        report.write();
    }

    private static BenchReport.Row row(String what, long bytes) {
        return new BenchReport.Row(what, List.of(String.format(Locale.ROOT, "%,.0f", bytes / (double) (1 << 20))));
    }

    private KafkaProcess kafka() {
        KafkaProcess kafka = started.add(KafkaProcess.start(folder.resolve("kafka"), "rows:8:compact"));
        Rows.produce(kafka.bootstrapServers(), "rows", ROWS);
        return kafka;
    }

    private ServeProcess oriel(String name, KafkaProcess kafka, String javaOptions) {
        ServeConfig config =
                ServeConfig.of(folder, name, kafka.bootstrapServers(), VIEWS).withMemory("rocksdb: 1GiB");
        return started.add(ServeProcess.start(config, OrielProcess.installation(), javaOptions));
    }

    private static ServeProcess awaitEntries(ServeProcess instance) {
        instance.awaitReady(LOADED);
        await().atMost(LOADED)
                .until(() -> status(instance, "/v1/views/rows/keys/" + (ROWS - 1)) == 200
                        && status(instance, "/v1/views/rows/indexes/by-group/1") == 200);
        Cores.pin(instance.process().pid(), "0");
        return instance;
    }

    private static int status(ServeProcess instance, String path) throws IOException {
        return connection(instance, path).getResponseCode();
    }

    private static HttpURLConnection connection(ServeProcess instance, String path) throws IOException {
        return (HttpURLConnection)
                URI.create("http://127.0.0.1:" + instance.config().port() + path)
                        .toURL()
                        .openConnection();
    }

    private static long lines(ServeProcess instance, String path) throws IOException {
        return lines(instance, path, "application/json");
    }

    /** Reads an answer to its end, and counts its lines. */
    private static long lines(ServeProcess instance, String path, String accept) throws IOException {
        HttpURLConnection connection = connection(instance, path);
        connection.setRequestProperty("Accept", accept);
        byte[] buffer = new byte[1 << 16];
        long lines = 0;
        try (InputStream in = connection.getInputStream()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                for (int i = 0; i < read; i++) {
                    lines += buffer[i] == '\n' ? 1 : 0;
                }
            }
        }
        return lines;
    }

    /** Seconds that each way takes once, by name: interleaved, after warming up. */
    private static Map<String, Samples> measure(int times, Map<String, Way> ways) throws Exception {
        Map<String, Samples> seconds = new LinkedHashMap<>();
        for (Way way : ways.values()) {
            long until = System.nanoTime() + WARM_UP.toNanos();
            while (System.nanoTime() < until) {
                way.read();
            }
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (Map.Entry<String, Way> way : ways.entrySet()) {
                long began = System.nanoTime();
                for (int i = 0; i < times; i++) {
                    way.getValue().read();
                }
                seconds.computeIfAbsent(way.getKey(), first -> new Samples())
                        .add((System.nanoTime() - began) / 1e9 / times);
            }
        }
        return seconds;
    }

    private static void add(
            BenchReport report, Map<String, Samples> seconds, String slow, double scale, String format) {
        double whole = requireNonNull(seconds.get(slow)).median();
        seconds.forEach((how, samples) -> report.add(new BenchReport.Row(
                how,
                List.of(
                        samples.times(scale).spread(format),
                        String.format(Locale.ROOT, "%.1f", whole / samples.median())))));
    }

    private static BenchReport report(String name, String title, String what, List<String> columns) {
        return new BenchReport(
                name,
                title,
                what + " One client on one connection, the servers on a core of their own; medians of " + ROUNDS
                        + " interleaved rounds, lowest and highest in brackets, after " + WARM_UP.toSeconds()
                        + " s of warming up for each.",
                COMMAND,
                columns);
    }
}
