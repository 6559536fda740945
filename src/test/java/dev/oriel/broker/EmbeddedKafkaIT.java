package dev.oriel.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class EmbeddedKafkaIT {

    private static final TopicSpec ORDERS = TopicSpec.compacted("orders", 3);

    @TempDir
    private Path kept;

    @Test
    void what_is_produced_is_consumed_by_a_group() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(BrokerOptions.temporary())) {
            kafka.createTopic(ORDERS);

            produce(kafka, "orders", Map.of("o-1", "placed", "o-2", "paid"));

            try (KafkaConsumer<String, String> consumer = consumer(kafka)) {
                consumer.subscribe(List.of("orders"));
                Map<String, String> seen = new HashMap<>();
                await().atMost(Duration.ofSeconds(20)).until(() -> {
                    consumer.poll(Duration.ofMillis(100)).forEach(each -> seen.put(each.key(), each.value()));
                    return seen.equals(Map.of("o-1", "placed", "o-2", "paid"));
                });
            }
        }
    }

    @Test
    void a_transaction_commits() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(BrokerOptions.temporary())) {
            kafka.createTopic(ORDERS);
            try (KafkaProducer<String, String> producer = producer(kafka, Map.of("transactional.id", "t"))) {
                producer.initTransactions();
                producer.beginTransaction();
                producer.send(new ProducerRecord<>("orders", "o-1", "placed")).get();
                producer.commitTransaction();
            }

            assertThat(readAll(kafka, "orders")).containsExactly(Map.entry("o-1", "placed"));
        }
    }

    @Test
    void a_topic_that_exists_is_left_as_it_is() {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(BrokerOptions.temporary())) {
            assertThat(kafka.createTopic(ORDERS)).isTrue();
            assertThat(kafka.createTopic(ORDERS)).isFalse();

            assertThatExceptionOfType(TopicException.class)
                    .isThrownBy(() -> kafka.createTopic(TopicSpec.compacted("orders", 12)))
                    .withMessage("topic orders exists with 3 partitions, expected 12");
        }
    }

    @Test
    void a_topic_is_not_created_by_use() {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(BrokerOptions.temporary());
                KafkaConsumer<String, String> consumer = consumer(kafka)) {
            assertThat(consumer.partitionsFor("nowhere")).isEmpty();
            assertThat(consumer.listTopics()).isEmpty();
        }
    }

    @Test
    void a_kept_directory_keeps_its_records_on_another_port() throws Exception {
        try (EmbeddedKafka first = EmbeddedKafka.start(BrokerOptions.temporary().withDirectory(kept))) {
            first.createTopic(ORDERS);
            produce(first, "orders", Map.of("o-1", "placed"));
        }

        try (EmbeddedKafka second =
                EmbeddedKafka.start(BrokerOptions.temporary().withDirectory(kept))) {
            assertThat(second.createTopic(ORDERS)).isFalse();
            produce(second, "orders", Map.of("o-2", "paid"));
            assertThat(readAll(second, "orders")).isEqualTo(Map.of("o-1", "placed", "o-2", "paid"));
        }
    }

    @Test
    void two_brokers_in_one_jvm_know_nothing_of_each_other() throws Exception {
        try (EmbeddedKafka one = EmbeddedKafka.start(BrokerOptions.temporary())) {
            one.createTopic(ORDERS);
            try (EmbeddedKafka two = EmbeddedKafka.start(BrokerOptions.temporary())) {
                two.createTopic(ORDERS);
                produce(two, "orders", Map.of("o-2", "of two"));
            }

            produce(one, "orders", Map.of("o-1", "of one"));

            assertThat(readAll(one, "orders")).containsExactly(Map.entry("o-1", "of one"));
        }
    }

    @Test
    void it_listens_on_loopback_only() throws IOException {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(BrokerOptions.temporary())) {
            assertThat(kafka.bootstrapServers()).isEqualTo("127.0.0.1:" + kafka.port());
            for (InetAddress outward : addressesBeyondLoopback()) {
                assertThatExceptionOfType(IOException.class)
                        .isThrownBy(() -> new Socket(outward, kafka.port()).close());
            }
        }
    }

    @Test
    void a_taken_port_is_reported_and_leaves_nothing_behind() throws IOException {
        Path directory = kept.resolve("new");
        Set<Thread> before = threads();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            BrokerOptions options = new BrokerOptions(taken.getLocalPort(), Optional.of(directory));

            assertThatExceptionOfType(PortInUseException.class)
                    .isThrownBy(() -> EmbeddedKafka.start(options))
                    .withMessage("port " + taken.getLocalPort() + " is already in use")
                    .satisfies(thrown -> assertThat(thrown.port()).isEqualTo(taken.getLocalPort()));
        }
        assertThat(threads()).isSubsetOf(before);
        assertThat(directory).doesNotExist();
    }

    @Test
    void a_directory_in_use_is_reported_and_stays_usable_for_its_broker() throws Exception {
        BrokerOptions options = BrokerOptions.temporary().withDirectory(kept);
        try (EmbeddedKafka kafka = EmbeddedKafka.start(options)) {
            assertThatExceptionOfType(DataDirectoryException.class)
                    .isThrownBy(() -> EmbeddedKafka.start(options))
                    .withMessage("data directory %s is in use by another broker", kept);

            kafka.createTopic(ORDERS);
            produce(kafka, "orders", Map.of("o-1", "placed"));
            assertThat(readAll(kafka, "orders")).hasSize(1);
        }
    }

    @Test
    void a_directory_locked_by_another_process_is_reported() throws Exception {
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockHolder.class.getName(),
                        kept.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(holder.inputReader().readLine()).startsWith("locked ");

            assertThatExceptionOfType(DataDirectoryException.class)
                    .isThrownBy(
                            () -> EmbeddedKafka.start(BrokerOptions.temporary().withDirectory(kept)))
                    .withMessage("data directory %s is in use by another broker", kept);
        } finally {
            holder.destroyForcibly().waitFor();
        }
    }

    @Test
    void a_file_in_the_place_of_the_directory_is_reported() throws IOException {
        Path file = Files.writeString(kept.resolve("file"), "no directory");

        assertThatExceptionOfType(DataDirectoryException.class)
                .isThrownBy(() -> EmbeddedKafka.start(BrokerOptions.temporary().withDirectory(file)))
                .withMessageStartingWith("data directory %s cannot be created", file);
    }

    @Test
    void a_damaged_directory_fails_the_start_and_not_the_process() throws Exception {
        Path log = Files.createDirectories(kept.resolve("log"));
        Files.writeString(log.resolve("meta.properties"), "version=1\ncluster.id=x\nnode.id=7\n");
        Set<Thread> before = threads();

        assertThatExceptionOfType(BrokerStartException.class)
                .isThrownBy(() -> EmbeddedKafka.start(BrokerOptions.temporary().withDirectory(kept)))
                .withMessageContaining("the embedded Kafka did not start")
                .withMessageContaining("node id");
        assertNoNonDaemonThreadBeyond(before);
    }

    @Test
    void closing_deletes_the_temporary_directory_and_ends_every_non_daemon_thread() throws Exception {
        Set<Thread> before = threads();
        EmbeddedKafka kafka = EmbeddedKafka.start(BrokerOptions.temporary());
        kafka.createTopic(ORDERS);
        assertThat(kafka.directory()).isDirectory();

        kafka.close();
        kafka.close();

        assertThat(kafka.directory()).doesNotExist();
        assertNoNonDaemonThreadBeyond(before);
    }

    @Test
    void a_start_that_fails_in_kafka_itself_ends_every_non_daemon_thread() throws Exception {
        Files.createDirectories(kept.resolve("log").resolve("no-partition-of-anything"));
        Set<Thread> before = threads();

        assertThatExceptionOfType(BrokerStartException.class)
                .isThrownBy(() -> EmbeddedKafka.start(BrokerOptions.temporary().withDirectory(kept)))
                .withMessageContaining("no-partition-of-anything");

        assertNoNonDaemonThreadBeyond(before);
    }

    /** Holds a data directory in a process of its own until that is ended. */
    static final class LockHolder {

        private LockHolder() {}

        @SuppressWarnings("SystemOut")
        public static void main(String[] arguments) throws IOException {
            try (DataDirectory held = DataDirectory.open(Optional.of(Path.of(arguments[0])))) {
                System.out.println("locked " + held.path());
                int ignored = System.in.read();
            }
        }
    }

    private static Set<Thread> threads() {
        return Set.copyOf(Thread.getAllStackTraces().keySet());
    }

    private static void assertNoNonDaemonThreadBeyond(Set<Thread> before) throws InterruptedException {
        for (Thread thread : threads()) {
            if (!before.contains(thread) && !thread.isDaemon()) {
                assertThat(thread.join(Duration.ofSeconds(5)))
                        .as("%s has ended", thread.getName())
                        .isTrue();
            }
        }
    }

    private static List<InetAddress> addressesBeyondLoopback() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress())
                .toList();
    }

    private static void produce(EmbeddedKafka kafka, String topic, Map<String, String> records) throws Exception {
        try (KafkaProducer<String, String> producer = producer(kafka, Map.of())) {
            for (Map.Entry<String, String> each : records.entrySet()) {
                producer.send(new ProducerRecord<>(topic, each.getKey(), each.getValue()))
                        .get();
            }
        }
    }

    private static KafkaProducer<String, String> producer(EmbeddedKafka kafka, Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("bootstrap.servers", kafka.bootstrapServers());
        return new KafkaProducer<>(all, new StringSerializer(), new StringSerializer());
    }

    private static KafkaConsumer<String, String> consumer(EmbeddedKafka kafka) {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", kafka.bootstrapServers(),
                        "group.id", "test",
                        "auto.offset.reset", "earliest",
                        "isolation.level", "read_committed"),
                new StringDeserializer(),
                new StringDeserializer());
    }

    private static Map<String, String> readAll(EmbeddedKafka kafka, String topic) {
        try (KafkaConsumer<String, String> consumer = consumer(kafka)) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            Map<String, String> records = new HashMap<>();
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(each -> records.put(each.key(), each.value()));
                return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
            });
            return records;
        }
    }
}
