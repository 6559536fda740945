package dev.oriel.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an instance that stops does for those who have not noticed yet. */
@Timeout(120)
class DrainIT {

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @Test
    void it_says_first_that_it_is_not_ready_and_goes_on_answering_for_a_while() throws Exception {
        KAFKA.create("drained:1");
        KAFKA.write("drained", "a", "1");
        OrielCluster cluster =
                new OrielCluster(KAFKA, "drained: { table: { topic: drained } }").with("server.drain-delay", "6s");
        try (cluster) {
            cluster.start(0);
            cluster.awaitReady();
            cluster.awaitApplied("drained", "drained");
            OrielClient client = cluster.client(0);

            Thread stopping = Thread.ofVirtual().start(() -> cluster.instance(0).close());
            await().pollDelay(Duration.ZERO)
                    .until(() -> client.get("/health/ready").status() == 503);
            assertThat(client.key("drained", "a").status()).isEqualTo(200);
            assertThat(client.get("/health/live").status()).isEqualTo(200);
            stopping.join();
        }
    }
}
