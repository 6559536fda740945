package dev.oriel.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Topics that come late, go, and come back as others. */
@Timeout(180)
class TopicLifeIT {

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    void a_view_waits_for_its_topic_while_the_others_serve() throws Exception {
        KAFKA.create("present:2");
        KAFKA.write("present", "p", "1");
        String views = """
                there: { table: { topic: present } }
                awaited: { table: { topic: absent } }
                awaited-too: { global: { topic: absent } }
                """;
        try (OrielCluster cluster = new OrielCluster(KAFKA, views)) {
            cluster.start(0);
            cluster.start(1);
            for (OrielClient client : cluster.clients()) {
                await().atMost(SOON).until(() -> client.key("there", "p").status() == 200);
                for (String view : List.of("awaited", "awaited-too")) {
                    await().atMost(SOON).untilAsserted(() -> {
                        JsonNode waiting = client.get("/v1/views/" + view).json();
                        assertThat(waiting.path("state").asText()).isEqualTo("waiting");
                        assertThat(waiting.path("detail").asText()).contains("absent");
                    });
                    Answer read = client.key(view, "a");
                    assertThat(read.problem()).isEqualTo("partition-unavailable");
                    assertThat(read.json().path("state").asText()).isEqualTo("waiting");
                    assertThat(read.json().path("detail").asText()).contains("absent");
                    assertThat(read.header("Retry-After")).isPresent();
                    assertThat(client.get("/v1/views/" + view + "/partitions")
                                    .json()
                                    .path("partitions"))
                            .isEmpty();
                }
                await().atMost(SOON)
                        .until(() -> client.get("/health/ready")
                                .json()
                                .at("/views/0/ready")
                                .asBoolean());
                Answer ready = client.get("/health/ready");
                assertThat(ready.status()).isEqualTo(503);
                assertThat(ready.json().path("views").path(1).path("missing").asText())
                        .contains("absent");
                assertThat(client.head("/health/ready").status()).isEqualTo(503);
                assertThat(client.get("/health/live").status()).isEqualTo(200);
            }

            KAFKA.create("absent:2");
            KAFKA.write("absent", "a", "2");

            cluster.awaitReady();
            await().atMost(SOON).untilAsserted(() -> {
                for (OrielClient client : cluster.clients()) {
                    assertThat(client.key("awaited", "a").text()).isEqualTo("2");
                    assertThat(client.key("awaited-too", "a").text()).isEqualTo("2");
                }
            });
        }
    }

    @Test
    void a_topic_that_is_deleted_and_made_again_is_another() throws Exception {
        KAFKA.create("reborn:2");
        KAFKA.write("reborn", "kept", "\"first life\"");
        KAFKA.write("reborn", "lost", "\"first life\"");
        String views = """
                living: { table: { topic: reborn } }
                living-everywhere: { global: { topic: reborn } }
                """;
        List<String> all = List.of("living", "living-everywhere");
        try (OrielCluster cluster = OrielCluster.ready(KAFKA, 2, views)) {
            cluster.awaitApplied("living", "reborn");
            cluster.awaitApplied("living-everywhere", "reborn");
            String before = KAFKA.topicId("reborn");
            for (String view : all) {
                assertThat(cluster.client(0).key(view, "lost").position().topicId())
                        .isEqualTo(before);
            }

            KAFKA.admin().deleteTopics(List.of("reborn")).all().get(20, TimeUnit.SECONDS);
            await().atMost(SOON)
                    .until(() -> !KAFKA.admin().listTopics().names().get().contains("reborn"));
            KAFKA.create("reborn:3");
            writeAsNewcomer("reborn", "kept", "\"second life\"");
            String after = KAFKA.topicId("reborn");
            assertThat(after).isNotEqualTo(before);

            await().atMost(Duration.ofSeconds(90)).until(() -> {
                boolean told = true;
                for (OrielClient client : cluster.clients()) {
                    for (String view : all) {
                        told &= client.key(view, "kept").text().equals("\"second life\"");
                        told &= isLost(client.key(view, "lost"), before, after);
                    }
                }
                return told;
            });
            for (OrielClient client : cluster.clients()) {
                for (String view : all) {
                    Answer lost = client.key(view, "lost");
                    assertThat(lost.problem()).isEqualTo("key-not-found");
                    assertThat(lost.position().topicId()).isEqualTo(after);
                    assertThat(client.get("/v1/views/" + view)
                                    .json()
                                    .path("partitions")
                                    .asInt())
                            .isEqualTo(3);
                }
            }
            cluster.awaitReady();
        }
    }

    /** Partitions learn of their new life one by one; until then an answer says that it tells of the one before. */
    private static boolean isLost(Answer answer, String before, String after) {
        if (answer.status() == 200) {
            assertThat(answer.position().topicId()).isEqualTo(before);
        } else if (answer.status() == 404) {
            assertThat(answer.position().topicId()).isEqualTo(after);
        }
        return answer.status() == 404;
    }

    /** Writes with a producer that has not known the topic before: one that has may place keys by its old partitions. */
    private static void writeAsNewcomer(String topic, String key, String value) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = KAFKA.producer(Map.of())) {
            producer.send(new ProducerRecord<>(topic, key.getBytes(UTF_8), value.getBytes(UTF_8)))
                    .get(20, TimeUnit.SECONDS);
        }
    }
}
