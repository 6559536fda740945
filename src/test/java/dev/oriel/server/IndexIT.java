package dev.oriel.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Secondary indexes, read from three instances. */
@Timeout(180)
class IndexIT {

    @RegisterExtension
    private static final SharedKafka KAFKA = new SharedKafka();

    private static final int ENTRIES = 300;
    private static final String[] COLOURS = {"red", "green", "blue"};

    private static OrielCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        KAFKA.create("things:6:compact");
        KAFKA.create("held:6:compact");
        KAFKA.create("everywhere:3:compact");
        for (int i = 0; i < ENTRIES; i++) {
            KAFKA.send("things", key(i), value(i));
            KAFKA.send("held", key(i), value(i));
            KAFKA.send("everywhere", key(i), value(i));
        }
        KAFKA.flush();
        String indexes = "indexes: { colour: .colour, weight: .weight, tag: '.tags[]', list: .tags, size: '.size.x' }";
        cluster = OrielCluster.ready(KAFKA, 3, """
                things: { table: { topic: things }, %s }
                held: { table: { topic: held }, store: memory, %s }
                everywhere: { global: { topic: everywhere }, %s }
                """.formatted(indexes, indexes, indexes));
        cluster.awaitApplied("things", "things");
        cluster.awaitApplied("held", "held");
        cluster.awaitApplied("everywhere", "everywhere");
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static String key(int i) {
        return String.format(Locale.ROOT, "t%04d", i);
    }

    /** Every seventh has no colour, and half of the weights are no integers. */
    private static String value(int i) {
        String colour = i % 7 == 0 ? "null" : '"' + COLOURS[i % 3] + '"';
        return "{\"colour\":%s,\"weight\":%s,\"tags\":[\"a%d\",\"b%d\",%s],\"size\":%d}"
                .formatted(colour, weight(i), i % 4, i % 5, i % 2 == 0, i);
    }

    private static double weight(int i) {
        return (i * 37 % 200 - 100) / 2.0;
    }

    private static List<String> all(String path) throws Exception {
        List<String> keys = new ArrayList<>();
        Optional<String> next = Optional.of(path);
        for (int asked = 0; next.isPresent(); asked++) {
            Answer page = cluster.client(asked % 3).get(next.get());
            assertThat(page.status()).as(page.text()).isEqualTo(200);
            StreamSupport.stream(page.json().path("entries").spliterator(), false)
                    .map(entry -> entry.path("key").asText())
                    .forEach(keys::add);
            next = page.header("Link").map(link -> link.replaceFirst("^<(.*)>; rel=\"next\"$", "$1"));
        }
        return keys;
    }

    private interface Having {
        boolean of(int i);
    }

    private static List<String> having(Having having) {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < ENTRIES; i++) {
            if (having.of(i)) {
                keys.add(key(i));
            }
        }
        return keys;
    }

    @ParameterizedTest
    @CsvSource({"things, 1000", "things, 7", "held, 13", "everywhere, 11"})
    void entries_are_found_by_their_value_in_the_order_of_their_keys(String view, int limit) throws Exception {
        String indexes = "/v1/views/" + view + "/indexes/";
        for (int colour = 0; colour < 3; colour++) {
            int of = colour;
            List<String> expected = having(i -> i % 7 != 0 && i % 3 == of);
            String path = indexes + "colour/" + COLOURS[colour] + "?limit=" + limit;
            assertThat(all(path)).isEqualTo(expected);
            assertThat(all(path + "&order=desc")).isEqualTo(expected.reversed());
        }
        for (String index : List.of("tag", "list")) {
            assertThat(all(indexes + index + "/b3?limit=" + limit)).isEqualTo(having(i -> i % 5 == 3));
            assertThat(all(indexes + index + "/true?limit=" + limit)).isEqualTo(having(i -> i % 2 == 0));
        }
        assertThat(all(indexes + "weight/-3.5?limit=" + limit)).isEqualTo(having(i -> weight(i) == -3.5));
        assertThat(all(indexes + "weight/12?limit=" + limit)).isEqualTo(having(i -> weight(i) == 12));
        assertThat(all(indexes + "weight/%2212%22?limit=" + limit)).isEmpty();
        assertThat(all(indexes + "colour/black?limit=" + limit)).isEmpty();
        assertThat(all(indexes + "size?limit=" + limit)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"things", "held", "everywhere"})
    void a_range_is_in_the_order_of_values_and_then_of_keys(String view) throws Exception {
        TreeMap<Double, List<String>> byWeight = new TreeMap<>();
        for (int i = 0; i < ENTRIES; i++) {
            byWeight.computeIfAbsent(weight(i), weight -> new ArrayList<>()).add(key(i));
        }
        List<String> expected = byWeight.subMap(-20.0, 11.5).values().stream()
                .flatMap(List::stream)
                .toList();
        String path = "/v1/views/" + view + "/indexes/weight?from=-20&to=11.5&limit=17";

        assertThat(all(path)).isEqualTo(expected);
        assertThat(all(path + "&order=desc")).isEqualTo(expected.reversed());
        assertThat(all("/v1/views/" + view + "/indexes/weight?limit=400")).hasSize(ENTRIES);
        assertThat(all("/v1/views/" + view + "/indexes/colour?prefix=re&limit=400"))
                .isEqualTo(having(i -> i % 7 != 0 && i % 3 == 0));
        assertThat(all("/v1/views/" + view + "/indexes/colour?from=green&limit=400"))
                .hasSize(having(i -> i % 7 != 0 && i % 3 != 2).size());
        Answer lines = cluster.client(1)
                .get("/v1/views/" + view + "/indexes/weight?from=-20&to=11.5", "Accept", "application/x-ndjson");
        assertThat(lines.text().lines()).hasSize(expected.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"things", "held", "everywhere"})
    void whoever_passes_the_position_of_his_write_finds_it_in_the_index(String view) throws Exception {
        for (int i = 0; i < 20; i++) {
            RecordMetadata written =
                    KAFKA.write(view, "own", "{\"colour\":\"own-" + i + "\",\"weight\":1000,\"tags\":[]}");
            String after = "&wait=10s&after=" + view + '/' + written.partition() + '@' + written.offset();
            String indexes = "/v1/views/" + view + "/indexes/colour/own-";
            OrielClient client = cluster.client(i % 3);

            JsonNode now = client.get(indexes + i + "?limit=5" + after).json().path("entries");
            assertThat(now.size()).isOne();
            assertThat(now.path(0).path("version").asLong()).isEqualTo(written.offset());
            assertThat(client.get(indexes + (i - 1) + "?limit=5" + after)
                            .json()
                            .path("entries")
                            .isEmpty())
                    .isTrue();
        }
        RecordMetadata gone = KAFKA.delete(view, "own");
        assertThat(all("/v1/views/" + view + "/indexes/weight?from=1000&wait=10s&after=" + view + '/' + gone.partition()
                        + '@' + gone.offset()))
                .isEmpty();
    }

    @Test
    void every_instance_answers_for_the_index_of_a_global_view() throws Exception {
        List<String> red = having(i -> i % 7 != 0 && i % 3 == 0);
        for (int instance : cluster.running()) {
            OrielClient client = cluster.client(instance);
            String path = "/v1/views/everywhere/indexes/colour/red?limit=1000";

            assertThat(Pages.all(List.of(client), path))
                    .extracting(entry -> entry.path("key").asText())
                    .isEqualTo(red);
            assertThat(client.get(path).header("Oriel-Served-By").orElseThrow())
                    .startsWith("\"oriel-" + instance + "\";role=global;hops=0");
            assertThat(client.get("/v1/views/everywhere/count?index=colour&value=red")
                            .json()
                            .path("count")
                            .asInt())
                    .isEqualTo(red.size());
        }
    }

    private static long count(String query) throws Exception {
        Answer answer = cluster.client(1).get(query);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().path("estimated").asBoolean()).isFalse();
        return answer.json().path("count").asLong();
    }

    @ParameterizedTest
    @ValueSource(strings = {"things", "held", "everywhere"})
    void entries_are_counted_by_key_and_by_value(String view) throws Exception {
        String counts = "/v1/views/" + view + "/count";
        assertThat(count(counts + "?from=t")).isEqualTo(ENTRIES);
        assertThat(count(counts + "?prefix=t00")).isEqualTo(100);
        assertThat(count(counts + "?from=t0010&to=t0025")).isEqualTo(15);
        assertThat(count(counts + "?index=colour&value=red"))
                .isEqualTo(having(i -> i % 7 != 0 && i % 3 == 0).size());
        assertThat(count(counts + "?index=tag&value=true"))
                .isEqualTo(having(i -> i % 2 == 0).size());
        assertThat(count(counts + "?index=weight&from=3&to=2")).isZero();
        assertThat(count(counts + "?index=weight&from=-20&to=11.5"))
                .isEqualTo(having(i -> weight(i) >= -20 && weight(i) < 11.5).size());
        OrielClient client = cluster.client(0);
        assertThat(client.get(counts + "?index=smell").problem()).isEqualTo("index-not-found");
        assertThat(client.get(counts + "?value=a").problem()).isEqualTo("bad-request");
        assertThat(client.get(counts + "?limit=3").problem()).isEqualTo("bad-request");
        assertThat(client.get(counts + "?index=tag&value=a&from=b").problem()).isEqualTo("bad-request");
        assertThat(client.head(counts).status()).isEqualTo(200);
    }

    @Test
    void what_cannot_be_asked_is_refused() throws Exception {
        OrielClient client = cluster.client(0);

        assertThat(client.get("/v1/views/things/indexes/smell/a").problem()).isEqualTo("index-not-found");
        assertThat(client.get("/v1/views/things/indexes/smell").problem()).isEqualTo("index-not-found");
        assertThat(client.get("/v1/views/nothing/indexes/colour/a").problem()).isEqualTo("view-not-found");
        for (String bad : List.of(
                "colour/red?from=a",
                "colour/red?prefix=a",
                "colour/%FF",
                "colour?prefix=a&to=b",
                "colour?limit=0",
                "colour?key=a",
                "colour/red?version=3")) {
            assertThat(client.get("/v1/views/things/indexes/" + bad).problem())
                    .as(bad)
                    .isEqualTo("bad-request");
        }
        String cursor = client.get("/v1/views/things/indexes/colour/red?limit=1")
                .json()
                .path("next")
                .asText();
        for (String other : List.of("indexes/colour/green", "indexes/tag/red", "entries")) {
            assertThat(client.get("/v1/views/things/" + other + "?cursor=" + cursor)
                            .problem())
                    .isEqualTo("bad-request");
        }
    }

    @Test
    void an_index_that_is_added_to_a_view_is_built_while_the_view_serves() throws Exception {
        KAFKA.create("older:2:compact");
        for (int i = 0; i < ENTRIES; i++) {
            KAFKA.send("older", key(i), value(i));
        }
        KAFKA.flush();
        try (OrielCluster growing = OrielCluster.ready(KAFKA, 1, "older: { table: { topic: older } }")) {
            growing.awaitApplied("older", "older");
            growing.stop(0);
            growing.declare("older: { table: { topic: older }, indexes: { colour: .colour } }");
            growing.start(0);
            growing.awaitReady();
            Answer[] last = new Answer[1];
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                JsonNode told = growing.client(0)
                        .get("/v1/views/older")
                        .json()
                        .path("indexes")
                        .path(0);
                assertThat(told.path("name").asText()).isEqualTo("colour");
                assertThat(told.path("state").asText().equals("building")).isEqualTo(told.has("indexed"));
                assertThat(told.path("indexed").asInt()).isBetween(0, ENTRIES);
                last[0] = growing.client(0).get("/v1/views/older/indexes/colour/red?limit=1000");
                assertThat(last[0].status() == 200
                                || last[0].json().path("state").asText().equals("building"))
                        .as(last[0].text())
                        .isTrue();
                return last[0].status() == 200;
            });
            assertThat(last[0].json().path("entries").size())
                    .isEqualTo(having(i -> i % 7 != 0 && i % 3 == 0).size());
            assertThat(growing.client(0)
                            .get("/v1/views/older")
                            .json()
                            .path("indexes")
                            .toString())
                    .isEqualTo("[{\"name\":\"colour\",\"expression\":\".colour\",\"state\":\"built\"}]");
        }
    }
}
