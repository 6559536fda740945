package dev.oriel.process;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.oriel.process.BenchReport.Row;
import dev.oriel.process.ParkedCrowd.Woken;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What waiting costs: from a record's production to the waiting reader's answer, beside a plain consumer of the same broker in the
 * same run; and ten thousand reads that wait on one instance. Asserts nothing about speed; writes {@code docs/benchmarks}.
 */
@ExtendWith(ShowLogs.class)
@Timeout(1200)
class WaitBench {

    private static final int ROUNDS = Integer.getInteger("bench.rounds", 7);
    private static final int TURNS_A_ROUND = Integer.getInteger("bench.turns", 6);
    private static final int RECORDS_A_TURN = 50;
    private static final Duration WARM_UP = Duration.ofSeconds(Integer.getInteger("bench.warmup", 240));
    private static final int WAITERS = Integer.getInteger("bench.waiters", 10_000);
    private static final int CROWD = 8;
    private static final Duration IDLE = Duration.ofSeconds(15);
    private static final Pace MEASURED = new Pace(10_000_000);

    /** What is compiled for speed is what runs often. */
    private static final Pace WARMING = new Pace(50_000);

    private static final String COMMAND = "./mvnw -B verify -Pbench -Dit.test=WaitBench";
    private static final String VIEWS = "orders:\n  table: { topic: orders }\n";

    /** Who learns of the record. */
    private enum Reader {
        CONSUMER("a plain consumer"),
        LOCAL("a read that waits at the owner"),
        FORWARDED("a read that waits by way of another instance");

        private final String title;

        Reader(String title) {
            this.title = title;
        }
    }

    @TempDir
    private Path folder;

    @Test
    void from_production_to_the_answer() throws Exception {
        try (KafkaProcess kafka = KafkaProcess.start(folder.resolve("kafka"), "orders:2:compact");
                ServeProcess first = serve(0, kafka);
                ServeProcess second = serve(1, kafka);
                KafkaProducer<String, String> producer = kafka.producer();
                TailingConsumer consumer = new TailingConsumer(kafka.bootstrapServers(), "orders")) {
            first.awaitReady();
            second.awaitReady();
            producer.send(new ProducerRecord<>("orders", "watched", "0")).get();
            boolean firstOwns = first.partitionsOf("orders", first.name()).contains(consumer.partitionOf("watched"));
            ServeProcess owner = firstOwns ? first : second;
            ServeProcess other = firstOwns ? second : first;
            crowd(owner, other, consumer, producer);
            Map<Reader, List<Latencies>> rounds = new EnumMap<>(Reader.class);
            try (LongPoll local = new LongPoll(owner.config().port(), "orders", "watched");
                    LongPoll forwarded = new LongPoll(other.config().port(), "orders", "watched")) {
                Map<Reader, Turn> turns = Map.of(
                        Reader.CONSUMER, pace -> consumer.measure(RECORDS_A_TURN, pace, () -> write(producer)),
                        Reader.LOCAL, pace -> measure(local, pace, producer),
                        Reader.FORWARDED, pace -> measure(forwarded, pace, producer));
                warmUp(turns);
                for (int round = 0; round < ROUNDS; round++) {
                    Map<Reader, Latencies> of = round(turns, MEASURED);
                    of.forEach((reader, latencies) -> rounds.computeIfAbsent(reader, key -> new ArrayList<>())
                            .add(latencies));
                }
                assertThat(forwarded.forwarded()).isTrue();
                assertThat(local.forwarded()).isFalse();
            }
            report(rounds);
        }
    }

    /** Some records for one reader. */
    private interface Turn {
        Latencies measure(Pace pace) throws Exception;
    }

    /**
     * Readers that wait at both instances, each for a key of its own, all at once and without a pause: what runs often enough is
     * compiled for speed, and the compilers are done with it before anything is measured.
     */
    private static void crowd(
            ServeProcess owner, ServeProcess other, TailingConsumer consumer, KafkaProducer<String, String> producer)
            throws Exception {
        long end = System.nanoTime() + WARM_UP.toNanos() * 3 / 4;
        int partition = consumer.partitionOf("watched");
        List<String> keys = IntStream.range(0, 100 * CROWD)
                .mapToObj(i -> "crowd-" + i)
                .filter(key -> consumer.partitionOf(key) == partition)
                .limit(CROWD)
                .toList();
        List<Future<Integer>> readers = new ArrayList<>();
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            for (String key : keys) {
                int port = (readers.size() % 2 == 0 ? owner : other).config().port();
                readers.add(threads.submit(() -> readUntil(end, port, key, producer)));
            }
            for (Future<Integer> reader : readers) {
                assertThat(reader.get()).isPositive();
            }
        }
    }

    private static int readUntil(long end, int port, String key, KafkaProducer<String, String> producer)
            throws Exception {
        int reads = 0;
        producer.send(new ProducerRecord<>("orders", key, "0")).get();
        try (LongPoll poll = new LongPoll(port, "orders", key)) {
            poll.catchUp();
            while (System.nanoTime() - end < 0) {
                poll.ask();
                var unused = producer.send(new ProducerRecord<>("orders", key, Integer.toString(reads++)));
                long answered = poll.awaitAnswer();
                assertThat(answered).isPositive();
            }
        }
        return reads;
    }

    private static void warmUp(Map<Reader, Turn> turns) throws Exception {
        long end = System.nanoTime() + WARM_UP.toNanos() / 4;
        while (System.nanoTime() - end < 0) {
            Map<Reader, Latencies> uncounted = round(turns, WARMING);
            assertThat(uncounted).hasSize(turns.size());
        }
    }

    /** Readers take short turns, so that what else happens on the machine befalls all of them. */
    private static Map<Reader, Latencies> round(Map<Reader, Turn> turns, Pace pace) throws Exception {
        Map<Reader, Latencies> round = new EnumMap<>(Reader.class);
        for (int turn = 0; turn < TURNS_A_ROUND; turn++) {
            for (Reader reader : Reader.values()) {
                round.computeIfAbsent(reader, key -> new Latencies())
                        .addAll(requireNonNull(turns.get(reader)).measure(pace));
            }
        }
        return round;
    }

    private ServeProcess serve(int number, KafkaProcess kafka) {
        return ServeProcess.start(ServeConfig.of(folder, "oriel-" + number, kafka.bootstrapServers(), VIEWS));
    }

    private static long write(KafkaProducer<String, String> producer) {
        long now = System.nanoTime();
        var unused = producer.send(new ProducerRecord<>("orders", "watched", Long.toString(now)));
        return now;
    }

    private static Latencies measure(LongPoll poll, Pace pace, KafkaProducer<String, String> producer)
            throws Exception {
        Latencies latencies = new Latencies();
        poll.catchUp();
        for (int i = 0; i < RECORDS_A_TURN; i++) {
            poll.ask();
            // Long enough for the read to be parked.
            pace.pause();
            long written = write(producer);
            latencies.add(poll.awaitAnswer() - written);
        }
        return latencies;
    }

    private static void report(Map<Reader, List<Latencies>> rounds) {
        BenchReport report = new BenchReport(
                "wake-up",
                "From production to the waiting reader's answer",
                "Milliseconds from handing the record to the producer until the reader has it: medians over "
                        + ROUNDS + " rounds, lowest and highest round in brackets. In a round the readers take "
                        + TURNS_A_ROUND + " turns of " + RECORDS_A_TURN + " records each; before, "
                        + WARM_UP.toSeconds()
                        + " s that do not count, in which " + CROWD
                        + " readers wait at both instances all the time, and then the same turns without pauses. Between a read and the record that it waits for there"
                        + " are 10 to 20 ms, and between two records that the consumer waits for. One broker, two instances and the readers share the machine.",
                COMMAND,
                List.of("reader", "p50 ms", "p99 ms"));
        rounds.forEach((reader, latencies) -> report.add(
                new Row(reader.title, List.of(Latencies.spread(latencies, 0.5), Latencies.spread(latencies, 0.99)))));
        report.write();
    }

    @Test
    void ten_thousand_reads_that_wait() throws Exception {
        BenchReport report = new BenchReport(
                "parked",
                "Reads that wait on one instance",
                WAITERS + " connections over HTTP/1.1, one read each. Heap is what a full collection leaves (jcmd"
                        + " GC.class_histogram), resident memory is VmRSS; both divided by the connections, less what there was"
                        + " before them. CPU is of one core, over " + IDLE.toSeconds() + " s.",
                COMMAND,
                List.of(
                        "what",
                        "heap bytes each",
                        "resident bytes each",
                        "CPU while idle",
                        "first answer ms",
                        "all answers ms"));
        try (KafkaProcess kafka = KafkaProcess.start(folder.resolve("kafka"), "orders:2:compact");
                ServeProcess serve = serve(0, kafka);
                KafkaProducer<String, String> producer = kafka.producer()) {
            serve.awaitReady();
            ProcessCost cost = new ProcessCost(serve.process().pid());
            report.add(new Row("nobody connected", List.of("", "", percent(cost.cpu(IDLE)), "", "")));
            try (ParkedCrowd idle = ParkedCrowd.connect(serve.config().port(), WAITERS)) {
                // A first crowd fills the pools that the next ones use again.
                idle.answerOnce(ServeProcess.keyPath("orders", "nobody"));
            }
            report.add(measure("connected, nobody waits", serve, cost, crowd -> {
                crowd.answerOnce(ServeProcess.keyPath("orders", "nobody"));
                return List.of();
            }));
            report.add(measure(
                    "each waits for a key of its own",
                    serve,
                    cost,
                    crowd -> {
                        crowd.park(i -> ServeProcess.keyPath("orders", "own-" + i) + "?version=0&wait=60s");
                        awaitParked(serve);
                        return keys(i -> "own-" + i);
                    },
                    producer));
            report.add(measure(
                    "all wait for one key",
                    serve,
                    cost,
                    crowd -> {
                        crowd.park(i -> ServeProcess.keyPath("orders", "celebrity") + "?version=0&wait=60s");
                        awaitParked(serve);
                        return List.of("celebrity");
                    },
                    producer));
        }
        report.write();
    }

    private interface Preparation {
        /** Returns the keys to write so that all are answered. */
        List<String> prepare(ParkedCrowd crowd) throws Exception;
    }

    private static Row measure(String what, ServeProcess serve, ProcessCost cost, Preparation preparation)
            throws Exception {
        long heap = cost.heap();
        long resident = cost.resident();
        try (ParkedCrowd crowd = ParkedCrowd.connect(serve.config().port(), WAITERS)) {
            preparation.prepare(crowd);
            return new Row(what, costs(cost, heap, resident));
        }
    }

    private static Row measure(
            String what,
            ServeProcess serve,
            ProcessCost cost,
            Preparation preparation,
            KafkaProducer<String, String> producer)
            throws Exception {
        long heap = cost.heap();
        long resident = cost.resident();
        try (ParkedCrowd crowd = ParkedCrowd.connect(serve.config().port(), WAITERS)) {
            List<String> keys = preparation.prepare(crowd);
            List<String> cells = costs(cost, heap, resident);
            Woken woken = crowd.awaitAnswers(() -> {
                keys.forEach(key -> {
                    var unused = producer.send(new ProducerRecord<>("orders", key, "1"));
                });
                producer.flush();
            });
            return new Row(
                    what,
                    List.of(cells.get(0), cells.get(1), cells.get(2), millis(woken.first()), millis(woken.last())));
        }
    }

    private static List<String> costs(ProcessCost cost, long heap, long resident) throws Exception {
        long heapEach = (cost.heap() - heap) / WAITERS;
        long residentEach = (cost.resident() - resident) / WAITERS;
        return List.of(Long.toString(heapEach), Long.toString(residentEach), percent(cost.cpu(IDLE)), "", "");
    }

    private static List<String> keys(IntFunction<String> name) {
        return IntStream.range(0, WAITERS).mapToObj(name).toList();
    }

    private static void awaitParked(ServeProcess serve) {
        await().atMost(Duration.ofSeconds(40)).until(() -> serve.metric("oriel_reads_waiting", "orders") == WAITERS);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    private static String millis(Duration time) {
        return String.format(Locale.ROOT, "%.1f", time.toNanos() / 1e6);
    }
}
