package dev.oriel.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A random stream of puts, deletes and malformed records is written while instances are stopped and started, some without their
 * state; a plain map is folded of the same stream. In between, whatever is read has to agree with what its position claims; at the
 * end every instance has to agree with the map about every key.
 */
@Timeout(180)
class OracleIT {

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    private static final String VIEWS = """
            facts: { table: { topic: facts } }
            remembered: { table: { topic: facts }, store: memory }
            everywhere: { global: { topic: facts } }
            """;

    private static final List<String> ALL = List.of("facts", "remembered", "everywhere");
    private static final int INSTANCES = 3;
    private static final int KEYS = 300;
    private static final int ROUNDS = 12;
    private static final int RECORDS_PER_ROUND = 400;
    private static final int READS_PER_ROUND = 150;

    private final long seed = Long.getLong("oriel.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Map<String, TreeMap<Long, Optional<String>>> history = new HashMap<>();
    private final Map<String, Integer> outcomes = new TreeMap<>();

    private record Sent(String key, Optional<String> value, boolean malformed, Future<RecordMetadata> acknowledged) {}

    @Test
    void every_instance_agrees_with_a_plain_map_whatever_happened_in_between(TestReporter reporter) throws Exception {
        reporter.publishEntry("seed", Long.toString(seed));
        KAFKA.create("facts:4");
        try (OrielCluster cluster = OrielCluster.ready(KAFKA, INSTANCES, VIEWS);
                KafkaProducer<byte[], byte[]> producer = KAFKA.producer(Map.of("linger.ms", 1))) {
            for (int round = 0; round < ROUNDS; round++) {
                List<Sent> sent = write(producer);
                if (round % 2 == 1) {
                    restart(cluster, sent);
                } else {
                    remember(sent);
                }
                spotCheck(cluster);
            }
            cluster.awaitReady();
            for (String view : ALL) {
                cluster.awaitApplied(view, "facts");
            }
            compareAll(cluster);
        }
        reporter.publishEntry("spot checks", outcomes.toString());
    }

    private List<Sent> write(KafkaProducer<byte[], byte[]> producer) {
        List<Sent> sent = new ArrayList<>();
        for (int i = 0; i < RECORDS_PER_ROUND; i++) {
            String key = "f-" + random.nextInt(KEYS);
            int kind = random.nextInt(10);
            boolean malformed = kind == 9;
            Optional<String> value = kind == 8 || kind == 7
                    ? Optional.empty()
                    : Optional.of((malformed ? "{" : "") + "{\"n\":" + random.nextInt() + "}");
            sent.add(new Sent(
                    key,
                    value,
                    malformed,
                    producer.send(new ProducerRecord<>(
                            "facts",
                            key.getBytes(UTF_8),
                            value.map(text -> text.getBytes(UTF_8)).orElse(null)))));
        }
        return sent;
    }

    /** Stops an instance, and starts it or one that was stopped before, while what was just written is on its way. */
    private void restart(OrielCluster cluster, List<Sent> underWay) throws Exception {
        int number = random.nextInt(INSTANCES);
        if (cluster.running().contains(number)) {
            cluster.stop(number);
            if (random.nextInt(3) == 0) {
                cluster.wipe(number);
            }
        }
        remember(underWay);
        spotCheck(cluster);
        // Now and then one stays away for some rounds, as long as two are left.
        if (cluster.running().size() < INSTANCES - 1 || random.nextInt(3) > 0) {
            for (int i = 0; i < INSTANCES; i++) {
                if (!cluster.running().contains(i)) {
                    cluster.start(i);
                }
            }
        }
    }

    private void remember(List<Sent> sent) throws Exception {
        for (Sent each : sent) {
            long offset = each.acknowledged().get().offset();
            if (!each.malformed()) {
                history.computeIfAbsent(each.key(), key -> new TreeMap<>()).put(offset, each.value());
            }
        }
    }

    private void spotCheck(OrielCluster cluster) throws Exception {
        for (int i = 0; i < READS_PER_ROUND; i++) {
            String key = "f-" + random.nextInt(KEYS);
            String view = ALL.get(random.nextInt(ALL.size()));
            List<OrielClient> clients = cluster.clients();
            Answer answer = clients.get(random.nextInt(clients.size())).key(view, key);
            outcomes.merge(answer.status() + " " + answer.problem(), 1, Integer::sum);
            if (answer.status() != 503) {
                assertAgreesWithItsPosition(key, answer);
            }
        }
    }

    /**
     * The answer must be what the key was at its position, or at some later one: nothing that the position claims may be missing,
     * but more may be there.
     */
    private void assertAgreesWithItsPosition(String key, Answer answer) {
        TreeMap<Long, Optional<String>> of = history.getOrDefault(key, new TreeMap<>());
        long position = answer.position().offset();
        Optional<String> then = Optional.ofNullable(of.floorEntry(position)).flatMap(Map.Entry::getValue);
        if (answer.status() == 404) {
            boolean deletedLater = of.tailMap(position, false).containsValue(Optional.<String>empty());
            assertThat(then.isEmpty() || deletedLater)
                    .as("seed %d: %s absent at %d, history %s", seed, key, position, of)
                    .isTrue();
            return;
        }
        long version = Long.parseLong(answer.header("Oriel-Version").orElseThrow());
        assertThat(of.get(version))
                .as("seed %d: %s at version %d, history %s", seed, key, version, of)
                .isEqualTo(Optional.of(answer.text()));
        assertThat(of.subMap(version, false, Math.max(version, position), true))
                .as("seed %d: %s at version %d misses what position %d claims", seed, key, version, position)
                .isEmpty();
    }

    private void compareAll(OrielCluster cluster) throws Exception {
        for (OrielClient client : cluster.clients()) {
            for (String view : ALL) {
                for (int i = 0; i < KEYS; i++) {
                    String key = "f-" + i;
                    Optional<String> expected = Optional.ofNullable(
                                    history.getOrDefault(key, new TreeMap<>()).lastEntry())
                            .flatMap(Map.Entry::getValue);
                    Answer answer = client.key(view, key);
                    assertThat(answer.status())
                            .as("seed %d: %s in %s", seed, answer, view)
                            .isEqualTo(expected.isPresent() ? 200 : 404);
                    expected.ifPresent(value -> assertThat(answer.text())
                            .as("seed %d: %s in %s", seed, answer, view)
                            .isEqualTo(value));
                }
            }
        }
    }
}
