package dev.oriel.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oriel.route.Partitioner;
import dev.oriel.server.EventStream.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a watch may cost: how many there may be, how far behind they may be, and that nobody else pays for it. */
@Timeout(180)
class WatchBoundsIT {

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration AT_ONCE = Duration.ofSeconds(5);
    private static final int MAX = 5;
    private static final int HISTORY_BYTES = 64 << 20;
    private static final int VALUE_BYTES = 10_000;
    private static final String PADDING = "x".repeat(VALUE_BYTES);

    private static OrielCluster cluster;
    private static int owner;

    @BeforeAll
    static void start() throws Exception {
        KAFKA.create("bounded:2");
        cluster = new OrielCluster(KAFKA, "bounded: { table: { topic: bounded }, store: memory }")
                // A watch whose client has left is not to be found out by writing to it.
                .with("watches.heartbeat", "4s")
                .with("watches.max", Integer.toString(MAX))
                .with("watches.history", Integer.toString(HISTORY_BYTES));
        cluster.start(0);
        cluster.start(1);
        cluster.awaitReady();
        await().atMost(SOON).until(() -> {
            JsonNode partitions =
                    cluster.client(0).get("/v1/views/bounded/partitions").json().path("partitions");
            String first = partitions.at("/0/active/instance").asText();
            String second = partitions.at("/1/active/instance").asText();
            owner = first.equals("oriel-0") ? 0 : 1;
            return !first.isEmpty() && !second.isEmpty() && !first.equals(second);
        });
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static String path(String prefix) {
        return "/v1/views/bounded/watch?prefix=" + prefix;
    }

    /** Keys of the first partition; the second stays empty, and its owner is the one that is asked to pass on. */
    private static List<String> keys(String prefix, int count) {
        return IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> prefix + i)
                .filter(key -> Partitioner.MURMUR2.partition(key.getBytes(UTF_8), 2) == 0)
                .limit(count)
                .toList();
    }

    /** The port of the instance that owns the first partition, or of the other. */
    private static int port(boolean owning) {
        return cluster.instance(owning ? owner : 1 - owner).port();
    }

    private static int open(boolean owning, String listener) throws Exception {
        String gauge = "oriel_watches{listener=\"" + listener + "\",view=\"bounded\"} ";
        String metrics = new OrielClient(port(owning)).get("/metrics").text();
        return metrics.lines()
                .filter(line -> line.startsWith(gauge))
                .mapToInt(line -> (int) Double.parseDouble(line.substring(gauge.length())))
                .sum();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void more_watches_than_there_may_be_are_refused_until_one_is_over(boolean owning) throws Exception {
        List<EventStream> streams = new ArrayList<>();
        for (int i = 0; i < MAX; i++) {
            streams.add(EventStream.open(port(owning), path("none")));
        }
        OrielClient client = new OrielClient(port(owning));

        Answer refused = client.get(path("none"));
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.problem()).isEqualTo("overloaded");
        assertThat(refused.header("Retry-After")).contains("1");
        assertThat(refused.json().path("detail").asText()).contains("watches.max");

        streams.removeLast().close();
        await().atMost(AT_ONCE).until(() -> open(owning, "public") == MAX - 1);
        EventStream.open(port(owning), path("none")).close();
        for (EventStream stream : streams) {
            stream.close();
        }
        await().atMost(AT_ONCE).until(() -> open(owning, "public") == 0 && open(!owning, "peer") == 0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void who_does_not_read_is_told_the_latest_of_each_key_and_how_much_was_left_out_and_holds_up_nobody(
            boolean owning, TestReporter reporter) throws Exception {
        String prefix = "slow-" + owning + "-";
        List<String> keys = keys(prefix, 50);
        int rounds = 100;
        try (EventStream slow = EventStream.openWithoutReading(port(owning), path(prefix));
                EventStream other = EventStream.open(port(!owning), path(prefix))) {
            for (int round = 0; round < rounds; round++) {
                for (String key : keys) {
                    KAFKA.send("bounded", key, "{\"n\":" + round + ",\"padding\":\"" + PADDING + "\"}");
                }
            }
            KAFKA.flush();
            cluster.awaitApplied("bounded", "bounded");

            Map<String, Integer> seen = new HashMap<>();
            for (Event event : other.next(keys.size() * rounds)) {
                assertThat(event.conflated()).isZero();
                assertThat(number(event)).isEqualTo(seen.getOrDefault(event.key(), -1) + 1);
                seen.put(event.key(), number(event));
            }

            slow.startReading();
            Map<String, Integer> latest = new HashMap<>();
            int told = 0;
            int conflated = 0;
            while (told + conflated < keys.size() * rounds) {
                Event event = slow.next();
                assertThat(event.type()).isEqualTo("put");
                assertThat(number(event)).isGreaterThan(latest.getOrDefault(event.key(), -1));
                latest.put(event.key(), number(event));
                told++;
                conflated += (int) event.conflated();
            }
            reporter.publishEntry("told " + told + ", left out " + conflated);
            assertThat(conflated).isPositive();
            assertThat(told + conflated).isEqualTo(keys.size() * rounds);
            assertThat(latest)
                    .hasSize(keys.size())
                    .allSatisfy((key, number) -> assertThat(number).isEqualTo(rounds - 1));

            KAFKA.write("bounded", keys.get(7), "{\"n\":" + rounds + "}");
            Event next = slow.next();
            assertThat(number(next)).isEqualTo(rounds);
            assertThat(next.conflated()).isZero();
        }
    }

    private static int number(Event event) {
        return event.json().path("value").path("n").asInt(-1);
    }

    @Test
    void who_resumes_after_more_than_is_held_begins_anew_with_a_reset_and_what_is_present() throws Exception {
        String gone = keys("held-", 2).getFirst();
        String kept = keys("held-", 2).getLast();
        KAFKA.write("bounded", gone, "1");
        KAFKA.write("bounded", kept, "1");
        cluster.awaitApplied("bounded", "bounded");
        String id;
        String idOfKey;
        try (EventStream stream = EventStream.open(port(true), path("held-"));
                EventStream ofKey = EventStream.open(port(true), "/v1/views/bounded/keys/" + gone + "/watch");
                EventStream unchanged = EventStream.open(port(true), "/v1/views/bounded/keys/" + kept + "/watch")) {
            assertThat(stream.told(2)).containsExactlyInAnyOrder("put " + gone + " 1", "put " + kept + " 1");
            await().atMost(SOON).until(() -> !stream.lastId().contains("bounded/0@-1~"));
            id = stream.lastId();
            idOfKey = ofKey.next().id();
            unchanged.next();
        }
        KAFKA.delete("bounded", gone);
        List<String> fillers = keys("filler-", 100);
        for (int i = 0; i < HISTORY_BYTES / VALUE_BYTES + 100; i++) {
            KAFKA.send("bounded", fillers.get(i % 100), "\"" + PADDING + "\"");
        }
        KAFKA.flush();
        cluster.awaitApplied("bounded", "bounded");

        for (boolean owning : List.of(true, false)) {
            try (EventStream stream = EventStream.open(port(owning), path("held-"), "Last-Event-ID", id);
                    EventStream ofKey = EventStream.open(
                            port(owning), "/v1/views/bounded/keys/" + gone + "/watch", "Last-Event-ID", idOfKey);
                    EventStream unchanged = EventStream.open(
                            port(owning), "/v1/views/bounded/keys/" + kept + "/watch", "Last-Event-ID", id)) {
                assertThat(stream.told(2)).containsExactly("reset", "put " + kept + " 1");
                assertThat(ofKey.told(2)).containsExactly("reset", "delete " + gone);
                // A key that has not changed needs no history.
                await().atMost(SOON).until(() -> unchanged.heartbeats() >= 2);
                assertThat(unchanged.waiting()).isZero();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void when_a_client_leaves_that_does_not_read_all_is_freed_at_once(boolean owning) throws Exception {
        String prefix = "deaf-" + owning + "-";
        try (EventStream deaf = EventStream.openWithoutReading(port(owning), path(prefix))) {
            for (String key : keys(prefix, 2000)) {
                KAFKA.send("bounded", key, "\"" + PADDING + "\"");
            }
            KAFKA.flush();
            cluster.awaitApplied("bounded", "bounded");
            assertThat(open(owning, "public")).isOne();
            assertThat(open(!owning, "peer")).isOne();
            assertThat(deaf.waiting()).isZero();
        }

        await().atMost(AT_ONCE).until(() -> open(owning, "public") == 0 && open(!owning, "peer") == 0);
    }
}
