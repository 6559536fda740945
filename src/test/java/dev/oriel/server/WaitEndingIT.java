package dev.oriel.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How waits end that do not end with what they waited for, over the instances that have a part in them. */
@Timeout(120)
class WaitEndingIT {

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    /** The client of every instance sees its answer, that of the one which stops included. */
    @Test
    void when_the_owner_stops_its_waits_go_on_at_the_new_one() throws Exception {
        KAFKA.create("moving:6:compact");
        try (OrielCluster cluster = OrielCluster.ready(KAFKA, 3, "moving: { table: { topic: moving } }")) {
            List<String> keys = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                keys.add("m-" + i);
            }
            List<Future<Answer>> answers = new ArrayList<>();
            for (String key : keys) {
                for (OrielClient client : cluster.clients()) {
                    answers.add(threads.submit(
                            () -> client.get(OrielClient.keyPath("moving", key) + "?version=0&wait=40s")));
                }
            }
            await().atMost(SOON).until(() -> waiting(cluster, "moving") >= answers.size());
            String leaving = cluster.client(0)
                    .get("/v1/views/moving/partitions")
                    .json()
                    .at("/partitions/0/active/instance")
                    .asText();
            int stopped = Integer.parseInt(leaving.substring(leaving.length() - 1));

            String tag = cluster.client((stopped + 1) % 3)
                    .get("/v1/views/moving/partitions")
                    .header("ETag")
                    .orElseThrow();
            Future<Answer> table = threads.submit(() -> cluster.client((stopped + 1) % 3)
                    .get("/v1/views/moving/partitions?wait=50s", "If-None-Match", tag));
            Future<?> stop = threads.submit(() -> cluster.stop(stopped));
            OrielClient staying = cluster.client((stopped + 1) % 3);
            await().atMost(SOON)
                    .until(() ->
                            !staying.get("/v1/views/moving/partitions").text().contains('"' + leaving + '"'));
            for (String key : keys) {
                KAFKA.write("moving", key, "\"moved\"");
            }

            for (Future<Answer> each : answers) {
                assertThat(each.get(40, SECONDS).text()).isEqualTo("\"moved\"");
            }
            stop.get(20, SECONDS);
            assertThat(table.get(1, SECONDS).status()).isEqualTo(200);
            assertThat(waiting(cluster, "moving")).isZero();
        }
    }

    @Test
    void when_an_instance_stops_for_good_what_still_waits_is_referred_elsewhere() throws Exception {
        KAFKA.create("ending:2");
        try (OrielCluster cluster = OrielCluster.ready(KAFKA, 1, "ending: { table: { topic: ending } }")) {
            OrielClient client = cluster.client(0);
            Future<Answer> waiting =
                    threads.submit(() -> client.get(OrielClient.keyPath("ending", "e") + "?version=0&wait=50s"));
            await().atMost(SOON).until(() -> waiting(cluster, "ending") >= 1);

            long start = System.nanoTime();
            cluster.stop(0);

            Answer answer = waiting.get(5, SECONDS);
            assertThat(answer.problem()).as(answer::toString).isEqualTo("partition-unavailable");
            assertThat(answer.json().path("state").asText()).isEqualTo("stopping");
            assertThat(answer.header("Retry-After")).isPresent();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void when_the_client_leaves_everything_is_given_back_on_both_instances_at_once() throws Exception {
        KAFKA.create("leaving:2");
        try (OrielCluster cluster = OrielCluster.ready(KAFKA, 2, "leaving: { table: { topic: leaving } }")) {
            String path = OrielClient.keyPath("leaving", "l") + "?version=0&wait=50s";
            for (int instance : cluster.running()) {
                boolean forwarded = cluster.client(instance)
                                .key("leaving", "l", "Oriel-Route", "direct")
                                .status()
                        == 421;
                if (!forwarded) {
                    continue;
                }
                for (int round = 0; round < 3; round++) {
                    try (RawConnection client =
                            new RawConnection(cluster.instance(instance).port())) {
                        client.send("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
                        await().atMost(SOON).until(() -> waiting(cluster, "leaving") == 2);
                    }
                    await().atMost(AT_ONCE).until(() -> waiting(cluster, "leaving") == 0);
                }
            }
        }
    }

    @Test
    void beyond_the_bound_a_wait_is_refused_at_once_and_a_read_is_not() throws Exception {
        KAFKA.create("bounded:2");
        String views = """
                bounded: { table: { topic: bounded } }
                beside: { table: { topic: bounded } }
                """;
        try (OrielCluster cluster =
                new OrielCluster(KAFKA, views).with("reads.max-waiters", "3").with("reads.max-waiters-per-view", "2")) {
            cluster.start(0);
            cluster.awaitReady();
            OrielClient client = cluster.client(0);
            String path = OrielClient.keyPath("bounded", "b") + "?version=0&wait=40s";
            String beside = OrielClient.keyPath("beside", "b") + "?version=0&wait=40s";
            List<Future<Answer>> waiting = new ArrayList<>();
            for (String each : List.of(path, path, beside)) {
                waiting.add(threads.submit(() -> client.get(each)));
            }
            await().atMost(SOON).until(() -> waiting(cluster, "bounded") + waiting(cluster, "beside") == 3);

            for (String each : List.of(path, beside)) {
                Answer refused = client.get(each);
                assertThat(refused.status()).as(refused::toString).isEqualTo(503);
                assertThat(refused.problem()).isEqualTo("overloaded");
                assertThat(refused.header("Retry-After")).isPresent();
            }
            assertThat(client.key("bounded", "b").problem()).isEqualTo("key-not-found");
            KAFKA.write("bounded", "b", "1");
            for (Future<Answer> each : waiting) {
                assertThat(each.get(20, SECONDS).text()).isEqualTo("1");
            }
            assertThat(client.get(path).text()).isEqualTo("1");
        }
    }

    @Test
    void a_wait_for_a_position_of_a_log_that_is_made_anew_ends_as_unknown() throws Exception {
        KAFKA.create("remade:2");
        try (OrielCluster cluster = OrielCluster.ready(KAFKA, 2, "remade: { table: { topic: remade } }")) {
            RecordMetadata written = KAFKA.write("remade", "r", "1");
            cluster.awaitApplied("remade", "remade");
            String old = cluster.client(0)
                    .key("remade", "r")
                    .header("Oriel-Position")
                    .orElseThrow();
            String beyond = "remade/" + written.partition() + "@1000";
            List<Future<Answer>> waiting = new ArrayList<>();
            for (OrielClient client : cluster.clients()) {
                waiting.add(threads.submit(
                        () -> client.get(OrielClient.keyPath("remade", "r") + "?after=" + beyond + "&wait=50s")));
            }
            await().atMost(SOON).until(() -> waiting(cluster, "remade") >= 2);

            KAFKA.admin().deleteTopics(List.of("remade")).all().get(20, SECONDS);
            await().atMost(SOON).ignoreExceptions().until(() -> {
                KAFKA.create("remade:2");
                return true;
            });

            for (Future<Answer> each : waiting) {
                Answer answer = each.get(40, SECONDS);
                assertThat(answer.problem()).as(answer::toString).isEqualTo("position-unknown");
            }
            try (KafkaProducer<byte[], byte[]> producer = KAFKA.producer(Map.of())) {
                producer.send(new ProducerRecord<>("remade", "r".getBytes(UTF_8), new byte[] {'2'}))
                        .get(20, SECONDS);
            }
            cluster.awaitReady();
            for (OrielClient client : cluster.clients()) {
                Answer answer = client.get(OrielClient.keyPath("remade", "r") + "?after=" + old + "&wait=10s");
                assertThat(answer.status()).as(answer::toString).isEqualTo(409);
            }
        }
    }

    private static double waiting(OrielCluster cluster, String view) {
        return cluster.clients().stream()
                .mapToDouble(client -> Waiting.reads(client, view))
                .sum();
    }
}
