package dev.oriel.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Answers that say where their time went. */
@Timeout(60)
class ExplainIT {

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final StandingCluster STANDING = new StandingCluster(KAFKA);

    private final OrielCluster cluster = STANDING.get();

    private static String timing(OrielClient client, String path) throws Exception {
        return client.get(path, "Oriel-Explain", "true").header("Server-Timing").orElse("");
    }

    @Test
    void the_owner_names_the_store_and_the_others_the_hop() throws Exception {
        KAFKA.write("words", "explained", "1");
        cluster.awaitApplied("words", "words");

        List<String> timings = new ArrayList<>();
        for (OrielClient client : cluster.clients()) {
            timings.add(timing(client, OrielClient.keyPath("words", "explained")));
        }

        assertThat(timings).allMatch(timing -> timing.matches("store;dur=.*, total;dur=[0-9.]+"));
        assertThat(timings.stream().filter(timing -> timing.contains("peer;dur=") || timing.contains("route;dur=")))
                .hasSize(2);
    }

    @Test
    void a_read_that_waits_says_for_how_long() throws Exception {
        assertThat(timing(cluster.client(0), OrielClient.keyPath("words", "not-there") + "?version=0&wait=100ms"))
                .matches(".*wait;dur=[1-9][0-9]{2}.*");
    }

    @Test
    void a_list_says_how_long_it_was_gathered() throws Exception {
        assertThat(timing(cluster.client(0), "/v1/views/words/entries?limit=5"))
                .matches("route;dur=[0-9.]+, total;dur=[0-9.]+");
    }

    @Test
    void without_being_asked_none_says() throws Exception {
        assertThat(cluster.client(0)
                        .get(OrielClient.keyPath("words", "explained"))
                        .header("Server-Timing"))
                .isEmpty();
    }
}
