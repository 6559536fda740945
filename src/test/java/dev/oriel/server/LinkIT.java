package dev.oriel.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Reads that go from instance to instance over the connection that they share. */
@Timeout(120)
class LinkIT {

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration AT_ONCE = Duration.ofSeconds(5);
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
            await().atMost(SOON).until(() -> {
                assertAllKeys(client);
                return sent("lookup", client) > 0;
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
            double before = sent("lookup", client);

            int forwarded = assertAllKeys(client);

            assertThat(forwarded).isBetween(1, KEYS - 1);
            assertThat(sent("lookup", client) - before).isEqualTo(forwarded);
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

    @Test
    void every_wait_for_a_key_that_is_elsewhere_takes_it_and_ends_with_what_it_waits_for() throws Exception {
        double before = sent("wait", cluster.client(0));
        List<Future<Answer>> waiting = new ArrayList<>();
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            for (int i = 0; i < KEYS; i++) {
                String path = OrielClient.keyPath("linked", "wait " + i) + "?version=0&wait=30s";
                waiting.add(threads.submit(() -> cluster.client(0).get(path)));
            }
            await().atMost(SOON).until(() -> Waiting.reads(cluster.client(0), "linked") == KEYS);
            double there = Waiting.reads(cluster.client(1), "linked");
            for (int i = 0; i < KEYS; i++) {
                KAFKA.write("linked", "wait " + i, Integer.toString(i));
            }

            double forwarded = 0;
            for (int i = 0; i < KEYS; i++) {
                Answer answer = waiting.get(i).get();
                assertThat(answer.text()).isEqualTo(Integer.toString(i));
                forwarded += answer.servedBy().hops();
            }
            assertThat(there).isBetween(1.0, KEYS - 1.0).isEqualTo(forwarded);
            assertThat(sent("wait", cluster.client(0)) - before).isEqualTo(forwarded);
        }
    }

    @Test
    void a_wait_that_ends_with_a_long_value_is_answered_all_the_same() throws Exception {
        long version = Long.parseLong(
                cluster.client(0).key("linked", "long").header("Oriel-Version").orElseThrow());
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            String path = OrielClient.keyPath("linked", "long") + "?wait=30s&version=" + (version + 1);
            List<Future<Answer>> waiting = cluster.clients().stream()
                    .map(client -> threads.submit(() -> client.get(path)))
                    .toList();
            await().atMost(SOON)
                    .until(() -> cluster.clients().stream().allMatch(client -> Waiting.reads(client, "linked") > 0));
            KAFKA.write("linked", "long", LONG_VALUE);

            for (Future<Answer> answer : waiting) {
                assertThat(answer.get().text()).isEqualTo(LONG_VALUE);
            }
        }
    }

    @Test
    void when_the_clients_leave_nobody_waits_any_more_at_either_instance() throws Exception {
        List<RawConnection> clients = new ArrayList<>();
        for (int i = 0; i < KEYS; i++) {
            RawConnection client = new RawConnection(cluster.instance(0).port());
            client.send("GET " + OrielClient.keyPath("linked", "left " + i)
                    + "?version=0&wait=60s HTTP/1.1\r\nHost: a\r\n\r\n");
            clients.add(client);
        }
        await().atMost(SOON)
                .until(() -> Waiting.reads(cluster.client(0), "linked") == KEYS
                        && Waiting.reads(cluster.client(1), "linked") > 0);

        for (RawConnection client : clients) {
            client.close();
        }

        await().atMost(AT_ONCE)
                .until(() -> cluster.clients().stream().allMatch(client -> Waiting.reads(client, "linked") == 0));
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

    private static double sent(String kind, OrielClient client) throws Exception {
        Matcher line = Pattern.compile("(?m)^oriel_links_reads_total\\{kind=\"" + kind + "\"} ([0-9.E]+)$")
                .matcher(client.get("/metrics").text());
        assertThat(line.find()).isTrue();
        return Double.parseDouble(line.group(1));
    }
}
