package dev.oriel.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code oriel demo} as one who has just found Oriel runs it: what its screen names is there, and Ctrl-C leaves nothing. */
@ExtendWith(ShowLogs.class)
@Timeout(180)
class DemoIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** Seconds by itself; a machine that has much else to do takes its time over so many parts. */
    private static final Duration STOP = Duration.ofSeconds(30);

    /** A quarter of a minute by itself, and as STOP. */
    private static final Duration SCREEN = Duration.ofMinutes(2);

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    private Path folder;

    /** A demo of two instances, on free ports and with its temporary files in a folder of the test's. */
    private record Demo(OrielProcess process, int port, Path temporary) implements AutoCloseable {

        /** The URL on the screen that matches first. */
        String url(String regex) {
            return process.awaitOut("http://localhost:\\d+" + regex).group();
        }

        Demo awaitScreen() {
            process.awaitOut("Ctrl-C stops everything", SCREEN);
            return this;
        }

        @Override
        public void close() {
            process.close();
        }
    }

    private Demo start(Map<String, String> options) throws IOException {
        Path temporary = Files.createDirectories(folder.resolve("temporary"));
        int port = Ports.free(2);
        Map<String, String> all = new TreeMap<>(
                Map.of("--port", Integer.toString(port), "--instances", "2", "--kafka-port", "0", "--shop-port", "0"));
        all.putAll(options);
        List<String> command = new ArrayList<>(List.of("demo"));
        all.forEach((name, value) -> command.addAll(List.of(name, value)));
        return new Demo(OrielProcess.startIn(temporary, command), port, temporary);
    }

    @Test
    void it_answers_what_its_screen_says_and_nothing_is_left_after_ctrl_c() throws Exception {
        try (Demo demo = start(Map.of()).awaitScreen()) {
            HttpResponse<String> first =
                    get(demo.url("/v1/views/orders/keys/o-\\w+\n").strip());
            assertThat(first.statusCode()).isEqualTo(200);
            assertThat(JSON.readTree(first.body()).path("id").asText()).startsWith("o-");

            HttpResponse<String> placed = send(
                    "POST",
                    demo.url("/orders\n").strip(),
                    "{\"customer\":\"c-00001\",\"product\":\"p-0001\",\"quantity\":2}");
            assertThat(placed.statusCode()).isEqualTo(201);
            JsonNode receipt = JSON.readTree(placed.body());
            assertOrderIsReadable(placed.headers().firstValue("Location").orElseThrow(), receipt, "placed");
            HttpResponse<String> moved = send(
                    "PUT",
                    demo.url("/orders\n").strip() + "/" + receipt.path("id").asText() + "/status",
                    "{\"status\":\"paid\"}");
            assertThat(moved.statusCode()).isEqualTo(200);
            assertOrderIsReadable(placed.headers().firstValue("Location").orElseThrow(), receipt, "paid");

            OrielProcess.End end = demo.process().terminate();

            assertThat(end.exitCode()).isZero();
            assertThat(end.took()).isLessThan(STOP);
            assertThat(demo.process().err()).doesNotContain("ERROR", "while stopping", "\tat ");
            assertThat(demo.temporary()).isEmptyDirectory();
            assertThat(Ports.areFree(demo.port(), 2)).isTrue();
        }
    }

    private static void assertOrderIsReadable(String url, JsonNode receipt, String status) {
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            HttpResponse<String> read = get(url);
            assertThat(read.statusCode()).isEqualTo(200);
            assertThat(JSON.readTree(read.body()).path("id").asText())
                    .isEqualTo(receipt.path("id").asText());
            assertThat(JSON.readTree(read.body()).path("status").asText()).isEqualTo(status);
        });
    }

    @Test
    void with_a_folder_the_next_demo_answers_what_the_last_one_knew() throws Exception {
        Path data = folder.resolve("data");
        Map<String, String> kept = Map.of("--dir", data.toString(), "--instances", "1");
        String order;
        HttpResponse<String> before;
        try (Demo demo = start(kept).awaitScreen()) {
            // The one that only a command moves on.
            order = URI.create(demo.url("/v1/views/orders/keys/o-\\w+/watch").replace("/watch", ""))
                    .getPath();
            before = get("http://localhost:" + demo.port() + order);
            assertThat(before.statusCode()).isEqualTo(200);
            assertThat(demo.process().terminate().exitCode()).isZero();
        }
        assertThat(data).isNotEmptyDirectory();

        try (Demo demo = start(kept).awaitScreen()) {
            HttpResponse<String> after = get("http://localhost:" + demo.port() + order);

            assertThat(after.statusCode()).isEqualTo(200);
            assertThat(after.body()).isEqualTo(before.body());
            assertThat(after.headers().firstValue("Oriel-Timestamp"))
                    .isEqualTo(before.headers().firstValue("Oriel-Timestamp"));
            assertThat(demo.process().terminate().exitCode()).isZero();
            assertThat(demo.temporary()).isEmptyDirectory();
        }
        assertThat(data).isNotEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"starting Kafka", "writing products", "starting 2 instances"})
    void stopped_amid_its_start_it_leaves_nothing_either(String step) throws IOException {
        try (Demo demo = start(Map.of())) {
            demo.process().awaitErr(step);

            OrielProcess.End end = demo.process().terminate();

            assertThat(end.exitCode()).isZero();
            assertThat(end.took()).isLessThan(STOP);
            assertThat(demo.process().err()).doesNotContain("ERROR", "while stopping", "\tat ");
            assertThat(demo.temporary()).isEmptyDirectory();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--port", "--kafka-port", "--shop-port"})
    void a_taken_port_is_said_with_its_option_and_nothing_is_left(String option) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Demo demo = start(Map.of(option, Integer.toString(taken.getLocalPort())))) {
            assertThat(demo.process().awaitEnd()).isEqualTo(2);

            assertThat(demo.process().err().lines())
                    .filteredOn(line -> !line.endsWith("…"))
                    .singleElement()
                    .asString()
                    .contains(Integer.toString(taken.getLocalPort()), "(" + option + ")");
            assertThat(demo.temporary()).isEmptyDirectory();
        }
    }

    private static HttpResponse<String> get(String url) throws IOException, InterruptedException {
        return send("GET", url, "");
    }

    private static HttpResponse<String> send(String method, String url, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(20))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString(UTF_8));
    }
}
