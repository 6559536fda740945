package dev.oriel.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Lookups that go from instance to instance over the connection that they share. */
@Timeout(120)
class LinkIT {

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    private static final Pattern SENT = Pattern.compile("(?m)^oriel_links_lookups_total ([0-9.E]+)$");
    private static final int KEYS = 60;
    private static final String LONG_VALUE = "\"" + "long ".repeat(20_000) + "\"";

    private static OrielCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        KAFKA.create("linked:4");
        for (int i = 0; i < KEYS; i++) {
            KAFKA.write("linked", "key " + i, "{\"n\":" + i + "}");
        }
        KAFKA.write("linked", "long", LONG_VALUE);
        cluster = OrielCluster.ready(KAFKA, 2, "linked: { table: { topic: linked } }");
        cluster.awaitApplied("linked", "linked");
        // The first lookup that goes to the other has the link made.
        for (int i = 0; i < 2; i++) {
            OrielClient client = cluster.client(i);
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                assertAllKeys(client);
                return sent(client) > 0;
            });
        }
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void every_lookup_of_a_key_that_is_elsewhere_takes_it() throws Exception {
        for (OrielClient client : cluster.clients()) {
            double before = sent(client);

            int forwarded = assertAllKeys(client);

            assertThat(forwarded).isBetween(1, KEYS - 1);
            assertThat(sent(client) - before).isEqualTo(forwarded);
        }
    }

    @Test
    void an_answer_is_the_owners_but_for_the_hop() throws Exception {
        for (String target : new String[] {"key 1", "key 2", "key 3", "key 4", "absent", "long"}) {
            Answer one = cluster.client(0).key("linked", target);
            Answer other = cluster.client(1).key("linked", target);

            assertThat(one.status()).isEqualTo(other.status());
            assertThat(one.text()).isEqualTo(other.text());
            assertThat(one.servedBy().hops() + other.servedBy().hops()).isEqualTo(1);
            assertThat(one.servedBy().instance()).isEqualTo(other.servedBy().instance());
            for (String header :
                    new String[] {"ETag", "Oriel-Version", "Oriel-Timestamp", "Content-Type", "Cache-Control"}) {
                assertThat(one.header(header)).as(header).isEqualTo(other.header(header));
            }
        }
    }

    private static int assertAllKeys(OrielClient client) throws Exception {
        int forwarded = 0;
        for (int i = 0; i < KEYS; i++) {
            Answer answer = client.key("linked", "key " + i);
            assertThat(answer.text()).isEqualTo("{\"n\":" + i + "}");
            forwarded += answer.servedBy().hops();
        }
        return forwarded;
    }

    private static double sent(OrielClient client) throws Exception {
        Matcher line = SENT.matcher(client.get("/metrics").text());
        assertThat(line.find()).isTrue();
        return Double.parseDouble(line.group(1));
    }
}
