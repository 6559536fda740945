package dev.oriel.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Records that a view cannot read: they are counted and put aside, and change nothing, also when they are read again. */
@Timeout(120)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SkippedRecordIT {

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    private static final String VIEWS = """
            notes: { table: { topic: notes }, dead-letter: notes-dead }
            everywhere: { global: { topic: notes } }
            """;

    private static final Map<String, String> ENTRIES = new TreeMap<>();
    private static final List<String> MALFORMED =
            List.of("{oops", "", "{} {}", "\uFEFF{}", "nul", "{\"a\":1,}", "[1", "\"unended", "NaN");

    private static OrielCluster cluster;
    private static int skipped;

    @BeforeAll
    static void write() throws Exception {
        KAFKA.create("notes:3");
        KAFKA.create("notes-dead:1");
        cluster = OrielCluster.ready(KAFKA, 2, VIEWS);
        for (int i = 0; i < 30; i++) {
            String key = "k-" + i;
            ENTRIES.put(key, "{\"n\":" + i + "}");
            KAFKA.send("notes", key, ENTRIES.get(key));
            skip(Optional.of(key.getBytes(UTF_8)), Optional.of(MALFORMED.get(i % MALFORMED.size())));
        }
        skip(Optional.empty(), Optional.of("{\"no\":\"key\"}"));
        skip(Optional.empty(), Optional.empty());
        skip(Optional.of(new byte[] {(byte) 0xC3, 0x28}), Optional.of("{\"bad\":\"key\"}"));
        skip(Optional.of("k-31".getBytes(UTF_8)), Optional.of("null null"));
        KAFKA.flush();
        cluster.awaitApplied("notes", "notes");
        cluster.awaitApplied("everywhere", "notes");
    }

    private static void skip(Optional<byte[]> key, Optional<String> value) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                "notes",
                key.orElse(null),
                value.map(text -> text.getBytes(UTF_8)).orElse(null));
        record.headers().add("trace", ("skipped-" + skipped).getBytes(UTF_8));
        KAFKA.send(record);
        skipped++;
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    @Order(1)
    void the_catalog_counts_them_and_the_view_goes_on() throws Exception {
        for (OrielClient client : cluster.clients()) {
            for (String view : List.of("notes", "everywhere")) {
                var summary = client.get("/v1/views/" + view).json();
                assertThat(summary.path("state").asText()).isEqualTo("running");
                assertThat(summary.path("skipped").asInt()).as(view).isEqualTo(skipped);
            }
        }
    }

    @Test
    @Order(2)
    void the_value_before_a_malformed_one_stays() throws Exception {
        assertEntries();
    }

    @Test
    @Order(3)
    void they_are_copied_to_the_dead_letter_topic_with_where_they_came_from() throws Exception {
        List<ConsumerRecord<byte[], byte[]>> letters = letters();

        assertThat(letters).extracting(letter -> text(letter, "trace")).doesNotHaveDuplicates();
        assertThat(letters).hasSize(skipped).allSatisfy(letter -> {
            assertThat(text(letter, "__streams.errors.topic")).isEqualTo("notes");
            assertThat(text(letter, "__streams.errors.message")).isNotBlank();
            ConsumerRecord<byte[], byte[]> source = read(
                    "notes",
                    Integer.parseInt(text(letter, "__streams.errors.partition")),
                    Long.parseLong(text(letter, "__streams.errors.offset")));
            assertThat(text(source, "trace")).isEqualTo(text(letter, "trace"));
            assertThat(letter.key()).isEqualTo(source.key());
            assertThat(letter.value()).isEqualTo(source.value());
        });
    }

    @Test
    @Order(4)
    void the_entries_are_the_same_after_a_restart_with_the_state_kept() throws Exception {
        cluster.stop(0);
        cluster.stop(1);
        cluster.start(0);
        cluster.start(1);
        cluster.awaitReady();

        assertEntries();
        assertThat(letters()).as("no record is put aside twice").hasSize(skipped);
    }

    @Test
    @Order(5)
    void the_entries_are_the_same_after_a_restart_with_the_state_deleted() throws Exception {
        cluster.stop(0);
        cluster.stop(1);
        cluster.wipe(0);
        cluster.wipe(1);
        cluster.start(0);
        cluster.start(1);
        cluster.awaitReady();

        assertEntries();
        assertThat(letters()).as("no record is put aside twice").hasSize(skipped);
    }

    /** What is applied counts for a read that waits, also where it leaves no trace. */
    @Test
    @Order(6)
    void a_read_after_them_is_answered_although_nothing_has_changed() throws Exception {
        RecordMetadata malformed = KAFKA.write("notes", "k-0", "{");
        RecordMetadata keyless = KAFKA.write("notes", malformed.partition(), "1");
        for (RecordMetadata written : List.of(malformed, keyless)) {
            for (OrielClient client : cluster.clients()) {
                for (String view : List.of("notes", "everywhere")) {
                    Answer answer = client.get("/v1/views/%s/keys/k-0?after=notes/%d@%d&wait=20s"
                            .formatted(view, written.partition(), written.offset()));
                    assertThat(answer.text()).as(answer::toString).isEqualTo(ENTRIES.get("k-0"));
                }
            }
        }
    }

    private static void assertEntries() throws Exception {
        for (OrielClient client : cluster.clients()) {
            for (String view : List.of("notes", "everywhere")) {
                for (Map.Entry<String, String> entry : ENTRIES.entrySet()) {
                    Answer answer = client.key(view, entry.getKey());
                    assertThat(answer.status()).as(answer::toString).isEqualTo(200);
                    assertThat(answer.text()).isEqualTo(entry.getValue());
                }
                assertThat(client.key(view, "k-31").problem()).isEqualTo("key-not-found");
            }
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> letters() throws Exception {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> KAFKA.ends("notes-dead").getFirst() >= skipped);
        return readAll("notes-dead", 0);
    }

    private static ConsumerRecord<byte[], byte[]> read(String topic, int partition, long offset) {
        try {
            return readAll(topic, partition).stream()
                    .filter(record -> record.offset() == offset)
                    .findFirst()
                    .orElseThrow();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> readAll(String topic, int partition) throws Exception {
        long end = KAFKA.ends(topic).get(partition);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", KAFKA.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            var only = new TopicPartition(topic, partition);
            consumer.assign(List.of(only));
            consumer.seekToBeginning(List.of(only));
            while (consumer.position(only, Duration.ofSeconds(10)) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }

    private static String text(ConsumerRecord<byte[], byte[]> record, String header) {
        Header found = record.headers().lastHeader(header);
        return new String(Objects.requireNonNull(found, header).value(), UTF_8);
    }
}
