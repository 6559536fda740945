package dev.oriel.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
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
                Answer ready = client.get("/health/ready");
                assertThat(ready.status()).isEqualTo(503);
                assertThat(ready.json().path("views").path(0).path("ready").asBoolean())
                        .isTrue();
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
}
