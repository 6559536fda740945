package dev.oriel.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A Prometheus on a free port of loopback, which looks every second. Its data goes with the test's folder. */
final class PrometheusProcess implements AutoCloseable {

    /** What it calls the job of the instances. */
    static final String JOB = "oriel";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final OrielProcess process;
    private final int port;
    private final HttpClient http = HttpClient.newHttpClient();

    private PrometheusProcess(OrielProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts one, and returns when it answers.
     *
     * @param folder for its file and its data
     * @param targets what to scrape, as {@code host:port}
     * @param rules files of rules to evaluate
     */
    static PrometheusProcess start(Path folder, List<String> targets, List<Path> rules) throws IOException {
        Map<String, Object> settings = Map.of(
                "global", Map.of("scrape_interval", "1s", "evaluation_interval", "1s"),
                "rule_files", rules.stream().map(Path::toString).toList(),
                "scrape_configs",
                        List.of(Map.of("job_name", JOB, "static_configs", List.of(Map.of("targets", targets)))));
        Files.createDirectories(folder);
        // All JSON is YAML.
        Path file = Files.write(folder.resolve("prometheus.yml"), JSON.writeValueAsBytes(settings));
        int port = Ports.free();
        OrielProcess process = OrielProcess.start(
                "prometheus",
                new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + file,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port,
                        "--log.level=warn"));
        PrometheusProcess started = new PrometheusProcess(process, port);
        await().atMost(PATIENCE)
                .failFast("Prometheus has ended", () -> !process.isAlive())
                .until(started::isReady);
        return started;
    }

    private boolean isReady() {
        try {
            return get("/-/ready").statusCode() == 200;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    /** What an expression gives now: a list of series, each with its value. */
    JsonNode query(String expression) {
        return data("/api/v1/query?query=" + URLEncoder.encode(expression, UTF_8), expression)
                .path("result");
    }

    /** The groups of rules that it evaluates. */
    JsonNode ruleGroups() {
        return data("/api/v1/rules", "rules").path("groups");
    }

    private JsonNode data(String path, String what) {
        try {
            JsonNode answer = JSON.readTree(get(path).body());
            assertThat(answer.path("status").asText()).as(what + ": " + answer).isEqualTo("success");
            return answer.path("data");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpResponse<byte[]> get(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(PATIENCE)
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        process.close();
        http.close();
    }
}
