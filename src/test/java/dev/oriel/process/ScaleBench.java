package dev.oriel.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.oriel.process.BenchReport.Row;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Waiting and watching in crowds: what they cost while nothing happens, and what one of them notices of the others. */
@ExtendWith(ShowLogs.class)
@Timeout(1200)
class ScaleBench {

    private static final int WAITERS = Integer.getInteger("bench.waiters", 50_000);
    private static final int CONNECTIONS = WAITERS / 500;
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 5);
    private static final int RECORDS = 200;
    private static final int WATCHES = Integer.getInteger("bench.watches", 1_000);
    private static final int CHANGES_A_SECOND = Integer.getInteger("bench.changes", 1_000);
    private static final int SECONDS = Integer.getInteger("bench.seconds", 10);
    private static final int WARM_UP_SECONDS = Integer.getInteger("bench.warmup", 60);
    private static final long NANOS = 1_000_000_000L;
    private static final Duration IDLE = Duration.ofSeconds(15);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String COMMAND = "./mvnw -B verify -Pbench -Dit.test=ScaleBench";
    private static final String VIEWS = "orders:\n  table: { topic: orders }\n";
    private static final String READS = "{ max-waiters: 100000, max-wait: 5m }";

    @TempDir
    private Path folder;

    private KafkaProcess kafka() {
        return KafkaProcess.start(folder.resolve("kafka"), "orders:2:compact");
    }

    private ServeProcess serve(KafkaProcess kafka) {
        ServeConfig config = ServeConfig.of(folder, "oriel-0", kafka.bootstrapServers(), VIEWS);
        return ServeProcess.start(config.withReads(READS)).awaitReady();
    }

    private static String waiting(String key) {
        return ServeProcess.keyPath("orders", key) + "?version=0&wait=5m";
    }

    private static void awaitParked(ServeProcess serve, int count) {
        await().atMost(PATIENCE).until(() -> serve.metric("oriel_reads_waiting", "orders") >= count);
    }

    @Test
    void fifty_thousand_reads_that_wait_over_http2() throws Exception {
        BenchReport report = new BenchReport(
                "parked-http2",
                "Reads that wait on one instance, over HTTP/2",
                WAITERS + " reads over " + CONNECTIONS
                        + " connections in cleartext. Heap is what a full collection leaves (jcmd"
                        + " GC.class_histogram), resident memory is VmRSS; both divided by the reads, less what there was before"
                        + " them. CPU is of one core, over " + IDLE.toSeconds()
                        + " s. Answers are counted from the first record that is written; the one who writes and the one who reads"
                        + " share the machine.",
                COMMAND,
                List.of(
                        "what",
                        "heap bytes each",
                        "resident bytes each",
                        "CPU while idle",
                        "first answer ms",
                        "all ms"));
        try (KafkaProcess kafka = kafka();
                ServeProcess serve = serve(kafka);
                KafkaProducer<String, String> producer = kafka.producer()) {
            Row unreported = parked("a first crowd", serve, producer, i -> "first-" + i, WAITERS);
            assertThat(unreported.cells()).isNotEmpty();
            report.add(parked("each waits for a key of its own", serve, producer, i -> "own-" + i, WAITERS));
            report.add(parked("all wait for one key", serve, producer, i -> "celebrity", 1));
        }
        report.write();
    }

    private static Row parked(
            String what, ServeProcess serve, KafkaProducer<String, String> producer, IntFunction<String> key, int keys)
            throws Exception {
        ProcessCost cost = new ProcessCost(serve.process().pid());
        long heap = cost.heap();
        long resident = cost.resident();
        try (Http2Crowd crowd = Http2Crowd.connect(serve.config().port(), CONNECTIONS)) {
            crowd.park(WAITERS, i -> waiting(key.apply(i)));
            awaitParked(serve, WAITERS);
            long heapEach = (cost.heap() - heap) / WAITERS;
            long residentEach = (cost.resident() - resident) / WAITERS;
            double idle = cost.cpu(IDLE);
            long began = System.nanoTime();
            for (int i = 0; i < keys; i++) {
                var unused = producer.send(new ProducerRecord<>("orders", key.apply(i), "1"));
            }
            await().atMost(PATIENCE).until(() -> crowd.answered(200) == WAITERS && crowd.answered() == WAITERS);
            return new Row(
                    what,
                    List.of(
                            Long.toString(heapEach),
                            Long.toString(residentEach),
                            String.format(Locale.ROOT, "%.1f %%", 100 * idle),
                            millis(crowd.firstAnswer() - began),
                            millis(crowd.lastAnswer() - began)));
        }
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.0f", nanos / 1e6);
    }

    @Test
    void one_reader_is_woken_while_all_the_others_wait() throws Exception {
        List<Latencies> alone = new ArrayList<>();
        List<Latencies> among = new ArrayList<>();
        try (KafkaProcess kafka = kafka();
                ServeProcess serve = serve(kafka);
                KafkaProducer<String, String> producer = kafka.producer();
                LongPoll poll = new LongPoll(serve.config().port(), "orders", "watched")) {
            producer.send(new ProducerRecord<>("orders", "watched", "0")).get();
            await().atMost(PATIENCE)
                    .until(() ->
                            serve.get(ServeProcess.keyPath("orders", "watched")).statusCode() == 200);
            for (int i = 0; i < 20; i++) {
                Latencies uncounted = wakeUps(poll, producer);
                assertThat(uncounted.quantile(0.5)).isPositive();
            }
            for (int round = 0; round < ROUNDS; round++) {
                alone.add(wakeUps(poll, producer));
                try (Http2Crowd crowd = Http2Crowd.connect(serve.config().port(), CONNECTIONS)) {
                    crowd.park(WAITERS, i -> waiting("never-" + i));
                    awaitParked(serve, WAITERS);
                    among.add(wakeUps(poll, producer));
                    assertThat(crowd.answered()).isZero();
                }
                await().atMost(PATIENCE).until(() -> serve.metric("oriel_reads_waiting", "orders") == 0);
            }
        }
        BenchReport report = new BenchReport(
                "wake-up-in-a-crowd",
                "One reader is woken while others wait",
                "Milliseconds from handing the record to the producer until the reader has it; " + RECORDS
                        + " records a round, medians over " + ROUNDS
                        + " rounds that take turns, lowest and highest round in brackets.",
                COMMAND,
                List.of("who else waits", "p50 ms", "p99 ms"));
        report.add(new Row("nobody", List.of(Latencies.spread(alone, 0.5), Latencies.spread(alone, 0.99))));
        report.add(new Row(
                WAITERS + " reads, each for a key of its own",
                List.of(Latencies.spread(among, 0.5), Latencies.spread(among, 0.99))));
        report.write();
    }

    private static Latencies wakeUps(LongPoll poll, KafkaProducer<String, String> producer) throws Exception {
        Latencies latencies = new Latencies();
        Pace pace = new Pace(5_000_000);
        poll.catchUp();
        for (int i = 0; i < RECORDS; i++) {
            poll.ask();
            pace.pause();
            long written = System.nanoTime();
            var unused = producer.send(new ProducerRecord<>("orders", "watched", Long.toString(written)));
            latencies.add(poll.awaitAnswer() - written);
        }
        return latencies;
    }

    @Test
    void a_thousand_watches() throws Exception {
        BenchReport report = new BenchReport(
                "watches",
                "Watches of one instance",
                WATCHES + " watches, and " + CHANGES_A_SECOND + " changes a second of as many keys, for " + SECONDS
                        + " s after " + WARM_UP_SECONDS
                        + " s of warming up; each event has some 230 bytes. A watch that is slower than the"
                        + " changes is told the latest of each key, and what it missed by number. Delays are from handing the"
                        + " record to the producer until the event is read, by one thread that reads all of them on the same two"
                        + " cores.",
                COMMAND,
                List.of("each watches", "events/s due", "events/s told", "MB/s", "p50 ms", "p99 ms", "CPU of a core"));
        try (KafkaProcess kafka = kafka();
                ServeProcess serve = serve(kafka);
                KafkaProducer<String, String> producer = kafka.producer()) {
            write(producer, System.nanoTime(), 1);
            report.add(watched(
                    "a key of its own", 1, serve, producer, i -> ServeProcess.keyPath("orders", key(i)) + "/watch"));
            report.add(watched(
                    "a tenth of the keys",
                    WATCHES / 10,
                    serve,
                    producer,
                    i -> "/v1/views/orders/watch?prefix=" + i % 10 + "-"));
            report.add(watched("the whole view", WATCHES, serve, producer, i -> "/v1/views/orders/watch"));
        }
        report.write();
    }

    private static String key(int number) {
        return number % 10 + "-" + number;
    }

    private static void write(KafkaProducer<String, String> producer, long from, int seconds) {
        for (int i = 0; i < seconds * CHANGES_A_SECOND; i++) {
            long due = from + i * NANOS / CHANGES_A_SECOND;
            LockSupport.parkNanos(due - System.nanoTime());
            var unused = producer.send(
                    new ProducerRecord<>("orders", key(i % WATCHES), "{\"t\":" + System.nanoTime() + "}"));
        }
    }

    private static Row watched(
            String what, int each, ServeProcess serve, KafkaProducer<String, String> producer, IntFunction<String> path)
            throws Exception {
        ProcessCost cost = new ProcessCost(serve.process().pid());
        try (WatchCrowd crowd = WatchCrowd.open(serve.config().port(), WATCHES, path)) {
            long began = System.nanoTime();
            Thread writer = Thread.ofPlatform().start(() -> write(producer, began, WARM_UP_SECONDS + SECONDS));
            crowd.readUntil(began + WARM_UP_SECONDS * NANOS);
            crowd.reset();
            double before = cost.seconds();
            crowd.readUntil(began + (WARM_UP_SECONDS + SECONDS) * NANOS);
            double spent = (cost.seconds() - before) / SECONDS;
            writer.join();
            return new Row(
                    what,
                    List.of(
                            String.format(Locale.ROOT, "%,d", (long) CHANGES_A_SECOND * each),
                            String.format(Locale.ROOT, "%,d", crowd.events() / SECONDS),
                            String.format(Locale.ROOT, "%.1f", crowd.bytes() / 1e6 / SECONDS),
                            String.format(Locale.ROOT, "%.1f", crowd.delays().quantile(0.5)),
                            String.format(Locale.ROOT, "%.1f", crowd.delays().quantile(0.99)),
                            String.format(Locale.ROOT, "%.0f %%", 100 * spent)));
        }
    }

    static {
        assertThat(IntStream.of(WAITERS % 500, WATCHES % 10)).containsOnly(0);
    }
}
