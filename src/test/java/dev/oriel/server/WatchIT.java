package dev.oriel.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.oriel.server.EventStream.Event;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What watches tell, asked of each of three instances. */
@Timeout(120)
class WatchIT {

    private static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final StandingCluster CLUSTER = new StandingCluster(KAFKA);

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    private static EventStream key(int instance, String view, String key, String... headers) throws Exception {
        return EventStream.open(port(instance), OrielClient.keyPath(view, key) + "/watch", headers);
    }

    private static EventStream view(int instance, String view, String prefix, String... headers) throws Exception {
        return EventStream.open(
                port(instance), "/v1/views/" + view + "/watch?prefix=" + OrielClient.encode(prefix), headers);
    }

    private static int port(int instance) {
        return CLUSTER.get().instance(instance).port();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void a_keys_watch_begins_with_its_value_and_tells_each_change_in_order(int instance) throws Exception {
        String key = "w/key " + instance;
        KAFKA.write("words", key, "{\"n\":0}");
        CLUSTER.get().awaitApplied("words", "words");

        try (EventStream stream = key(instance, "words", key)) {
            assertThat(stream.told()).isEqualTo("put " + key + " {\"n\":0}");
            List<String> written = new ArrayList<>();
            for (int i = 1; i <= 100; i++) {
                KAFKA.send("words", key, "{\"n\":" + i + "}");
                written.add("put " + key + " {\"n\":" + i + "}");
            }
            assertThat(stream.told(100)).isEqualTo(written);

            RecordMetadata deleted = KAFKA.delete("words", key);
            Event event = stream.next();
            assertThat(event.told()).isEqualTo("delete " + key);
            assertThat(event.json().path("version").asLong()).isEqualTo(deleted.offset());
            assertThat(event.json().path("timestamp").asText()).startsWith("20");
            assertThat(event.id())
                    .isEqualTo("words/" + deleted.partition() + "@" + deleted.offset() + "~" + KAFKA.topicId("words"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void an_absent_key_begins_with_a_delete_that_carries_the_key_alone(int instance) throws Exception {
        String key = "w-absent-" + instance;
        try (EventStream stream = key(instance, "words", key)) {
            Event absent = stream.next();
            assertThat(absent.type()).isEqualTo("delete");
            assertThat(absent.data()).isEqualTo("{\"key\":\"" + key + "\"}");

            KAFKA.write("words", key, "1");
            assertThat(stream.told()).isEqualTo("put " + key + " 1");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void a_views_watch_begins_with_all_entries_of_the_prefix_and_tells_each_change_of_them(int instance)
            throws Exception {
        String prefix = "é" + instance + "-";
        Map<String, String> present = new HashMap<>();
        for (int i = 0; i < 500; i++) {
            KAFKA.send("words", prefix + i, "{\"n\":" + i + "}");
            KAFKA.send("words", "other-" + prefix + i, "0");
            present.put(prefix + i, "put " + prefix + i + " {\"n\":" + i + "}");
        }
        KAFKA.flush();
        CLUSTER.get().awaitApplied("words", "words");

        try (EventStream stream = view(instance, "words", prefix)) {
            assertThat(stream.told(500)).containsExactlyInAnyOrderElementsOf(present.values());

            Map<String, List<String>> changes = new HashMap<>();
            for (int round = 0; round < 5; round++) {
                for (int i = 0; i < 40; i++) {
                    KAFKA.send("words", prefix + i, Integer.toString(round));
                    changes.computeIfAbsent(prefix + i, each -> new ArrayList<>())
                            .add("put " + prefix + i + " " + round);
                }
            }
            Map<String, List<String>> told = new HashMap<>();
            for (Event event : stream.next(200)) {
                assertThat(event.id().split(",")).hasSize(6);
                told.computeIfAbsent(event.key(), each -> new ArrayList<>()).add(event.told());
            }
            assertThat(told).isEqualTo(changes);

            KAFKA.delete("words", prefix + 7);
            assertThat(stream.told()).isEqualTo("delete " + prefix + 7);
            assertThat(stream.waiting()).isZero();
        }
    }

    @Test
    void every_kind_of_key_and_value_is_written_as_json_has_it() throws Exception {
        byte[] number = ByteBuffer.allocate(4).putInt(-4711).array();
        KAFKA.write(
                "counts", number, ByteBuffer.allocate(8).putLong(Long.MIN_VALUE).array());
        byte[] wide = ByteBuffer.allocate(8).putLong(1L << 40).array();
        KAFKA.write("places", wide, ByteBuffer.allocate(8).putDouble(-0.25e-9).array());
        UUID uuid = UUID.fromString("0a000000-0000-4000-8000-00000000abcd");
        KAFKA.write("people", uuid.toString(), "she said \"é\"\n\u2028");
        KAFKA.write("blobs", "w-blob".getBytes(UTF_8), new byte[] {0, -1, 10, 13});
        KAFKA.write("revised", "w-lines", "{\"meta\":\r\n {\"revision\":7},\n\t\"a\":\"\\n\"}");
        for (String topic : List.of("counts", "places", "people", "blobs", "revised")) {
            CLUSTER.get().awaitApplied(topic, topic);
        }

        try (EventStream counts = key(0, "counts", "-4711");
                EventStream places = key(1, "places", Long.toString(1L << 40));
                EventStream people = view(2, "people", "0A000000-0000-4000-8000-00000000AB");
                EventStream blobs = key(0, "blobs", "w-blob");
                EventStream revised = key(1, "revised", "w-lines")) {
            assertThat(counts.next().data())
                    .startsWith("{\"key\":-4711,\"version\":")
                    .endsWith("\"value\":-9223372036854775808}");
            assertThat(places.next().data())
                    .startsWith("{\"key\":1099511627776,")
                    .endsWith("\"value\":-2.5E-10}");
            assertThat(people.next().json().path("value").asText()).isEqualTo("she said \"é\"\n\u2028");
            assertThat(blobs.next().data()).endsWith("\"value\":\"AP8KDQ==\"}");
            Event lines = revised.next();
            assertThat(lines.data()).doesNotContain("\n").contains("\"version\":7,");
            assertThat(lines.json().path("value").path("a").asText()).isEqualTo("\n");
        }
    }

    @Test
    void a_view_of_numbers_is_watched_as_a_whole() throws Exception {
        byte[] number = ByteBuffer.allocate(4).putInt(815).array();
        KAFKA.write("counts", number, ByteBuffer.allocate(8).putLong(3).array());
        CLUSTER.get().awaitApplied("counts", "counts");

        try (EventStream stream = EventStream.open(port(2), "/v1/views/counts/watch")) {
            await().atMost(SOON).until(() -> stream.told().equals("put 815 3"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void a_global_view_is_watched_where_it_is_asked_for(int instance) throws Exception {
        KAFKA.write("products", "w-p" + instance, "1");
        CLUSTER.get().awaitApplied("products", "products");

        try (EventStream ofKey = key(instance, "products", "w-p" + instance);
                EventStream ofView = view(instance, "products", "w-p" + instance)) {
            assertThat(ofKey.told()).isEqualTo("put w-p" + instance + " 1");
            assertThat(ofView.told()).isEqualTo("put w-p" + instance + " 1");

            KAFKA.write("products", "w-p" + instance, "2");
            KAFKA.delete("products", "w-p" + instance);

            assertThat(ofKey.told(2)).containsExactly("put w-p" + instance + " 2", "delete w-p" + instance);
            assertThat(ofView.told(2)).containsExactly("put w-p" + instance + " 2", "delete w-p" + instance);
            assertThat(ofKey.lastId().split(",")).hasSize(3);
        }
    }

    @Test
    void heartbeats_come_while_nothing_happens_and_move_the_id_past_what_does_not_concern_the_watch() throws Exception {
        try (EventStream stream = view(0, "words", "w-nothing-has-this-prefix")) {
            await().atMost(SOON).until(() -> stream.heartbeats() >= 3);
            String before = stream.lastId();
            assertThat(before.split(",")).hasSize(6);

            RecordMetadata other = KAFKA.write("words", "w-something-else", "1");

            await().atMost(SOON)
                    .until(() -> stream.lastId().contains("words/" + other.partition() + "@" + other.offset() + "~"));
            assertThat(stream.waiting()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void a_keys_watch_is_resumed_at_any_instance_without_loss(int instance) throws Exception {
        String key = "w-resumed-" + instance;
        KAFKA.write("words", key, "0");
        CLUSTER.get().awaitApplied("words", "words");
        String id;
        try (EventStream stream = key(0, "words", key)) {
            assertThat(stream.told()).isEqualTo("put " + key + " 0");
            KAFKA.write("words", key, "1");
            id = stream.next().id();
        }
        KAFKA.write("words", key, "2");
        KAFKA.write("words", "w-another-key", "2");
        KAFKA.delete("words", key);
        CLUSTER.get().awaitApplied("words", "words");

        try (EventStream resumed = key(instance, "words", key, "Last-Event-ID", id)) {
            assertThat(resumed.told(2)).containsExactly("put " + key + " 2", "delete " + key);
            KAFKA.write("words", key, "3");
            assertThat(resumed.told()).isEqualTo("put " + key + " 3");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void a_views_watch_is_resumed_at_any_instance_without_loss(int instance) throws Exception {
        String prefix = "wvr" + instance + "-";
        for (int i = 0; i < 30; i++) {
            KAFKA.send("words", prefix + i, "0");
        }
        KAFKA.flush();
        CLUSTER.get().awaitApplied("words", "words");
        String id;
        try (EventStream stream = view(1, "words", prefix)) {
            stream.next(30);
            KAFKA.write("words", prefix + 3, "1");
            Event changed = stream.next();
            assertThat(changed.told()).isEqualTo("put " + prefix + "3 1");
            id = changed.id();
        }
        List<String> missed = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            KAFKA.send("words", prefix + i, "2");
            missed.add("put " + prefix + i + " 2");
        }
        KAFKA.flush();

        try (EventStream resumed = view(instance, "words", prefix, "Last-Event-ID", id)) {
            assertThat(resumed.told(30)).containsExactlyInAnyOrderElementsOf(missed);
            KAFKA.write("words", prefix + 3, "3");
            assertThat(resumed.told()).isEqualTo("put " + prefix + "3 3");
        }
    }

    @Test
    void an_id_of_another_life_of_the_topic_or_without_a_partition_begins_anew_with_a_reset() throws Exception {
        KAFKA.write("words", "w-life", "1");
        CLUSTER.get().awaitApplied("words", "words");
        List<String> ids = List.of("words/0@0~AAAAAAAAAAAAAAAAAAAAAA", "words/5@0", "other/0@3");

        for (String id : ids) {
            try (EventStream stream = view(1, "words", "w-life", "Last-Event-ID", id)) {
                assertThat(stream.next().type()).isEqualTo("reset");
                assertThat(stream.told()).isEqualTo("put w-life 1");
            }
        }
    }

    @Test
    void when_the_client_leaves_everything_is_freed_at_once_on_both_instances() throws Exception {
        for (int i = 0; i < 10; i++) {
            KAFKA.send("words", "w-leaver-" + i, "1");
        }
        KAFKA.flush();
        CLUSTER.get().awaitApplied("words", "words");
        await().atMost(SOON).until(() -> open("public") == 0 && open("peer") == 0);

        List<EventStream> streams = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            streams.add(key(0, "words", "w-leaver-" + i));
        }
        streams.add(view(1, "words", "w-leaver-"));
        for (EventStream stream : streams) {
            stream.next();
        }
        assertThat(open("public")).isEqualTo(11);
        assertThat(open("peer")).isPositive();

        for (EventStream stream : streams) {
            stream.close();
        }

        await().atMost(AT_ONCE).until(() -> open("public") == 0 && open("peer") == 0);
    }

    /** How many watches of the view are open, over all instances. */
    private static int open(String listener) throws Exception {
        int open = 0;
        for (OrielClient client : CLUSTER.get().clients()) {
            open += client.get("/metrics")
                    .text()
                    .lines()
                    .filter(line -> line.startsWith("oriel_watches{")
                            && line.contains("listener=\"" + listener + '"')
                            && line.contains("view=\"words\""))
                    .mapToInt(line -> (int) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        }
        return open;
    }

    @Test
    void what_cannot_be_watched_is_refused() throws Exception {
        OrielClient client = CLUSTER.get().client(0);

        assertThat(client.get("/v1/views/nothing/watch").problem()).isEqualTo("view-not-found");
        assertThat(client.get("/v1/views/nothing/keys/a/watch").problem()).isEqualTo("view-not-found");
        assertThat(client.get("/v1/views/counts/keys/abc/watch").problem()).isEqualTo("bad-request");
        assertThat(client.get("/v1/views/words/keys/%FF/watch").problem()).isEqualTo("bad-request");
        assertThat(client.get("/v1/views/words/watch?prefix=%FF").problem()).isEqualTo("bad-request");
        assertThat(client.get("/v1/views/counts/watch?prefix=1").problem()).isEqualTo("bad-request");
        assertThat(client.get("/v1/views/words/keys/a/watch?wait=1s").problem()).isEqualTo("bad-request");
        assertThat(client.get("/v1/views/words/keys/a/watch", "Last-Event-ID", "7")
                        .problem())
                .isEqualTo("bad-request");
        assertThat(client.send("POST", "/v1/views/words/watch").problem()).isEqualTo("method-not-allowed");
        assertThat(client.send("DELETE", "/v1/views/words/keys/a/watch").problem())
                .isEqualTo("method-not-allowed");
    }

    @Test
    void an_instance_that_asks_another_about_another_life_of_the_topic_is_refused() throws Exception {
        int partition = KAFKA.write("words", "w-life", "1").partition();
        CLUSTER.get().awaitApplied("words", "words");
        String known = "words/" + partition + "@-1~" + KAFKA.topicId("words");
        String other = "words/" + partition + "@-1~" + Uuid.randomUuid();

        for (String header : List.of("Oriel-After", "Last-Event-ID")) {
            assertThat(statusesAmongInstances(header, known)).containsExactlyInAnyOrder(200, 421, 421);
            assertThat(statusesAmongInstances(header, other)).containsExactly(503, 503, 503);
        }
    }

    /** How the instances answer another one that asks to watch a key. */
    private static List<Integer> statusesAmongInstances(String header, String positions) throws Exception {
        List<Integer> statuses = new ArrayList<>();
        for (int instance : CLUSTER.get().running()) {
            URI uri = URI.create("http://127.0.0.1:"
                    + CLUSTER.get().instance(instance).peerPort() + OrielClient.keyPath("words", "w-life") + "/watch");
            try (HttpClient http = HttpClient.newHttpClient()) {
                HttpRequest request =
                        HttpRequest.newBuilder(uri).header(header, positions).build();
                HttpResponse<InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
                statuses.add(response.statusCode());
                response.body().close();
            }
        }
        return statuses;
    }

    @Test
    void head_answers_the_headers_of_a_watch_and_opens_none() throws Exception {
        for (OrielClient client : CLUSTER.get().clients()) {
            Answer key = client.head("/v1/views/words/keys/w-head/watch");
            assertThat(key.status()).isEqualTo(200);
            assertThat(key.header("Content-Type")).contains("text/event-stream");
            assertThat(client.head("/v1/views/words/watch").status()).isEqualTo(200);
            assertThat(client.head("/v1/views/nothing/watch").status()).isEqualTo(404);
        }
        // Those of the tests before may still be on their way out; one that HEAD has opened would stay.
        await().atMost(SOON).until(() -> open("public") == 0 && open("peer") == 0);
    }
}
