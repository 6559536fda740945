package dev.oriel.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.oriel.server.EventStream.Event;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Partitions move while clients watch: they are told every change once, in order, and notice no more than a pause. */
@Timeout(180)
class WatchMoveIT {

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    private static final String VIEWS = """
            followed: { table: { topic: followed } }
            remembered: { table: { topic: followed }, store: memory }
            """;

    private static final int KEYS = 60;
    private static final Duration AT_MOST = Duration.ofSeconds(60);
    private static final Duration SETTLED = Duration.ofSeconds(2);

    private OrielCluster cluster;

    @BeforeEach
    void start() throws Exception {
        KAFKA.create("followed:6:compact");
        for (int key = 0; key < KEYS; key++) {
            KAFKA.send("followed", "f-" + key, "0");
        }
        KAFKA.flush();
        cluster = OrielCluster.ready(KAFKA, 3, VIEWS);
        awaitShared(3);
        cluster.awaitApplied("followed", "followed");
        cluster.awaitApplied("remembered", "followed");
    }

    @AfterEach
    void stop() throws Exception {
        cluster.close();
        KAFKA.admin().deleteTopics(List.of("followed")).all().get(30, TimeUnit.SECONDS);
    }

    /** Waits until the partitions are shared by so many instances, and a while more. */
    private void awaitShared(int sharing) {
        await().during(SETTLED).atMost(AT_MOST).until(() -> {
            for (OrielClient client : cluster.clients()) {
                if (client.get("/health/ready").status() != 200) {
                    return false;
                }
            }
            for (String view : List.of("followed", "remembered")) {
                String table = cluster.clients()
                        .getFirst()
                        .get("/v1/views/" + view + "/partitions")
                        .text();
                long owners = cluster.running().stream()
                        .filter(instance -> table.contains("\"instance\":\"oriel-" + instance + '"'))
                        .count();
                if (owners != sharing) {
                    return false;
                }
            }
            return true;
        });
    }

    @Test
    void while_instances_leave_and_join_every_change_is_told_once_and_in_order(TestReporter reporter) throws Exception {
        try (Watched watched = new Watched()) {
            watched.awaitRounds(5);
            cluster.stop(2);
            awaitShared(2);
            watched.awaitRounds(5);
            cluster.start(3);
            awaitShared(3);
            watched.awaitRounds(5);
            watched.finish(reporter);
        }
    }

    @Test
    void who_watched_an_instance_that_stops_goes_on_at_another_without_loss() throws Exception {
        for (int key = 0; key < KEYS; key++) {
            KAFKA.send("followed", "f-" + key, "1");
        }
        KAFKA.flush();
        EventStream view = open(2, "followed", "");
        EventStream key = EventStream.open(cluster.instance(2).port(), "/v1/views/remembered/keys/f-7/watch");
        view.next(KEYS);
        await().atMost(AT_MOST).until(() -> !view.lastId().contains("@-1~"));
        key.next();

        Thread stopping = Thread.ofPlatform().start(() -> cluster.stop(2));
        long start = System.nanoTime();
        assertThat(view.told()).isEqualTo("end");
        assertThat(key.told()).isEqualTo("end");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        for (int i = 0; i < KEYS; i++) {
            KAFKA.send("followed", "f-" + i, "2");
        }
        KAFKA.flush();

        try (EventStream viewAgain = open(0, "followed", view.lastId());
                EventStream keyAgain = EventStream.open(
                        cluster.instance(1).port(),
                        "/v1/views/remembered/keys/f-7/watch",
                        "Last-Event-ID",
                        key.lastId())) {
            assertThat(viewAgain.told(KEYS))
                    .allMatch(told -> told.matches("put f-[0-9]+ 2"))
                    .doesNotHaveDuplicates();
            assertThat(keyAgain.told()).isEqualTo("put f-7 2");
        }
        stopping.join();
    }

    @Test
    void who_watches_a_topic_that_is_made_anew_begins_anew() throws Exception {
        List<EventStream> streams = new ArrayList<>();
        for (int instance : cluster.running()) {
            streams.add(open(instance, "followed", ""));
            streams.add(EventStream.open(cluster.instance(instance).port(), "/v1/views/remembered/keys/f-7/watch"));
        }
        for (EventStream stream : streams) {
            assertThat(stream.told()).startsWith("put f-");
        }

        KAFKA.admin().deleteTopics(List.of("followed")).all().get(30, TimeUnit.SECONDS);
        await().atMost(AT_MOST)
                .until(() -> !KAFKA.admin().listTopics().names().get().contains("followed"));
        KAFKA.create("followed:3:compact");
        // A producer that has known the topic before may place keys by its old partitions.
        try (KafkaProducer<byte[], byte[]> newcomer = KAFKA.producer(Map.of())) {
            newcomer.send(new ProducerRecord<>("followed", "f-7".getBytes(UTF_8), "\"anew\"".getBytes(UTF_8)))
                    .get(30, TimeUnit.SECONDS);
        }

        String id = "~" + KAFKA.topicId("followed");
        for (EventStream stream : streams) {
            List<String> heard = new ArrayList<>();
            do {
                heard.add(stream.told());
            } while (!heard.getLast().equals("put f-7 \"anew\""));
            assertThat(heard).contains("reset");
            assertThat(heard.subList(heard.indexOf("reset") + 1, heard.size())).containsExactly("put f-7 \"anew\"");
            await().atMost(AT_MOST).until(() -> stream.lastId().contains(id));
            assertThat(stream.waiting()).isZero();
            stream.close();
        }
    }

    private EventStream open(int instance, String view, String lastId) throws Exception {
        String path = "/v1/views/" + view + "/watch";
        int port = cluster.instance(instance).port();
        return lastId.isEmpty() ? EventStream.open(port, path) : EventStream.open(port, path, "Last-Event-ID", lastId);
    }

    /** A writer that counts each key up, round by round, and clients that hear it count. */
    private final class Watched implements AutoCloseable {
        private final AtomicBoolean done = new AtomicBoolean();
        private final ExecutorService threads = Executors.newCachedThreadPool();
        private final List<EventStream> streams = new ArrayList<>();
        private final List<Future<Map<String, Integer>>> heard = new ArrayList<>();
        private final Future<Integer> written;
        private final AtomicInteger round = new AtomicInteger();

        Watched() throws Exception {
            for (String view : List.of("followed", "remembered")) {
                for (int instance : List.of(0, 1)) {
                    EventStream stream = open(instance, view, "");
                    streams.add(stream);
                    heard.add(threads.submit(() -> hear(stream)));
                    for (int key = 0; key < 12; key++) {
                        EventStream ofKey = EventStream.open(
                                cluster.instance(instance).port(), "/v1/views/" + view + "/keys/f-" + key + "/watch");
                        streams.add(ofKey);
                        heard.add(threads.submit(() -> hear(ofKey)));
                    }
                }
            }
            written = threads.submit(this::write);
        }

        private int write() throws InterruptedException {
            while (!done.get()) {
                int count = round.incrementAndGet();
                for (int key = 0; key < KEYS; key++) {
                    KAFKA.send("followed", "f-" + key, Integer.toString(count));
                }
                KAFKA.flush();
                TimeUnit.MILLISECONDS.sleep(20);
            }
            for (int key = 0; key < KEYS; key++) {
                KAFKA.send("followed", "f-" + key, "-1");
            }
            KAFKA.flush();
            return round.get();
        }

        /** Hears until each key that was heard of has come to its end; returns the last count of each. */
        private Map<String, Integer> hear(EventStream stream) throws InterruptedException {
            Map<String, Integer> last = new HashMap<>();
            Map<String, Integer> ended = new TreeMap<>();
            while (ended.isEmpty() || ended.size() < last.size()) {
                Event event = stream.next();
                assertThat(event.type()).as(event::toString).isEqualTo("put");
                assertThat(event.conflated()).isZero();
                int count = event.json().path("value").asInt();
                Integer before = last.put(event.key(), count);
                if (count == -1) {
                    ended.put(event.key(), before == null ? -1 : before);
                } else if (before != null) {
                    assertThat(count).as("%s after %s", event, before).isEqualTo(before + 1);
                }
            }
            return ended;
        }

        void awaitRounds(int more) {
            int from = round.get();
            await().atMost(AT_MOST).until(() -> round.get() >= from + more);
        }

        void finish(TestReporter reporter) throws Exception {
            done.set(true);
            int last = written.get();
            reporter.publishEntry("rounds", Integer.toString(last));
            for (Future<Map<String, Integer>> one : heard) {
                assertThat(one.get().values()).isNotEmpty().allMatch(count -> count == last);
            }
        }

        @Override
        public void close() throws IOException {
            done.set(true);
            for (EventStream stream : streams) {
                stream.close();
            }
            threads.shutdownNow();
        }
    }
}
