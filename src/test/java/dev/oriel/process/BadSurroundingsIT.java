package dev.oriel.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.oriel.process.OrielProcess.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code oriel serve} says when it cannot start, and how it waits for what is not there yet. */
@ExtendWith(ShowLogs.class)
@Timeout(180)
class BadSurroundingsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String STACK_FRAME = "(?m)^\\s+at \\S+\\(.*\\)$";
    private static final String VIEWS = """
            orders:
              table: { topic: orders }
            products:
              global: { topic: products }
            """;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"server.port", "server.peer-port"})
    void a_taken_port_is_one_line_and_exit_code_2(String setting) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            ServeConfig config = setting.equals("server.port")
                    ? config().withPorts(port, Ports.free())
                    : config().withPorts(Ports.free(), port);

            assertRefusedInOneLine(serve(config), "127.0.0.1:" + port, setting);
        }
    }

    @Test
    void a_state_directory_of_a_running_instance_is_one_line_and_exit_code_2() {
        try (ServeProcess running = ServeProcess.start(config()).awaitListening()) {
            ServeConfig second = running.config().withPorts(Ports.free(), Ports.free());

            assertRefusedInOneLine(serve(second), second.stateDir().toString(), "in use by another instance");
        }
    }

    @Test
    void a_file_in_the_place_of_the_state_directory_is_one_line_and_exit_code_2() throws IOException {
        ServeConfig config = config();
        Files.createDirectories(config.folder());
        Files.createFile(config.stateDir());

        assertRefusedInOneLine(serve(config), config.stateDir().toString(), "state-dir");
    }

    @Test
    void each_mistake_of_the_configuration_is_a_line_with_its_place() throws IOException {
        Path file = Files.writeString(folder.resolve("oriel.yaml"), """
                server:
                  prot: 8080
                kafka:
                  bootstrap.servers: 127.0.0.1:9092
                views:
                  orders:
                    table: { topic: orders }
                    key: integr
                """);

        Result result = OrielProcess.run("serve", "--config", file.toString());

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err().lines())
                .hasSize(3)
                .satisfiesExactly(
                        line -> assertThat(line).startsWith(file + ":2:3: ").contains("prot", "did you mean 'port'?"),
                        line -> assertThat(line).startsWith(file + ":8:10: ").contains("integr", "int, long"),
                        line -> assertThat(line).isEqualTo("oriel: " + file + " has 2 mistakes, see above"));
    }

    @Test
    void a_stack_trace_is_shown_on_demand() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Path file = config().withPorts(taken.getLocalPort(), Ports.free()).write();

            Result result = OrielProcess.run("serve", "--verbose", "--config", file.toString());

            assertThat(result.exitCode()).isEqualTo(2);
            assertThat(result.err()).containsPattern(STACK_FRAME).contains("BindException");
        }
    }

    @Test
    void without_a_broker_it_is_live_but_not_ready_and_comes_up_when_the_broker_appears() {
        int brokerPort = Ports.free();
        ServeConfig config = ServeConfig.of(folder, "oriel-0", "127.0.0.1:" + brokerPort, VIEWS);
        try (ServeProcess instance = ServeProcess.start(config).awaitListening()) {
            instance.process().awaitErr("view orders: waiting: .*127\\.0\\.0\\.1:" + brokerPort);
            assertLiveButNotReady(instance);
            assertThat(instance.read("orders", "o-1").statusCode()).isEqualTo(503);

            try (KafkaProcess kafka =
                            KafkaProcess.start(folder.resolve("kafka"), brokerPort, "orders:2:compact", "products:1");
                    TopicWriter writer = new TopicWriter(kafka.bootstrapServers())) {
                writer.put("orders", "o-1", "1");
                writer.flush();
                instance.awaitReady();
                await().atMost(PATIENCE)
                        .untilAsserted(
                                () -> assertThat(instance.read("orders", "o-1").body())
                                        .asString()
                                        .isEqualTo("1"));
            }
            assertThat(instance.process().err()).doesNotContainPattern(STACK_FRAME);
        }
    }

    @Test
    void a_broker_whose_name_is_not_known_is_waited_for() {
        ServeConfig config = ServeConfig.of(folder, "oriel-0", "kafka.invalid:9092", VIEWS);
        try (ServeProcess instance = ServeProcess.start(config).awaitListening()) {
            instance.process().awaitErr("view orders: waiting: .*kafka\\.invalid:9092");
            instance.process().awaitErr("view products: waiting: .*kafka\\.invalid:9092");

            assertLiveButNotReady(instance);
            assertThat(instance.json("/health/ready").toString()).contains("kafka.invalid:9092");
            assertThat(instance.process().err()).doesNotContainPattern(STACK_FRAME);
            assertThat(instance.process().terminate().exitCode()).isZero();
        }
    }

    @Test
    void a_view_without_its_topic_waits_and_names_it_while_the_others_serve() {
        try (KafkaProcess kafka = KafkaProcess.start(folder.resolve("kafka"), "products:1:compact");
                TopicWriter writer = new TopicWriter(kafka.bootstrapServers());
                ServeProcess instance = ServeProcess.start(
                                ServeConfig.of(folder, "oriel-0", kafka.bootstrapServers(), VIEWS))
                        .awaitListening()) {
            writer.put("products", "p-1", "\"a\"");
            writer.flush();

            instance.process().awaitErr("view orders: waiting: topic orders does not exist");
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(instance.read("products", "p-1").body())
                                    .asString()
                                    .isEqualTo("\"a\""));
            assertLiveButNotReady(instance);
            assertThat(instance.json("/health/ready").toString()).contains("topic orders does not exist");
            assertThat(instance.read("orders", "o-1").statusCode()).isEqualTo(503);
            assertThat(instance.process().err()).doesNotContainPattern(STACK_FRAME);
        }
    }

    private static void assertLiveButNotReady(ServeProcess instance) {
        assertThat(instance.get("/health/live").statusCode()).isEqualTo(200);
        assertThat(instance.get("/health/started").statusCode()).isEqualTo(200);
        assertThat(instance.get("/health/ready").statusCode()).isEqualTo(503);
    }

    /** Nobody listens there. */
    private ServeConfig config() {
        return ServeConfig.of(folder, "oriel-0", "127.0.0.1:" + Ports.free(), VIEWS);
    }

    private static Result serve(ServeConfig config) {
        return OrielProcess.run("serve", "--config", config.write().toString());
    }

    private static void assertRefusedInOneLine(Result result, String... named) {
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err().lines())
                .singleElement()
                .asString()
                .startsWith("oriel: ")
                .contains(named);
    }
}
