package dev.oriel.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.oriel.process.BenchReport;
import dev.oriel.process.KafkaProcess;
import dev.oriel.process.OrielProcess;
import dev.oriel.process.ProcessCost;
import dev.oriel.process.ServeConfig;
import dev.oriel.process.ServeProcess;
import dev.oriel.process.ShowLogs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Whether the same lookup costs the same as entries, partitions, instances and views become more, and what each of them takes. */
@ExtendWith(ShowLogs.class)
@Timeout(3600)
class GrowthBench {

    private static final int MOST = Integer.getInteger("bench.rows", 10_000_000);
    private static final int MANY = MOST / 10;
    private static final int FEW = 10_000;
    private static final int VIEWS = 20;
    private static final int CONNECTIONS = 64;
    private static final Duration LOADED = Duration.ofMinutes(15);
    private static final String COMMAND = "./mvnw -B verify -Pbench -Dit.test=GrowthBench";

    @TempDir
    private Path folder;

    @RegisterExtension
    private final StartedProcesses started = new StartedProcesses();

    @Test
    void the_same_lookup_as_all_of_it_grows() throws Exception {
        KafkaProcess kafka = started.add(KafkaProcess.start(
                folder.resolve("kafka"), "few:8:compact", "many:8:compact", "most:8:compact", "spread:64:compact"));
        Rows.produce(kafka.bootstrapServers(), "few", FEW);
        Rows.produce(kafka.bootstrapServers(), "many", MANY);
        Rows.produce(kafka.bootstrapServers(), "spread", MANY);
        Rows.produce(kafka.bootstrapServers(), "most", MOST);
        ServeProcess one = started.add(serve("one", kafka, "rocksdb: 6GiB", views("few", "many", "spread", "most")));
        List<ServeProcess> three = cluster(3, kafka);
        List<ServeProcess> six = cluster(6, kafka);
        ServeProcess all = started.add(serve("all", kafka, "rocksdb: 256MiB", twentyViews()));

        List<Contender> contenders = List.of(
                Contender.oriel(FEW + " entries, 8 partitions, 1 instance", one, List.of(one), "few", FEW),
                Contender.oriel(MANY + " entries, 8 partitions, 1 instance", one, List.of(one), "many", MANY),
                Contender.oriel(MOST + " entries, 8 partitions, 1 instance", one, List.of(one), "most", MOST),
                Contender.oriel(MANY + " entries, 64 partitions, 1 instance", one, List.of(one), "spread", MANY),
                Contender.oriel(MANY + " entries, 8 partitions, 3 instances", three.getFirst(), three, "of-3", MANY),
                Contender.oriel(MANY + " entries, 8 partitions, 6 instances", six.getFirst(), six, "of-6", MANY),
                Contender.oriel(
                        FEW + " entries, 8 partitions, 1 instance with 20 views", all, List.of(all), "view-7", FEW));
        Wrk wrk = new Wrk(folder);
        contenders.stream()
                .filter(each -> each.port() == one.config().port())
                .forEach(each -> fillCache(wrk, each, one));
        Race race = new Race(wrk, contenders, CONNECTIONS).run();
        report(race, contenders);
    }

    /** Reads until next to nothing has to come from beyond RocksDB's cache, or for five minutes. */
    private static void fillCache(Wrk wrk, Contender contender, ServeProcess instance) {
        double missed = 1;
        for (int turn = 0; turn < 30 && missed > 0.01; turn++) {
            double before = diskReads(instance);
            Wrk.Result result = read(wrk, contender, turn);
            missed = (diskReads(instance) - before) / result.count();
        }
    }

    private static Wrk.Result read(Wrk wrk, Contender contender, int turn) {
        try {
            return wrk.run(contender, CONNECTIONS, 10, -1, 1_000 + turn);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static double diskReads(ServeProcess instance) {
        return new String(instance.get("/metrics").body(), UTF_8)
                .lines()
                .filter(line -> line.startsWith("oriel_store_reads_total{source=\"disk\"}"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
                .sum();
    }

    private ServeProcess serve(String name, KafkaProcess kafka, String memory, String views) {
        return start(name, kafka, memory, views).awaitReady(LOADED);
    }

    /** With a heap of which the machine has enough for eleven. */
    private ServeProcess start(String name, KafkaProcess kafka, String memory, String views) {
        ServeConfig config =
                ServeConfig.of(folder, name, kafka.bootstrapServers(), views).withMemory(memory);
        return ServeProcess.start(config, OrielProcess.installation(), "-Xmx512m");
    }

    private static String views(String... topics) {
        return Stream.of(topics)
                .map(topic -> topic + ":\n  table: { topic: " + topic + " }\n")
                .collect(Collectors.joining());
    }

    private static String twentyViews() {
        return IntStream.range(0, VIEWS)
                .mapToObj(number -> "view-" + number + ":\n  table: { topic: few }\n")
                .collect(Collectors.joining());
    }

    private List<ServeProcess> cluster(int size, KafkaProcess kafka) {
        String views = "of-" + size + ":\n  table: { topic: many }\n";
        List<ServeProcess> instances = IntStream.range(0, size)
                .mapToObj(number -> started.add(start(size + "-" + number, kafka, "rocksdb: 512MiB", views)))
                .toList();
        instances.forEach(instance -> {
            ServeProcess unused = instance.awaitReady(LOADED);
        });
        return instances;
    }

    private static void report(Race race, List<Contender> contenders) {
        BenchReport report = new BenchReport(
                "growth",
                "The same lookup as all of it grows",
                race.method() + " Keys are asked of one instance at random, and what it does not own it forwards;"
                        + " all instances of a row share the core, and its cost is that of all of them. Values have "
                        + Rows.BYTES
                        + " bytes, and RocksDB's caches hold what there is; those of the first four rows have been"
                        + " filled by reads before, until fewer than one in a hundred went beyond them.",
                COMMAND,
                List.of("what", "requests/s", "p50 ms", "p99 ms", "CPU µs a request"));
        for (Contender contender : contenders) {
            report.add(new BenchReport.Row(contender.name(), race.figures(contender)));
        }
        report.write();
    }

    @Test
    void what_a_view_and_a_partition_take() throws Exception {
        KafkaProcess kafka =
                started.add(KafkaProcess.start(folder.resolve("kafka"), "few:8:compact", "spread:64:compact"));
        Rows.produce(kafka.bootstrapServers(), "few", FEW);
        Rows.produce(kafka.bootstrapServers(), "spread", FEW);
        BenchReport report = new BenchReport(
                "views",
                "What a view and a partition take",
                "An instance with views of " + FEW
                        + " entries each, after it has become ready. Heap is what a full collection"
                        + " leaves, the others are what the system counts for the process.",
                COMMAND,
                List.of("views", "heap MB", "resident MB", "threads", "open files"));
        report.add(held("1 view of 8 partitions", kafka, 1, "few"));
        report.add(held("20 views of 8 partitions", kafka, VIEWS, "few"));
        report.add(held("1 view of 64 partitions", kafka, 1, "spread"));
        report.add(held("10 views of 64 partitions", kafka, 10, "spread"));
        report.write();
    }

    private BenchReport.Row held(String title, KafkaProcess kafka, int count, String topic) throws Exception {
        String views = IntStream.range(0, count)
                .mapToObj(number -> topic + "-" + count + "-" + number + ":\n  table: { topic: " + topic + " }\n")
                .collect(Collectors.joining());
        try (ServeProcess serve = serve(topic + "-" + count, kafka, "rocksdb: 256MiB", views)) {
            long pid = serve.process().pid();
            ProcessCost cost = new ProcessCost(pid);
            long heap = cost.heap();
            return new BenchReport.Row(
                    title,
                    List.of(
                            megabytes(heap),
                            megabytes(cost.resident()),
                            Long.toString(count(Path.of("/proc", Long.toString(pid), "task"))),
                            Long.toString(count(Path.of("/proc", Long.toString(pid), "fd")))));
        }
    }

    @Test
    void what_an_entry_takes() throws Exception {
        KafkaProcess kafka =
                started.add(KafkaProcess.start(folder.resolve("kafka"), "none:8:compact", "many:8:compact"));
        Rows.produce(kafka.bootstrapServers(), "many", MANY);
        BenchReport report = new BenchReport(
                "entries",
                "What an entry takes",
                "An instance with one view of " + MANY + " entries with values of " + Rows.BYTES
                        + " bytes in 8 partitions, after it has become ready. Heap is what a full collection leaves, resident what the"
                        + " system counts for the process, and disk what is in its state folder.",
                COMMAND,
                List.of(
                        "view",
                        "heap MB",
                        "resident MB",
                        "disk MB",
                        "heap and disk, bytes an entry above an empty view"));
        Held empty = hold("empty", kafka, "none", "");
        report.add(row("empty, in RocksDB", empty, empty));
        report.add(row("in RocksDB, memory.rocksdb of 256 MiB", hold("on-disk", kafka, "many", ""), empty));
        report.add(row(
                "in RocksDB, with an index of one value each",
                hold("indexed", kafka, "many", "  indexes: { by-group: '.id % 10000' }\n"),
                empty));
        report.add(row("in memory", hold("in-memory", kafka, "many", "  store: memory\n"), empty));
        report.write();
    }

    private record Held(long heap, long resident, long disk) {}

    private Held hold(String name, KafkaProcess kafka, String topic, String settings) throws Exception {
        ServeConfig config = ServeConfig.of(
                        folder,
                        name,
                        kafka.bootstrapServers(),
                        name + ":\n  table: { topic: " + topic + " }\n" + settings)
                .withMemory("rocksdb: 256MiB");
        try (ServeProcess serve = ServeProcess.start(config, OrielProcess.installation(), "-Xmx3g")) {
            ProcessCost cost =
                    new ProcessCost(serve.awaitReady(LOADED).process().pid());
            long heap = cost.heap();
            return new Held(heap, cost.resident(), bytes(config.stateDir()));
        }
    }

    private static long bytes(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private static BenchReport.Row row(String title, Held held, Held empty) {
        return new BenchReport.Row(
                title,
                List.of(
                        megabytes(held.heap()),
                        megabytes(held.resident()),
                        megabytes(held.disk()),
                        String.format(
                                Locale.ROOT,
                                "%.0f, %.0f",
                                (held.heap() - empty.heap()) / (double) MANY,
                                (held.disk() - empty.disk()) / (double) MANY)));
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.0f", bytes / 1e6);
    }

    private static long count(Path of) throws IOException {
        try (Stream<Path> files = Files.list(of)) {
            return files.count();
        }
    }
}
