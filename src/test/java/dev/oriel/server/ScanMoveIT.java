package dev.oriel.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Partitions move while ranges are read: no request fails, and each key is met once, in order. */
@Timeout(240)
class ScanMoveIT {

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    private static final Duration AT_MOST = Duration.ofSeconds(60);

    /** More than what may lie in buffers on the way to a client that does not read on. */
    private static final int ENTRIES = 12_000;

    private static final String PADDING = "x".repeat(1_500);
    private static final int PAGE = 200;
    private static final int FIRST_PAGES = 5;
    private static final int FIRST_LINES = 500;
    private static final String VIEWS = """
            wandering: { table: { topic: wandering }, indexes: { parity: .parity } }
            remembered: { table: { topic: wandering }, store: memory, indexes: { parity: .parity } }
            """;
    private static final List<String> KEYS = IntStream.range(0, ENTRIES)
            .mapToObj(i -> String.format(Locale.ROOT, "w%05d", i))
            .toList();

    private final ExecutorService changes = Executors.newSingleThreadExecutor();
    private OrielCluster cluster;

    @BeforeAll
    static void write() {
        KAFKA.create("wandering:6:compact");
        for (int i = 0; i < ENTRIES; i++) {
            KAFKA.send("wandering", KEYS.get(i), "{\"parity\":%d,\"padding\":\"%s\"}".formatted(i % 2, PADDING));
        }
        KAFKA.flush();
    }

    @BeforeEach
    void start() throws Exception {
        cluster = new OrielCluster(KAFKA, VIEWS).with("reads.timeout", "30s");
        for (int instance = 0; instance < 2; instance++) {
            cluster.start(instance);
        }
        cluster.awaitReady();
        awaitShared(2);
        cluster.awaitApplied("wandering", "wandering");
        cluster.awaitApplied("remembered", "wandering");
    }

    @AfterEach
    void stop() {
        changes.shutdownNow();
        cluster.close();
    }

    /** Waits until the partitions are shared by so many instances that are ready. */
    private void awaitShared(int sharing) {
        await().atMost(AT_MOST).until(() -> {
            for (String view : List.of("wandering", "remembered")) {
                String table = cluster.client(0)
                        .get("/v1/views/" + view + "/partitions")
                        .text();
                long owners = IntStream.range(0, 3)
                        .filter(instance -> table.contains("\"instance\":\"oriel-" + instance + '"'))
                        .count();
                if (owners != sharing) {
                    return false;
                }
            }
            return cluster.client(0).get("/health/ready").status() == 200;
        });
    }

    private Future<?> join() {
        return changes.submit(() -> {
            cluster.start(2);
            awaitShared(3);
            return true;
        });
    }

    private Future<?> leave() {
        return changes.submit(() -> {
            cluster.stop(2);
            awaitShared(2);
            return true;
        });
    }

    /** The instances that are there throughout. */
    private List<OrielClient> staying() {
        return List.of(cluster.client(0), cluster.client(1));
    }

    private static List<String> keys(List<JsonNode> entries) {
        return entries.stream().map(entry -> entry.path("key").asText()).toList();
    }

    /** Reads some pages, then others while instances come or go, and the last when that is over. */
    private static List<JsonNode> readAmid(Pages pages, Future<?> change) throws Exception {
        int last = pages.read() + ENTRIES / PAGE / 2;
        while (!change.isDone() && pages.read() < last) {
            pages.readNext();
        }
        change.get();
        while (pages.hasNext()) {
            pages.readNext();
        }
        return pages.entries();
    }

    private Pages begun(String path) throws Exception {
        Pages pages = new Pages(staying(), path);
        for (int page = 0; page < FIRST_PAGES; page++) {
            pages.readNext();
        }
        return pages;
    }

    @ParameterizedTest
    @ValueSource(strings = {"wandering", "remembered"})
    void a_scan_in_pages_goes_on_while_an_instance_joins_and_while_it_leaves(String view) throws Exception {
        String path = "/v1/views/" + view + "/entries?limit=" + PAGE;

        Pages joining = begun(path);
        assertThat(keys(readAmid(joining, join()))).isEqualTo(KEYS);

        Pages leaving = begun(path + "&order=desc");
        assertThat(keys(readAmid(leaving, leave()))).isEqualTo(KEYS.reversed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"wandering", "remembered"})
    void an_export_goes_on_while_an_instance_joins_and_while_it_leaves(String view) throws Exception {
        List<String> byParity = IntStream.range(0, ENTRIES)
                .mapToObj(i -> KEYS.get(i < ENTRIES / 2 ? 2 * i : 2 * i - ENTRIES + 1))
                .toList();

        assertThat(exportAmid("/v1/views/" + view + "/entries", this::join)).isEqualTo(KEYS);
        assertThat(exportAmid("/v1/views/" + view + "/indexes/parity", this::leave))
                .isEqualTo(byParity);
    }

    @FunctionalInterface
    private interface Change {
        Future<?> begin();
    }

    /** Reads some lines of a stream, and the rest when an instance has come or gone. */
    private List<String> exportAmid(String path, Change change) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + cluster.instance(1).port() + path);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Accept", "application/x-ndjson")
                .build();
        ObjectMapper json = new ObjectMapper();
        List<String> keys = new ArrayList<>();
        try (HttpClient http = HttpClient.newHttpClient();
                BufferedReader lines = new BufferedReader(new InputStreamReader(
                        http.send(request, HttpResponse.BodyHandlers.ofInputStream())
                                .body(),
                        StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                keys.add(json.readTree(line).path("key").asText());
                if (keys.size() == FIRST_LINES) {
                    change.begin().get();
                }
            }
        }
        return keys;
    }
}
