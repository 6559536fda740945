package dev.oriel.process;

import static java.nio.charset.StandardCharsets.UTF_8;
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
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/** {@code oriel serve} of one configuration. */
public final class ServeProcess implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration READY = Duration.ofSeconds(90);
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final ServeConfig config;
    private final OrielProcess process;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private ServeProcess(ServeConfig config, OrielProcess process) {
        this.config = config;
        this.process = process;
    }

    /** Starts an instance; it need not be ready when this returns, nor even listen. */
    public static ServeProcess start(ServeConfig config) {
        return start(config, OrielProcess.installation());
    }

    /** Starts an instance of a distribution that lies elsewhere. */
    public static ServeProcess start(ServeConfig config, Path distribution) {
        return start(config, distribution, "");
    }

    /** Starts an instance of a distribution that lies elsewhere, with more options of the JVM. */
    public static ServeProcess start(ServeConfig config, Path distribution, String moreJavaOptions) {
        return new ServeProcess(config, OrielProcess.serve(distribution, config, moreJavaOptions));
    }

    /** What it was started with. */
    public ServeConfig config() {
        return config;
    }

    String name() {
        return config.name();
    }

    /** The process itself. */
    public OrielProcess process() {
        return process;
    }

    ServeProcess awaitListening() {
        process.awaitErr("answers on port " + config.port());
        return this;
    }

    /** Waits until it says that it is ready; fails at once if it ends. */
    public ServeProcess awaitReady() {
        return awaitReady(READY);
    }

    /** The same for one that has more to read than most. */
    public ServeProcess awaitReady(Duration patience) {
        awaitListening();
        await().alias(name() + " is ready")
                .atMost(patience)
                .failFast(name() + " has ended", () -> !process.isAlive())
                .until(this::isReady);
        return this;
    }

    /** Whether it says so; one that does not answer is not ready. */
    public boolean isReady() {
        try {
            return send("/health/ready").statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** Its answer to a GET. */
    public HttpResponse<byte[]> get(String path) {
        try {
            return send(path);
        } catch (IOException e) {
            throw new UncheckedIOException(name() + " " + path, e);
        }
    }

    /** Its answer to a GET, to come. */
    CompletableFuture<HttpResponse<byte[]>> getAsync(String path) {
        return http.sendAsync(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    HttpResponse<byte[]> read(String view, String key) {
        return get(keyPath(view, key));
    }

    JsonNode json(String path) {
        return parse(get(path));
    }

    static JsonNode parse(HttpResponse<byte[]> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(new String(response.body(), UTF_8), e);
        }
    }

    /** The sum of a metric's samples for a view, over all its clients. */
    double metric(String metric, String view) {
        return new String(get("/metrics").body(), UTF_8)
                .lines()
                .filter(line -> line.startsWith(metric + "{") && line.contains("view=\"" + view + "\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** The partitions of a view that are active on an instance, as this one has it. */
    public Set<Integer> partitionsOf(String view, String instance) {
        Set<Integer> partitions = new TreeSet<>();
        for (JsonNode each : json("/v1/views/" + view + "/partitions").path("partitions")) {
            if (each.path("active").path("instance").asText().equals(instance)) {
                partitions.add(each.path("partition").asInt());
            }
        }
        return partitions;
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + config.port() + path);
    }

    /** The path of a key. */
    public static String keyPath(String view, String key) {
        return "/v1/views/" + view + "/keys/" + URLEncoder.encode(key, UTF_8).replace("+", "%20");
    }

    /** A GET that may fail in the network. */
    HttpResponse<byte[]> send(String path) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(uri(path)).timeout(TIMEOUT).build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
