package dev.oriel.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.streams.processor.assignment.ApplicationState;
import org.apache.kafka.streams.processor.assignment.assignors.StickyTaskAssignor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Views whose stream threads die, of something that Kafka Streams is given to load and that breaks. */
@Timeout(120)
class FailedViewIT {

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    private static final Duration SOON = Duration.ofSeconds(60);
    /** How often each kind of assignor has yet to fail. */
    private static final Map<Class<?>, AtomicInteger> FAILURES = new ConcurrentHashMap<>();

    /** Fails so often as is still to be. */
    public abstract static class BreakingAssignor extends StickyTaskAssignor {
        @Override
        public TaskAssignment assign(ApplicationState application) {
            AtomicInteger left = FAILURES.get(getClass());
            if (left != null && left.getAndDecrement() > 0) {
                throw new IllegalStateException("broken on purpose");
            }
            return super.assign(application);
        }
    }

    /** Fails twice. */
    public static final class TwiceBroken extends BreakingAssignor {}

    /** Fails always. */
    public static final class Broken extends BreakingAssignor {}

    @Test
    void a_view_whose_stream_thread_dies_goes_on_with_another() throws Exception {
        AtomicInteger failures = new AtomicInteger(2);
        FAILURES.put(TwiceBroken.class, failures);
        try (OrielCluster cluster = start(TwiceBroken.class)) {
            awaitServed(cluster, "shaken");

            assertThat(failures).hasNonPositiveValue();
        }
    }

    @Test
    void a_view_that_fails_for_good_says_why_and_the_others_serve() throws Exception {
        FAILURES.put(Broken.class, new AtomicInteger(Integer.MAX_VALUE));
        try (OrielCluster cluster = start(Broken.class)) {
            OrielClient client = cluster.client(0);
            await().dontCatchUncaughtExceptions().atMost(SOON).untilAsserted(() -> {
                JsonNode shaken = client.get("/v1/views/shaken").json();
                assertThat(shaken.path("state").asText()).isEqualTo("failed");
                assertThat(shaken.path("detail").asText()).contains("broken on purpose");
            });

            Answer refused = client.get("/v1/views/shaken/keys/a");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.json().path("state").asText()).isEqualTo("failed");
            assertThat(refused.json().path("detail").asText()).contains("broken on purpose");
            assertThat(client.get("/v1/views/steady/keys/a").text()).isEqualTo("1");
            assertThat(client.get("/health/live").status()).isEqualTo(200);
            assertThat(client.get("/health/ready").status()).isEqualTo(503);
        }
    }

    private static OrielCluster start(Class<?> assignor) throws Exception {
        String suffix = assignor.getSimpleName();
        for (String topic : List.of("steady-" + suffix, "shaken-" + suffix)) {
            KAFKA.create(topic + ":2:compact");
            KAFKA.send(topic, "a", "1");
        }
        KAFKA.flush();
        OrielCluster cluster = new OrielCluster(KAFKA, """
                steady:
                  table: { topic: steady-%1$s }
                shaken:
                  table: { topic: shaken-%1$s }
                  streams: { task.assignor.class: %2$s }
                """.formatted(suffix, assignor.getName()));
        cluster.start(0);
        awaitServed(cluster, "steady");
        return cluster;
    }

    private static void awaitServed(OrielCluster cluster, String view) {
        await().dontCatchUncaughtExceptions()
                .atMost(SOON)
                .untilAsserted(() -> assertThat(cluster.client(0)
                                .get("/v1/views/" + view + "/keys/a")
                                .text())
                        .isEqualTo("1"));
    }
}
