package dev.oriel.demo;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oriel.broker.BrokerOptions;
import dev.oriel.broker.EmbeddedKafka;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shop's commands over HTTP, and what they leave in a real log. */
@Timeout(120)
class ShopServerIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final URI READS = URI.create("http://localhost:8080");
    private static final String AN_ORDER = "{\"customer\":\"c-00002\",\"product\":\"p-0003\",\"quantity\":2}";
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static EmbeddedKafka kafka;
    private static OrderDesk desk;
    private static ShopServer server;

    @BeforeAll
    static void open() {
        kafka = EmbeddedKafka.start(BrokerOptions.temporary());
        kafka.createTopic(ShopTraffic.ORDERS);
        desk = OrderDesk.open(kafka.bootstrapServers(), shop(), Clock.systemUTC());
        server = ShopServer.bind(0);
        server.start(desk, READS);
    }

    @AfterAll
    static void close() {
        server.close();
        desk.close();
        kafka.close();
    }

    @Test
    void a_placed_order_is_in_the_log_where_the_answer_says_and_is_read_where_it_says() throws Exception {
        HttpResponse<String> placed = send("POST", "/orders", AN_ORDER);

        assertThat(placed.statusCode()).isEqualTo(201);
        JsonNode receipt = JSON.readTree(placed.body());
        String id = receipt.path("id").asText();
        String position = receipt.path("position").asText();
        String inOriel = "http://localhost:8080/v1/views/orders/keys/" + id;
        assertThat(placed.headers().firstValue("Location")).contains(inOriel);
        assertThat(receipt.path("read").asText()).isEqualTo(inOriel + "?after=" + position + "&wait=10s");
        ConsumerRecord<String, String> record = recordAt(position);
        assertThat(record.key()).isEqualTo(id);
        JsonNode order = JSON.readTree(record.value());
        assertThat(order.path("version").asInt()).isEqualTo(1);
        assertThat(order.path("status").asText()).isEqualTo("placed");
        assertThat(order.path("customerId").asText()).isEqualTo("c-00002");
        assertThat(order.path("items")).hasSize(1);
        assertThat(order.path("items").path(0).path("productId").asText()).isEqualTo("p-0003");
        assertThat(order.path("items").path(0).path("quantity").asInt()).isEqualTo(2);
    }

    @Test
    void a_placed_order_has_the_members_of_those_that_the_traffic_writes() throws Exception {
        JsonNode receipt = JSON.readTree(send("POST", "/orders", AN_ORDER).body());
        OrderEvent.Changed written = (OrderEvent.Changed) shop().next();

        JsonNode order =
                JSON.readTree(recordAt(receipt.path("position").asText()).value());

        assertThat(order.fieldNames())
                .toIterable()
                .containsExactlyElementsOf(
                        () -> parse(ShopJson.of(written.order())).fieldNames());
    }

    @Test
    void an_order_moves_on_one_version_at_a_time() throws Exception {
        String status = place() + "/status";

        int version = 1;
        for (String next : List.of("paid", "packed", "shipped", "delivered", "returned")) {
            HttpResponse<String> moved = send("PUT", status, "{\"status\":\"" + next + "\"}");

            assertThat(moved.statusCode()).as(moved::body).isEqualTo(200);
            JsonNode receipt = JSON.readTree(moved.body());
            version++;
            assertThat(receipt.path("version").asInt()).isEqualTo(version);
            assertThat(receipt.path("status").asText()).isEqualTo(next);
            JsonNode order =
                    JSON.readTree(recordAt(receipt.path("position").asText()).value());
            assertThat(order.path("version").asInt()).isEqualTo(version);
            assertThat(order.path("status").asText()).isEqualTo(next);
        }
    }

    @Test
    void many_who_ask_for_the_same_change_at_once_get_one_event() throws Exception {
        String status = place() + "/status";
        Callable<HttpResponse<String>> pay = () -> send("PUT", status, "{\"status\":\"paid\"}");
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            List<String> bodies = new ArrayList<>();
            for (Future<HttpResponse<String>> each : threads.invokeAll(Collections.nCopies(50, pay))) {
                assertThat(each.get().statusCode()).isEqualTo(200);
                bodies.add(each.get().body());
            }

            assertThat(bodies).hasSize(50);
            assertThat(bodies.stream().distinct()).singleElement().asString().contains("\"version\":2,");
        }
    }

    @Test
    void what_the_orders_status_does_not_allow_is_a_conflict_that_says_what_is_allowed() throws Exception {
        HttpResponse<String> refused = send("PUT", place() + "/status", "{\"status\":\"delivered\"}");

        assertProblem(refused, 409, "is placed and may become paid or cancelled, but not delivered.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    POST   | /orders           | {"customer":"c-1","product":"p-0001","quantity":1}     | 400 | there is no customer 'c-1'; the last of them is 'c-01000'.
                    POST   | /orders           | {"customer":"c-00001","product":"p-1","quantity":1}    | 400 | there is no product 'p-1'; the last of them is 'p-0240'.
                    POST   | /orders           | {"customer":"c-00001","product":"p-0001","quantity":0} | 400 | quantity: expected a whole number from 1 to 100, found 0.
                    PUT    | /orders/o-1/status| {"status":"paid"}                                      | 404 | No order 'o-1' is known here
                    GET    | /                 | ``                                                     | 404 | There is nothing at this path. POST /orders places an order
                    GET    | /orders           | ``                                                     | 405 | orders are read from Oriel
                    DELETE | /orders/o-1/status| ``                                                     | 405 | PUT /orders/{id}/status moves it on
                    """)
    void a_bad_command_is_a_problem_that_says_what_is_wrong(
            String method, String path, String body, int status, String detail) throws Exception {
        assertProblem(send(method, path, body), status, detail);
    }

    @Test
    void a_wrong_method_is_told_the_right_one() throws Exception {
        assertThat(send("GET", "/orders", "").headers().firstValue("Allow")).contains("POST");
        assertThat(send("POST", "/orders/o-1/status", "{}").headers().firstValue("Allow"))
                .contains("PUT");
        assertThat(send("HEAD", "/orders", "").statusCode()).isEqualTo(405);
    }

    @Test
    void a_body_beyond_the_limit_is_refused() throws Exception {
        assertProblem(send("POST", "/orders", " ".repeat(5_000)), 413, "The body has more than 4096 bytes");
    }

    @Test
    void whoever_comes_on_top_of_the_limit_is_told_to_come_again() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < ShopServer.MAX_COMMANDS; i++) {
                Socket socket = new Socket(
                        InetAddress.getLoopbackAddress(), server.url().getPort());
                slow.add(socket);
                socket.getOutputStream()
                        .write("POST /orders HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n".getBytes(US_ASCII));
            }
            await().untilAsserted(() -> {
                HttpResponse<String> refused = send("GET", "/", "");
                assertProblem(refused, 503, "Too many commands are under way.");
                assertThat(refused.headers().firstValue("Retry-After")).contains("1");
            });
        } finally {
            for (Socket each : slow) {
                each.close();
            }
        }
        await().untilAsserted(() ->
                assertThat(send("POST", "/orders", AN_ORDER).statusCode()).isEqualTo(201));
    }

    @Test
    void a_command_that_kafka_does_not_take_in_time_is_not_said_to_be_done() throws Exception {
        RecordWriter impatient = new RecordWriter("127.0.0.1:1", Duration.ZERO, Duration.ofMillis(500));
        try (OrderDesk closed = new OrderDesk(shop(), Clock.systemUTC(), impatient);
                ShopServer alone = ShopServer.bind(0)) {
            alone.start(closed, READS);

            HttpResponse<String> failed = send(alone, "POST", "/orders", AN_ORDER);

            assertProblem(failed, 503, "Kafka has not taken the event: ");
            assertThat(failed.headers().firstValue("Retry-After")).isPresent();
        }
    }

    @Test
    void a_taken_port_is_said_in_one_line() {
        int port = server.url().getPort();

        assertThatExceptionOfType(ShopPortException.class)
                .isThrownBy(() -> ShopServer.bind(port))
                .withMessageMatching("the shop cannot listen on 127\\.0\\.0\\.1:" + port + ": .+ \\(--shop-port\\)");
    }

    @Test
    void closed_it_gives_its_port_back() {
        ShopServer first = ShopServer.bind(0);
        int port = first.url().getPort();
        first.start(desk, READS);
        first.close();
        first.close();

        ShopServer.bind(port).close();
    }

    private static Shop shop() {
        return new Shop(new Random(7), Clock.systemUTC());
    }

    private static JsonNode parse(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Places an order, and returns its path. */
    private static String place() throws Exception {
        return "/orders/"
                + JSON.readTree(send("POST", "/orders", AN_ORDER).body())
                        .path("id")
                        .asText();
    }

    private static HttpResponse<String> send(String method, String path, String body) throws Exception {
        return send(server, method, path, body);
    }

    private static HttpResponse<String> send(ShopServer server, String method, String path, String body)
            throws Exception {
        HttpRequest request = HttpRequest.newBuilder(server.url().resolve(path))
                .timeout(Duration.ofSeconds(20))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString(UTF_8));
    }

    private static void assertProblem(HttpResponse<String> response, int status, String detail) throws Exception {
        assertThat(response.statusCode()).as(response::body).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonNode problem = JSON.readTree(response.body());
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("title").asText()).isNotEmpty();
        assertThat(problem.path("detail").asText()).contains(detail);
    }

    /** The record at {@code topic/partition@offset}. */
    private static ConsumerRecord<String, String> recordAt(String position) {
        String[] parts = position.split("[/@]", -1);
        TopicPartition partition = new TopicPartition(parts[0], Integer.parseInt(parts[1]));
        long offset = Long.parseLong(parts[2]);
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, offset);
            return await().until(
                            () -> consumer.poll(Duration.ofMillis(200)).records(partition).stream()
                                    .filter(record -> record.offset() == offset)
                                    .toList(),
                            records -> !records.isEmpty())
                    .getFirst();
        }
    }
}
