package dev.oriel.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oriel.server.Drawn.KeyKind;
import dev.oriel.server.Drawn.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Lists of random data, by key and by index, are what an oracle says, on one, two and three instances, and whatever is written between
 * their pages. {@code -Dscan.seed} repeats a run, {@code -Dscan.lists} is how many lists of each view are read at each number of
 * instances.
 */
@Timeout(300)
class ListPropertyIT {

    @RegisterExtension
    private static final SharedKafka KAFKA = new SharedKafka();

    private static final int INSTANCES = 3;
    private static final int LISTS = Integer.getInteger("scan.lists", 5);
    private static final int MOST_PARTITIONS = 7;
    private static final int ENTRIES = 150;

    private final long seed = Long.getLong("scan.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final List<DrawnView> views = new ArrayList<>();

    /** A view whose topic has its name, and what it is known to hold. */
    private final class DrawnView {
        private final String name;
        private final KeyKind kind;
        private final ListOracle oracle;
        private final Map<Integer, Long> written = new TreeMap<>();

        private DrawnView(String name, KeyKind kind) {
            this.name = name;
            this.kind = kind;
            this.oracle = new ListOracle(kind);
        }

        private void fill() throws Exception {
            for (int i = 0; i < ENTRIES; i++) {
                KAFKA.send(draw());
            }
            KAFKA.flush();
            List<Long> ends = KAFKA.ends(name);
            for (int partition = 0; partition < ends.size(); partition++) {
                written.put(partition, ends.get(partition) - 1);
            }
        }

        private void write() {
            RecordMetadata record = KAFKA.write(draw());
            written.put(record.partition(), record.offset());
        }

        private ProducerRecord<byte[], byte[]> draw() {
            String key = kind.draw(random);
            Optional<Value> value = random.nextInt(4) == 0 ? Optional.empty() : Optional.of(Value.draw(random));
            oracle.wrote(key, value);
            return new ProducerRecord<>(
                    name,
                    kind.bytes(key),
                    value.map(put -> put.json().getBytes(UTF_8)).orElse(null));
        }

        private String after() {
            return written.entrySet().stream()
                    .filter(last -> last.getValue() >= 0)
                    .map(last -> name + '/' + last.getKey() + '@' + last.getValue())
                    .collect(Collectors.joining(",", "&wait=20s&after=", ""));
        }

        private void readOne(List<OrielClient> clients) throws Exception {
            DrawnQuery query = DrawnQuery.draw(kind, random);
            String path = query.path(name, 1 + random.nextInt(random.nextBoolean() ? 10 : 150), after());
            oracle.begin();
            try {
                oracle.judge(query, read(clients, query, path));
            } catch (AssertionError e) {
                throw new AssertionError("-Dscan.seed=" + seed + ", " + clients.size() + " instances, " + path, e);
            }
        }

        private List<JsonNode> read(List<OrielClient> clients, DrawnQuery query, String path) throws Exception {
            OrielClient client = clients.get(random.nextInt(clients.size()));
            if (random.nextInt(4) == 0) {
                Answer count = client.get(query.countPath(name) + after());
                assertThat(count.json().path("count").asInt())
                        .as(count.toString())
                        .isEqualTo(oracle.steady(query).size());
                return Pages.streamed(client, path.replaceFirst("limit=\\d+", "limit=1000000"));
            }
            Pages pages = new Pages(clients, path);
            while (pages.hasNext()) {
                pages.readNext();
                for (int left = random.nextInt(4); left > 0; left--) {
                    write();
                }
            }
            return pages.entries();
        }
    }

    @Test
    void lists_are_what_the_oracle_says_whatever_is_written_between_their_pages(TestReporter reporter)
            throws Exception {
        reporter.publishEntry("scan.seed", Long.toString(seed));
        StringBuilder yaml = new StringBuilder();
        for (KeyKind kind : KeyKind.values()) {
            DrawnView view = new DrawnView("drawn-" + kind.type, kind);
            KAFKA.create(view.name + ':' + (1 + random.nextInt(MOST_PARTITIONS)) + ":compact");
            view.fill();
            String store = random.nextBoolean() ? ", store: memory" : "";
            yaml.append("%s: { table: { topic: %s }, key: %s%s, %s }%n"
                    .formatted(view.name, view.name, kind.type, store, Drawn.INDEXES));
            views.add(view);
        }
        try (OrielCluster cluster = new OrielCluster(KAFKA, yaml.toString()).with("reads.timeout", "20s")) {
            for (int instance = 0; instance < INSTANCES; instance++) {
                cluster.start(instance);
                cluster.awaitReady();
                for (int list = 0; list < LISTS; list++) {
                    for (DrawnView view : views) {
                        view.readOne(cluster.clients());
                    }
                }
            }
        }
    }
}
