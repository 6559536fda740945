package dev.oriel.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Sources that are written in transactions. Their logs hold markers, which no consumer is handed: here every partition ends in
 * one, and partition 2 holds nothing but an aborted transaction.
 */
@Timeout(120)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TransactionIT {

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    private static final String VIEWS = """
            transfers: { table: { topic: transfers } }
            remembered: { table: { topic: transfers }, store: memory }
            everywhere: { global: { topic: transfers } }
            """;

    private static final List<String> ALL = List.of("transfers", "remembered", "everywhere");
    private static final int ABORTED_ONLY = 2;
    private static final Duration SOON = Duration.ofSeconds(20);

    private static KafkaProducer<byte[], byte[]> producer;
    private static OrielCluster cluster;

    @BeforeAll
    static void write() throws Exception {
        KAFKA.create("transfers:3");
        producer = KAFKA.producer(Map.of("transactional.id", "transfers"));
        producer.initTransactions();
        producer.beginTransaction();
        for (int i = 0; i < 40; i++) {
            send(i % 2, "t-" + i, Optional.of("{\"committed\":" + i + "}"));
        }
        producer.commitTransaction();
        producer.beginTransaction();
        for (int i = 0; i < 40; i++) {
            send(i % 2, "t-" + i, Optional.of("{\"aborted\":" + i + "}"));
            send(ABORTED_ONLY, "a-" + i, Optional.of("{\"aborted\":" + i + "}"));
        }
        send(0, "t-0", Optional.empty());
        producer.flush();
        producer.abortTransaction();
        cluster = OrielCluster.ready(KAFKA, 2, VIEWS);
    }

    /** The partition is chosen here, so reads by key only find what is also where murmur2 would put it. */
    @SuppressWarnings("FutureReturnValueIgnored") // the transaction's end tells
    private static void send(int partition, String key, Optional<String> value) {
        producer.send(new ProducerRecord<>(
                "transfers",
                partition,
                key.getBytes(UTF_8),
                value.map(text -> text.getBytes(UTF_8)).orElse(null)));
    }

    @AfterAll
    static void stop() {
        producer.close(Duration.ofSeconds(2));
        cluster.close();
    }

    @Test
    @Order(1)
    void a_view_is_ready_and_at_the_end_though_its_source_ends_in_markers() throws Exception {
        assertAtTheEnd();
        assertCommittedAlone();
    }

    @Test
    @Order(2)
    void a_view_passes_over_markers_as_it_goes_on() throws Exception {
        producer.beginTransaction();
        for (int partition = 0; partition < 3; partition++) {
            send(partition, "later", Optional.of("{\"aborted\":true}"));
        }
        producer.flush();
        producer.abortTransaction();

        assertAtTheEnd();
        assertCommittedAlone();
    }

    @Test
    @Order(3)
    void records_of_an_open_transaction_wait_for_its_end() throws Exception {
        List<Long> before = KAFKA.ends("transfers");
        producer.beginTransaction();
        for (int partition = 0; partition < 3; partition++) {
            send(partition, "open", Optional.of("{\"open\":true}"));
        }
        producer.flush();
        assertThat(KAFKA.ends("transfers")).isEqualTo(before);
        for (OrielClient client : cluster.clients()) {
            assertThat(client.key("transfers", "open").problem()).isEqualTo("key-not-found");
            assertThat(client.get("/health/ready").status()).isEqualTo(200);
        }

        producer.commitTransaction();

        await().atMost(SOON).untilAsserted(() -> {
            for (OrielClient client : cluster.clients()) {
                for (String view : ALL) {
                    assertThat(client.key(view, "open").text()).isEqualTo("{\"open\":true}");
                }
            }
        });
        assertAtTheEnd();
    }

    @Test
    @Order(4)
    void a_view_is_at_the_end_after_a_restart_with_its_state() throws Exception {
        restart(false);

        assertAtTheEnd();
        assertCommittedAlone();
    }

    @Test
    @Order(5)
    void a_view_is_at_the_end_after_a_restart_without_its_state() throws Exception {
        restart(true);

        assertAtTheEnd();
        assertCommittedAlone();
    }

    @Test
    @Order(6)
    void a_view_is_at_the_end_where_its_partitions_move_to() throws Exception {
        cluster.stop(1);

        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(cluster.client(0).get("/health/ready").status())
                                .isEqualTo(200));
        assertAtTheEnd();
        assertCommittedAlone();
    }

    private static void restart(boolean wiped) throws Exception {
        for (int instance = 0; instance < 2; instance++) {
            cluster.stop(instance);
        }
        for (int instance = 0; instance < 2; instance++) {
            if (wiped) {
                cluster.wipe(instance);
            }
            cluster.start(instance);
        }
        cluster.awaitReady();
    }

    private static void assertAtTheEnd() {
        for (String view : ALL) {
            await().atMost(SOON).untilAsserted(() -> {
                // As it is now: the markers of a transaction may come after its producer was told that it has ended.
                List<Long> ends = KAFKA.ends("transfers");
                assertThat(cluster.watermarks(view))
                        .as(view)
                        .isEqualTo(Map.of(0, ends.get(0) - 1, 1, ends.get(1) - 1, 2, ends.get(2) - 1));
            });
        }
    }

    private static void assertCommittedAlone() throws Exception {
        int found = 0;
        for (OrielClient client : cluster.clients()) {
            for (String view : ALL) {
                for (int i = 0; i < 40; i++) {
                    Answer answer = client.key(view, "t-" + i);
                    assertThat(answer.status()).as(answer::toString).isIn(200, 404);
                    if (answer.status() == 200) {
                        assertThat(answer.text()).isEqualTo("{\"committed\":" + i + "}");
                        found++;
                    }
                    assertThat(client.key(view, "a-" + i).problem()).isEqualTo("key-not-found");
                }
            }
        }
        assertThat(found).as("values where murmur2 puts their keys").isGreaterThan(40);
    }
}
