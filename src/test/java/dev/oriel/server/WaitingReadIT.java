package dev.oriel.server;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads that ask for more than "now", at once and with a wait. Each is made of all instances: one owns the key. */
@Timeout(60)
class WaitingReadIT {

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final StandingCluster STANDING = new StandingCluster(KAFKA);

    private final OrielCluster cluster = STANDING.get();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private static String position(RecordMetadata written) {
        return written.topic() + "/" + written.partition() + "@" + written.offset();
    }

    private static String path(String view, String key, String query) {
        return OrielClient.keyPath(view, key) + "?" + query;
    }

    @ParameterizedTest
    @ValueSource(strings = {"words", "products"})
    void a_write_is_read_at_once_from_every_instance(String view) throws Exception {
        for (int round = 0; round < 20; round++) {
            for (OrielClient client : cluster.clients()) {
                String key = "own-write-" + round;
                RecordMetadata written = KAFKA.write(view, key, Integer.toString(round));

                Answer answer = client.get(path(view, key, "after=" + position(written) + "&wait=10s"));

                assertThat(answer.text()).as(answer::toString).isEqualTo(Integer.toString(round));
                assertThat(answer.position().offset()).isGreaterThanOrEqualTo(written.offset());
                assertThat(answer.header("Preference-Applied")).contains("wait=10");
            }
        }
    }

    @Test
    void a_deletion_is_read_at_once_from_every_instance() throws Exception {
        for (OrielClient client : cluster.clients()) {
            KAFKA.write("words", "own-delete", "1");
            RecordMetadata deleted = KAFKA.delete("words", "own-delete");

            Answer answer = client.get(path("words", "own-delete", "after=" + position(deleted) + "&wait=10s"));

            assertThat(answer.problem()).as(answer::toString).isEqualTo("key-not-found");
        }
    }

    @Test
    void a_header_does_as_well_as_the_parameter_and_both_are_one_list() throws Exception {
        RecordMetadata first = KAFKA.write("words", "listed-1", "1");
        RecordMetadata second = KAFKA.write("words", "listed-2", "2");
        for (OrielClient client : cluster.clients()) {
            Answer answer = client.get(
                    path("words", "listed-2", "after=" + position(first)),
                    "Oriel-After",
                    position(second) + " , words/0@-1",
                    "Prefer",
                    "respond-async, wait=10");

            assertThat(answer.text()).as(answer::toString).isEqualTo("2");
            assertThat(answer.header("Preference-Applied")).contains("wait=10");
        }
    }

    @Test
    void a_position_beyond_the_log_s_end_is_not_reached_and_the_answer_says_how_far_it_is() throws Exception {
        RecordMetadata written = KAFKA.write("words", "beyond", "1");
        cluster.awaitApplied("words", "words");
        String beyond = "words/" + written.partition() + "@" + (written.offset() + 1_000_000);
        for (OrielClient client : cluster.clients()) {
            Answer atOnce = client.get(path("words", "beyond", "after=" + beyond));
            long start = System.nanoTime();
            Answer waited = client.get(path("words", "beyond", "after=" + beyond + "&wait=300ms"));
            Duration took = Duration.ofNanos(System.nanoTime() - start);

            for (Answer answer : List.of(atOnce, waited)) {
                assertThat(answer.status()).as(answer::toString).isEqualTo(412);
                assertThat(answer.problem()).isEqualTo("position-not-reached");
                assertThat(answer.json().path("requested").asText()).isEqualTo(beyond);
                assertThat(answer.json().path("reached").asText())
                        .startsWith("words/" + written.partition() + "@")
                        .isEqualTo(answer.header("Oriel-Position").orElseThrow());
                assertThat(answer.header("Retry-After")).isPresent();
            }
            assertThat(took).isBetween(Duration.ofMillis(295), Duration.ofSeconds(5));
        }
    }

    @Test
    void a_position_of_a_partition_that_cannot_affect_the_key_is_met_at_once() throws Exception {
        RecordMetadata written = KAFKA.write("words", "elsewhere", "1");
        int other = (written.partition() + 1) % 6;
        for (OrielClient client : cluster.clients()) {
            String elsewhere = "wait=10s&after=words/" + other + "@99999999";
            Answer answer = client.get(path("words", "elsewhere", elsewhere + "," + position(written)));
            Answer alone = client.get(path("words", "elsewhere", elsewhere));

            assertThat(answer.text()).as(answer::toString).isEqualTo("1");
            assertThat(alone.text()).as(alone::toString).isEqualTo("1");
        }
    }

    @Test
    void a_wait_for_a_version_ends_with_it_or_a_later_one() throws Exception {
        KAFKA.write("revised", "versioned", "{\"meta\":{\"revision\":1}}");
        cluster.awaitApplied("revised", "revised");
        for (OrielClient client : cluster.clients()) {
            Answer old = client.get(path("revised", "versioned", "version=2"));
            assertThat(old.status()).as(old::toString).isEqualTo(412);
            assertThat(old.problem()).isEqualTo("version-not-reached");
            assertThat(old.json().path("requested").asLong()).isEqualTo(2);
            assertThat(old.json().path("reached").asLong()).isEqualTo(1);
        }
        List<Future<Answer>> waiting = waiting("revised", "versioned", "version=2&wait=30s");

        KAFKA.write("revised", "versioned", "{\"meta\":{\"revision\":3}}");

        for (Future<Answer> each : waiting) {
            Answer answer = each.get(20, SECONDS);
            assertThat(answer.header("Oriel-Version")).as(answer::toString).contains("3");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"version=0", "version=-9223372036854775808", "If-Match"})
    void a_wait_for_a_key_to_exist_ends_when_it_does(String condition) throws Exception {
        String key = "not there before " + condition;
        boolean header = condition.startsWith("If-");
        String query = header ? "wait=30s" : condition + "&wait=30s";
        String[] headers = header ? new String[] {condition, "*"} : new String[0];
        Answer absent = cluster.client(0).get(path("words", key, header ? "" : condition), headers);
        assertThat(absent.problem()).as(absent::toString).isEqualTo("version-not-reached");
        assertThat(absent.json().has("reached")).isFalse();
        List<Future<Answer>> waiting = waiting("words", key, query, headers);

        KAFKA.write("words", key, "\"now\"");

        for (Future<Answer> each : waiting) {
            assertThat(each.get(20, SECONDS).text()).isEqualTo("\"now\"");
        }
    }

    @Test
    void a_long_poll_ends_with_the_next_change_and_a_deletion_is_one() throws Exception {
        long version = KAFKA.write("words", "polled", "1").offset();
        cluster.awaitApplied("words", "words");
        List<Future<Answer>> forChange = waiting("words", "polled", "wait=30s", "If-None-Match", tag(version));

        long next = KAFKA.write("words", "polled", "2").offset();

        for (Future<Answer> each : forChange) {
            assertThat(each.get(20, SECONDS).text()).isEqualTo("2");
        }
        List<Future<Answer>> forDeletion = waiting("words", "polled", "wait=30s", "If-None-Match", tag(next));
        List<Future<Answer>> forAbsence = waiting("words", "polled", "wait=30s", "If-None-Match", "*");

        KAFKA.delete("words", "polled");

        for (Future<Answer> each : forDeletion) {
            assertThat(each.get(20, SECONDS).problem()).isEqualTo("key-not-found");
        }
        for (Future<Answer> each : forAbsence) {
            assertThat(each.get(20, SECONDS).problem()).isEqualTo("key-not-found");
        }
    }

    @Test
    void a_long_poll_without_a_change_ends_as_not_modified_when_its_time_is_up() throws Exception {
        long version = KAFKA.write("words", "unpolled", "1").offset();
        cluster.awaitApplied("words", "words");
        for (OrielClient client : cluster.clients()) {
            long start = System.nanoTime();
            Answer answer = client.get(path("words", "unpolled", "wait=300ms"), "If-None-Match", tag(version));

            assertThat(answer.status()).as(answer::toString).isEqualTo(304);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(295), Duration.ofSeconds(5));
        }
    }

    @Test
    void a_change_of_another_key_ends_nobody_s_wait() throws Exception {
        long version = KAFKA.write("words", "mine", "1").offset();
        cluster.awaitApplied("words", "words");
        List<Future<Answer>> waiting = waiting("words", "mine", "wait=1s", "If-None-Match", tag(version));

        for (int i = 0; i < 50; i++) {
            KAFKA.write("words", "other-" + i, "1");
        }

        for (Future<Answer> each : waiting) {
            assertThat(each.get(20, SECONDS).status()).isEqualTo(304);
        }
    }

    @Test
    void conditions_are_judged_position_first_then_version_then_entity_tag() throws Exception {
        RecordMetadata written = KAFKA.write("words", "judged", "1");
        cluster.awaitApplied("words", "words");
        String beyond = "after=words/" + written.partition() + "@99999999";
        String tag = tag(written.offset());
        for (OrielClient client : cluster.clients()) {
            assertThat(client.get(path("words", "judged", beyond + "&version=99999999"), "If-None-Match", tag)
                            .problem())
                    .isEqualTo("position-not-reached");
            assertThat(client.get(path("words", "judged", "version=99999999"), "If-None-Match", tag)
                            .problem())
                    .isEqualTo("version-not-reached");
            assertThat(client.get(path("words", "judged", ""), "If-Match", "\"no\"", "If-None-Match", tag)
                            .problem())
                    .isEqualTo("version-not-reached");
            assertThat(client.get(path("words", "judged", ""), "If-Match", tag, "If-None-Match", tag)
                            .status())
                    .isEqualTo(304);
            assertThat(client.get(path("words", "judged", ""), "If-Match", tag).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void a_preference_without_a_condition_is_ignored_and_a_long_wait_is_cut() throws Exception {
        KAFKA.write("words", "preferred", "1");
        cluster.awaitApplied("words", "words");
        for (OrielClient client : cluster.clients()) {
            Answer answer = client.key("words", "preferred", "Prefer", "wait=10");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Preference-Applied")).isEmpty();
            assertThat(client.get(path("words", "preferred", "version=0&wait=2h"))
                            .header("Preference-Applied"))
                    .contains("wait=60");
        }
    }

    @Test
    void a_direct_read_waits_at_the_owner_and_is_refused_at_once_elsewhere() throws Exception {
        long version = KAFKA.write("words", "direct", "1").offset();
        cluster.awaitApplied("words", "words");
        List<Future<Answer>> waiting =
                waiting("words", "direct", "wait=30s", 1, "If-None-Match", tag(version), "Oriel-Route", "direct");

        KAFKA.write("words", "direct", "2");

        List<Integer> statuses = new ArrayList<>();
        for (Future<Answer> each : waiting) {
            statuses.add(each.get(20, SECONDS).status());
        }
        assertThat(statuses).containsExactlyInAnyOrder(200, 421, 421);
    }

    private static String tag(long version) {
        return '"' + Long.toString(version) + '"';
    }

    private List<Future<Answer>> waiting(String view, String key, String query, String... headers) {
        return waiting(view, key, query, cluster.running().size(), headers);
    }

    /** One read of each instance, once so many of them wait. */
    private List<Future<Answer>> waiting(String view, String key, String query, int atLeast, String... headers) {
        double before = parked(view);
        List<Future<Answer>> answers = new ArrayList<>();
        for (OrielClient client : cluster.clients()) {
            answers.add(threads.submit(() -> client.get(path(view, key, query), headers)));
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> parked(view) >= before + atLeast);
        return answers;
    }

    /** How many reads wait on a view, counted at every instance that takes part. */
    private double parked(String view) {
        return cluster.clients().stream()
                .mapToDouble(client -> Waiting.reads(client, view))
                .sum();
    }
}
