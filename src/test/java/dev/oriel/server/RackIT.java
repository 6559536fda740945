package dev.oriel.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Standbys of instances that stand in different places: what Kafka Streams knows of racks passes through. */
@Timeout(120)
class RackIT {

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    private static final int PARTITIONS = 6;
    private static final String VIEWS = """
            racked:
              table: { topic: racked }
              streams: { num.standby.replicas: 1, rack.aware.assignment.tags: zone }
            """;
    private static final Map<String, String> ZONES = Map.of("oriel-0", "east", "oriel-1", "east", "oriel-2", "west");

    private final OrielCluster cluster = new OrielCluster(KAFKA, VIEWS);

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void no_partition_has_its_standby_in_the_zone_of_its_owner() throws Exception {
        KAFKA.create("racked:" + PARTITIONS + ":compact");
        for (int i = 0; i < ZONES.size(); i++) {
            cluster.with("streams.client.tag.zone", Objects.requireNonNull(ZONES.get("oriel-" + i)))
                    .start(i);
        }
        cluster.awaitReady();

        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            JsonNode partitions =
                    cluster.client(0).get("/v1/views/racked/partitions").json().path("partitions");
            assertThat(partitions).hasSize(PARTITIONS);
            for (JsonNode partition : partitions) {
                assertThat(partition.path("standbys")).as(partition::toString).hasSize(1);
                assertThat(zone(partition.path("standbys").path(0)))
                        .as(partition::toString)
                        .isNotEqualTo(zone(partition.path("active")));
            }
        });
    }

    private static String zone(JsonNode holder) {
        return ZONES.getOrDefault(holder.path("instance").asText(), "");
    }
}
