package dev.oriel.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the metrics of instances say of what has just been done with them. */
@Timeout(90)
class MetricsIT {

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final StandingCluster STANDING = new StandingCluster(KAFKA);

    private static final Duration SOON = Duration.ofSeconds(20);

    private final OrielCluster cluster = STANDING.get();

    /** The sum, over the instances, of the samples of a metric that have all of some labels. */
    private double sum(String metric, String... labels) {
        return cluster.clients().stream()
                .mapToDouble(client -> samples(client, metric, labels)
                        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                        .sum())
                .sum();
    }

    private OrielClient owner(String view, String key) throws Exception {
        for (OrielClient client : cluster.clients()) {
            if (client.key(view, key, "Oriel-Route", "direct").status() != 421) {
                return client;
            }
        }
        throw new AssertionError("nobody owns " + key);
    }

    private static Stream<String> samples(OrielClient client, String metric, String... labels) {
        try {
            return client.get("/metrics")
                    .text()
                    .lines()
                    .filter(line -> line.startsWith(metric + "{") || line.startsWith(metric + " "))
                    .filter(line -> Arrays.stream(labels).allMatch(line::contains));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void requests_are_counted_by_what_they_ask_for_and_by_the_hops_to_the_answer() throws Exception {
        KAFKA.write("words", "counted", "1");
        cluster.awaitApplied("words", "words");
        String count = "oriel_requests_seconds_count";
        double direct = sum(count, "listener=\"public\"", "operation=\"get\"", "status=\"200\"", "hops=\"0\"");
        double forwarded = sum(count, "listener=\"public\"", "operation=\"get\"", "status=\"200\"", "hops=\"1\"");
        double atPeers = sum(count, "listener=\"peer\"", "operation=\"get\"", "status=\"200\"");
        double lists = sum(count, "operation=\"entries\"", "status=\"200\"");
        double lookups = sum(count, "operation=\"lookup\"", "status=\"200\"");
        double counts = sum(count, "operation=\"count\"", "status=\"200\"");

        for (OrielClient client : cluster.clients()) {
            assertThat(client.key("words", "counted").status()).isEqualTo(200);
        }
        cluster.client(0).get("/v1/views/words/entries?limit=1");
        cluster.client(0).post("/v1/views/words/lookup", "{\"keys\":[\"counted\"]}");
        cluster.client(0).get("/v1/views/words/count");

        assertThat(sum(count, "listener=\"public\"", "operation=\"get\"", "status=\"200\"", "hops=\"0\""))
                .isEqualTo(direct + 1);
        assertThat(sum(count, "listener=\"public\"", "operation=\"get\"", "status=\"200\"", "hops=\"1\""))
                .isEqualTo(forwarded + 2);
        assertThat(sum(count, "listener=\"peer\"", "operation=\"get\"", "status=\"200\""))
                .isEqualTo(atPeers + 2);
        assertThat(sum(count, "operation=\"entries\"", "status=\"200\"")).isEqualTo(lists + 1);
        assertThat(sum(count, "operation=\"lookup\"", "status=\"200\"")).isEqualTo(lookups + 1);
        assertThat(sum(count, "operation=\"count\"", "status=\"200\"")).isEqualTo(counts + 1);
    }

    @Test
    void waits_are_counted_by_how_they_end_and_those_that_are_woken_are_timed() throws Exception {
        double satisfied = sum("oriel_waits_ended_total", "view=\"words\"", "reason=\"satisfied\"");
        double expired = sum("oriel_waits_ended_total", "view=\"words\"", "reason=\"expired\"");
        double woken = sum("oriel_waits_wake_up_seconds_count", "view=\"words\"");
        String[] waits = {"listener=\"public\"", "operation=\"wait\"", "view=\"words\""};
        double asked = sum("oriel_requests_seconds_count", waits);

        // At the owner, so that it waits before the record comes and does not find it by its own look.
        OrielClient owner = owner("words", "waited-for");
        CompletableFuture<Answer> waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return owner.get(OrielClient.keyPath("words", "waited-for") + "?version=0&wait=20s");
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        await().atMost(SOON).until(() -> sum("oriel_reads_waiting", "view=\"words\"") > 0);
        KAFKA.write("words", "waited-for", "1");
        assertThat(waiting.get().status()).isEqualTo(200);
        assertThat(cluster.client(0)
                        .get(OrielClient.keyPath("words", "never-there") + "?version=0&wait=100ms")
                        .status())
                .isEqualTo(412);

        assertThat(sum("oriel_waits_ended_total", "view=\"words\"", "reason=\"satisfied\""))
                .isEqualTo(satisfied + 1);
        assertThat(sum("oriel_waits_ended_total", "view=\"words\"", "reason=\"expired\""))
                .isEqualTo(expired + 1);
        assertThat(sum("oriel_waits_wake_up_seconds_count", "view=\"words\"")).isEqualTo(woken + 1);
        assertThat(sum("oriel_requests_seconds_count", waits)).isEqualTo(asked + 2);
    }

    @Test
    void views_tell_their_state_their_partitions_and_how_far_they_are_behind() throws Exception {
        KAFKA.write("words", "there", "1");
        cluster.awaitApplied("words", "words");

        assertThat(sum("oriel_view_state", "view=\"words\"", "state=\"running\""))
                .isEqualTo(3);
        assertThat(sum("oriel_view_state", "view=\"words\"", "state=\"failed\""))
                .isZero();
        int partitions = cluster.client(0)
                .get("/v1/views/words/partitions")
                .json()
                .path("partitions")
                .size();
        assertThat(sum("oriel_view_replicas", "view=\"words\"", "role=\"active\""))
                .isEqualTo(partitions);
        assertThat(sum("oriel_view_replicas", "view=\"products\"", "role=\"global\""))
                .isEqualTo(3);
        assertThat(sum("oriel_view_entries", "view=\"words\"")).isPositive();
        assertThat(sum("oriel_view_ownerless_partitions", "view=\"words\"")).isZero();
        assertThat(sum("oriel_view_standbyless_partitions", "view=\"words\""))
                .as("it is not to have standbys")
                .isZero();
        assertThat(sum("oriel_version", "version=\"")).isEqualTo(3);
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(sum("oriel_view_lag_records", "view=\"words\"")).isZero();
            assertThat(sum("oriel_view_staleness_seconds", "view=\"words\"")).isZero();
            assertThat(sum("oriel_view_watermark_age_seconds", "view=\"words\""))
                    .isPositive();
        });
    }

    @Test
    void what_is_bounded_tells_its_bound_and_how_much_is_in_use() {
        for (String bound : new String[] {"waits", "forwards", "pending reads", "scans", "slices", "watches"}) {
            String label = "bound=\"" + bound + "\"";
            assertThat(sum("oriel_admission_limit", label)).as(bound).isPositive();
            assertThat(sum("oriel_admission_in_use", label)).as(bound).isNotNegative();
            assertThat(sum("oriel_admission_refused_total", label)).as(bound).isNotNegative();
        }
        assertThat(sum("oriel_responses_limit_bytes", "listener=\"public\"")).isPositive();
        assertThat(sum("oriel_responses_under_way_bytes", "listener=\"public\""))
                .isNotNegative();
        assertThat(sum("oriel_peers_down")).isZero();
    }

    @Test
    void what_watches_are_told_is_counted() throws Exception {
        double told = sum("oriel_watch_changes_total", "view=\"words\"", "listener=\"public\"");
        try (EventStream stream = EventStream.open(
                cluster.instance(0).port(), OrielClient.keyPath("words", "watched-and-counted") + "/watch")) {
            KAFKA.write("words", "watched-and-counted", "1");
            assertThat(stream.told(1)).hasSize(1);
        }

        assertThat(sum("oriel_watch_changes_total", "view=\"words\"", "listener=\"public\""))
                .isGreaterThan(told);
    }
}
