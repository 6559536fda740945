package dev.oriel.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.oriel.plain.PlainServer;
import dev.oriel.process.BenchReport;
import dev.oriel.process.KafkaProcess;
import dev.oriel.process.OrielProcess;
import dev.oriel.process.Ports;
import dev.oriel.process.ServeConfig;
import dev.oriel.process.ServeProcess;
import dev.oriel.process.ShowLogs;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Lookups of single keys, local and forwarded, beside what else answers a GET. Needs two cores, and wrk, nginx, redis-server and webdis
 * of Debian.
 */
@ExtendWith(ShowLogs.class)
@Timeout(3600)
class LookupBench {

    private static final int ROWS = Integer.getInteger("bench.rows", 1_000_000);
    private static final int HOT = 10_000;
    private static final int IN_MEMORY = Math.min(ROWS, 100_000);
    private static final int CONNECTIONS = 64;

    /** Until most keys have been asked for. */
    private static final int FILLING_SECONDS = 120;

    private static final Duration LOADED = Duration.ofMinutes(5);

    private static final String VIEWS = """
            rows:
              table: { topic: rows }
            few:
              table: { topic: few }
              store: memory
            """;

    /** A view of its own, so that the two instances do not share the partitions. */
    private static final String ROOMY = """
            rows-again:
              table: { topic: rows }
            """;

    @TempDir
    private Path folder;

    @RegisterExtension
    private final StartedProcesses started = new StartedProcesses();

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void a_local_lookup_beside_others() throws Exception {
        KafkaProcess kafka =
                started.add(KafkaProcess.start(folder.resolve("kafka"), "rows:8:compact", "few:8:compact"));
        Rows.produce(kafka.bootstrapServers(), "rows", ROWS);
        Rows.produce(kafka.bootstrapServers(), "few", IN_MEMORY);
        Others others = started.add(new Others(folder));

        Contender jetty = constant("jetty", "bare Jetty, a constant", "/");
        ServeProcess oriel = oriel(0, "rocksdb: 1GiB", kafka, VIEWS);
        ServeProcess roomy = oriel(1, "rocksdb: 1GiB, hot-entries: 768MiB", kafka, ROOMY);
        List<Contender> contenders = new ArrayList<>();
        contenders.add(jetty);
        Contender hot = Contender.oriel(
                "Oriel, RocksDB, any of " + ROWS + " keys, room for all as hot entries",
                roomy,
                List.of(roomy),
                "rows-again",
                ROWS);
        contenders.add(hot);
        contenders.add(
                Contender.oriel("Oriel, RocksDB, any of " + ROWS + " keys", oriel, List.of(oriel), "rows", ROWS));
        contenders.add(Contender.oriel("Oriel, RocksDB, " + HOT + " hot keys", oriel, List.of(oriel), "rows", HOT));
        contenders.add(Contender.oriel(
                "Oriel, in memory, any of " + IN_MEMORY + " keys", oriel, List.of(oriel), "few", IN_MEMORY));
        contenders.add(others.nginx());
        contenders.add(others.webdis(ROWS));
        contenders.add(constant("javalin", "Javalin, a constant", "/keys/"));
        contenders.add(plain(kafka));
        contenders.stream().filter(Contender::isJava).forEach(this::awaitLastKey);

        Wrk wrk = new Wrk(folder);
        Wrk.Result filled = wrk.run(hot, CONNECTIONS, FILLING_SECONDS, -1, 0);
        assertThat(filled.count()).isGreaterThan(ROWS);
        Race race = new Race(wrk, contenders, CONNECTIONS).run();
        report("lookup", "A local lookup beside others", race, contenders, jetty, "of bare Jetty");
    }

    @Test
    void a_forwarded_lookup_beside_a_direct_one() throws Exception {
        KafkaProcess kafka =
                started.add(KafkaProcess.start(folder.resolve("kafka"), "rows:1:compact", "few:1:compact"));
        Rows.produce(kafka.bootstrapServers(), "rows", HOT);
        ServeProcess first = oriel(0, "rocksdb: 1GiB", kafka, "rows:\n  table: { topic: rows }\n");
        ServeProcess second = oriel(1, "rocksdb: 1GiB", kafka, "rows:\n  table: { topic: rows }\n");
        boolean firstOwns = !first.partitionsOf("rows", first.config().name()).isEmpty();
        ServeProcess owner = firstOwns ? first : second;
        ServeProcess other = firstOwns ? second : first;
        List<ServeProcess> both = List.of(first, second);
        Contender direct = Contender.oriel("direct", owner, both, "rows", HOT);
        Contender forwarded = Contender.oriel("forwarded", other, both, "rows", HOT);
        List<Contender> contenders = List.of(direct, forwarded);
        contenders.forEach(this::awaitLastKey);

        Race busy = new Race(new Wrk(folder), contenders, CONNECTIONS).run();
        report("hop", "A forwarded lookup beside a direct one", busy, contenders, direct, "of direct");
        Race idle = new Race(new Wrk(folder), contenders, 1).run();
        report("hop-idle", "The same with one request at a time", idle, contenders, direct, "of direct");
    }

    private Contender constant(String kind, String name, String path) {
        int port = Ports.free();
        OrielProcess process = started.add(
                OrielProcess.startMain(kind, ConstantServer.class, "", List.of(kind, Integer.toString(port))));
        process.awaitOut("listens on");
        return new Contender(name, port, path, HOT, List.of(process.pid()), true);
    }

    private ServeProcess oriel(int number, String memory, KafkaProcess kafka, String views) {
        ServeConfig config = ServeConfig.of(folder, "oriel-" + number, kafka.bootstrapServers(), views)
                .withMemory(memory);
        ServeProcess oriel = started.add(ServeProcess.start(config));
        return oriel.awaitReady();
    }

    private Contender plain(KafkaProcess kafka) {
        int port = Ports.free();
        OrielProcess plain = started.add(OrielProcess.startMain(
                "plain",
                PlainServer.class,
                "",
                List.of(
                        Integer.toString(port),
                        "127.0.0.1",
                        kafka.bootstrapServers(),
                        "rows",
                        folder.resolve("plain").toString())));
        return new Contender("Kafka Streams + IQ + Javalin", port, "/keys/", ROWS, List.of(plain.pid()), true);
    }

    private void awaitLastKey(Contender contender) {
        URI uri = URI.create("http://127.0.0.1:" + contender.port() + contender.path() + (contender.keys() - 1));
        await().atMost(LOADED)
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == 200);
    }

    private static void report(
            String name, String title, Race race, List<Contender> contenders, Contender baseline, String ratio) {
        BenchReport report = new BenchReport(
                name,
                title,
                race.method() + " Values have " + Rows.BYTES + " bytes. The ratio is that of the median rates.",
                "./mvnw -B verify -Pbench -Dit.test=LookupBench",
                List.of(
                        "who",
                        "requests/s",
                        ratio,
                        "p50 ms",
                        "p99 ms",
                        "CPU µs a request",
                        "bytes allocated a request"));
        for (Contender contender : contenders) {
            List<String> cells = new ArrayList<>(race.figuresBeside(contender, baseline));
            cells.add(
                    contender.isJava()
                            ? String.format(Locale.ROOT, "%,.0f", race.median(contender, Race.Turn::allocated))
                            : "");
            report.add(new BenchReport.Row(contender.name(), cells));
        }
        report.write();
    }
}
