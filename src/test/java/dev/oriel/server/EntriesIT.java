package dev.oriel.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Many keys at once, and ranges in order, read from three instances. */
@Timeout(180)
class EntriesIT {

    @RegisterExtension
    private static final SharedKafka KAFKA = new SharedKafka();

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int NUMBERS = 500;
    private static final Comparator<String> BY_BYTES =
            (one, other) -> Arrays.compareUnsigned(one.getBytes(UTF_8), other.getBytes(UTF_8));

    /** What the table is to hold, in its order. */
    private static final TreeMap<String, String> LISTED = new TreeMap<>(BY_BYTES);

    private static OrielCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        for (String topic : List.of("listed:6", "kept:6", "numbered:3", "whole:3", "churned:6")) {
            KAFKA.create(topic + ":compact");
        }
        Random random = new Random(20261127);
        for (int i = 0; i < 1_200; i++) {
            String key = switch (i % 4) {
                case 0 -> "k" + random.nextInt(3_000);
                case 1 -> "ä/" + i;
                case 2 -> "k" + i + "\u007f";
                default -> "z" + Integer.toHexString(random.nextInt());
            };
            String value = "{\"n\":" + i + "}";
            LISTED.put(key, value);
            KAFKA.send("listed", key, value);
            KAFKA.send("kept", key, value);
        }
        for (int i = 0; i < NUMBERS; i++) {
            KAFKA.send("numbered", number(i - NUMBERS / 2), Integer.toString(i).getBytes(UTF_8));
            KAFKA.send("whole", "w" + i, Integer.toString(i));
        }
        KAFKA.flush();
        cluster = OrielCluster.ready(KAFKA, 3, """
                listed: { table: { topic: listed } }
                kept: { table: { topic: kept }, store: memory }
                numbered: { table: { topic: numbered }, key: int }
                whole: { global: { topic: whole } }
                churned: { table: { topic: churned } }
                """);
        for (String topic : List.of("listed", "kept", "numbered", "whole")) {
            cluster.awaitApplied(topic, topic);
        }
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
    }

    private static Stream<JsonNode> entries(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return StreamSupport.stream(answer.json().path("entries").spliterator(), false);
    }

    private static List<String> keys(Answer answer) {
        return entries(answer).map(entry -> entry.path("key").asText()).toList();
    }

    /** All keys of a scan, read page by page, each from the next instance. */
    private static List<String> scan(String view, String query, int limit) throws Exception {
        List<String> keys = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        int asked = 0;
        do {
            String path = "/v1/views/" + view + "/entries?limit=" + limit + query
                    + cursor.map(next -> "&cursor=" + next).orElse("");
            Answer page = cluster.client(asked % 3).get(path);
            List<String> some = keys(page);
            assertThat(some).hasSizeLessThanOrEqualTo(limit);
            keys.addAll(some);
            cursor = Optional.ofNullable(page.json().get("next")).map(JsonNode::asText);
            assertThat(page.header("Link").isPresent()).isEqualTo(cursor.isPresent());
            asked++;
        } while (cursor.isPresent());
        return keys;
    }

    private static List<String> expected(String from, String to, boolean descending) {
        List<String> keys = LISTED.keySet().stream()
                .filter(key -> BY_BYTES.compare(key, from) >= 0 && (to.isEmpty() || BY_BYTES.compare(key, to) < 0))
                .toList();
        return descending ? keys.reversed() : keys;
    }

    @ParameterizedTest
    @CsvSource({"listed, 7", "listed, 1000", "listed, 10000", "kept, 13", "kept, 999"})
    void pages_one_after_the_other_are_all_keys_in_the_order_of_their_bytes(String view, int limit) throws Exception {
        assertThat(scan(view, "", limit)).containsExactlyElementsOf(LISTED.keySet());
        assertThat(scan(view, "&order=desc", limit)).containsExactlyElementsOf(LISTED.descendingKeySet());
    }

    @ParameterizedTest
    @ValueSource(strings = {"listed", "kept"})
    void ranges_and_prefixes_end_where_they_are_to_end(String view) throws Exception {
        for (boolean descending : new boolean[] {false, true}) {
            String order = descending ? "&order=desc" : "";
            assertThat(scan(view, "&from=k2&to=k30" + order, 17)).isEqualTo(expected("k2", "k30", descending));
            assertThat(scan(view, "&from=z8" + order, 17)).isEqualTo(expected("z8", "", descending));
            assertThat(scan(view, "&to=k1" + order, 17)).isEqualTo(expected("", "k1", descending));
            assertThat(scan(view, "&prefix=k1" + order, 17)).isEqualTo(expected("k1", "k2", descending));
            assertThat(scan(view, "&prefix=%C3%A4%2F" + order, 17)).isEqualTo(expected("ä/", "ä0", descending));
            assertThat(scan(view, "&from=k30&to=k2" + order, 17)).isEmpty();
            assertThat(scan(view, "&prefix=nothing" + order, 17)).isEmpty();
        }
    }

    @Test
    void numbers_are_ordered_as_numbers() throws Exception {
        List<String> all = IntStream.range(-NUMBERS / 2, NUMBERS / 2)
                .mapToObj(Integer::toString)
                .toList();

        assertThat(scan("numbered", "", 7)).isEqualTo(all);
        assertThat(scan("numbered", "&order=desc", 7)).isEqualTo(all.reversed());
        assertThat(scan("numbered", "&from=-3&to=4", 3)).containsExactly("-3", "-2", "-1", "0", "1", "2", "3");
        assertThat(scan("numbered", "&from=-3&to=4&order=desc", 3))
                .containsExactly("3", "2", "1", "0", "-1", "-2", "-3");
        assertThat(scan("numbered", "&to=-248", 3)).containsExactly("-250", "-249");
        assertThat(scan("numbered", "&from=248", 3)).containsExactly("248", "249");
        JsonNode first = entries(cluster.client(0).get("/v1/views/numbered/entries?limit=1"))
                .findFirst()
                .orElseThrow();
        assertThat(first.path("key").isInt()).isTrue();
    }

    @Test
    void a_global_view_is_scanned_where_one_asks() throws Exception {
        Answer page = cluster.client(1).get("/v1/views/whole/entries?prefix=w1&limit=1000");

        assertThat(keys(page))
                .isEqualTo(IntStream.range(0, NUMBERS)
                        .mapToObj(i -> "w" + i)
                        .filter(key -> key.startsWith("w1"))
                        .sorted()
                        .toList());
        assertThat(page.header("Oriel-Served-By").orElseThrow()).startsWith("\"oriel-1\";role=global;hops=0");
    }

    @Test
    void an_entry_in_a_list_is_what_a_read_of_its_key_says() throws Exception {
        Answer page = cluster.client(2).get("/v1/views/listed/entries?from=k5&limit=20");

        List<JsonNode> entries = entries(page).toList();
        assertThat(entries).hasSize(20);
        for (JsonNode entry : entries) {
            Answer single = cluster.client(0).key("listed", entry.path("key").asText());
            assertThat(entry.path("value")).isEqualTo(JSON.readTree(single.body()));
            assertThat(entry.path("version").asText())
                    .isEqualTo(single.header("Oriel-Version").orElseThrow());
            assertThat(entry.path("timestamp").asText())
                    .isEqualTo(single.header("Oriel-Timestamp").orElseThrow());
        }
        assertThat(page.json().path("position").asText())
                .isEqualTo(page.header("Oriel-Position").orElseThrow())
                .matches("(listed/[0-5]@\\d+~\\S+?,?){6}");
        assertThat(page.header("Oriel-Served-By").orElseThrow())
                .contains("\"oriel-2\";role=active;hops=0")
                .contains("\"oriel-0\";role=active;hops=1")
                .contains("\"oriel-1\";role=active;hops=1");
    }

    @Test
    void the_link_leads_to_the_next_page() throws Exception {
        String path = "/v1/views/listed/entries?prefix=k1&limit=3&order=desc";
        List<String> followed = new ArrayList<>();
        Optional<String> next = Optional.of(path);
        while (next.isPresent()) {
            Answer page = cluster.client(0).get(next.get());
            followed.addAll(keys(page));
            next = page.header("Link").map(link -> link.replaceFirst("^<(.*)>; rel=\"next\"$", "$1"));
        }

        assertThat(followed).isEqualTo(expected("k1", "k2", true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"listed", "kept"})
    void many_keys_are_answered_in_the_order_asked_and_absent_ones_say_so(String view) throws Exception {
        List<String> asked = new ArrayList<>(LISTED.keySet().stream().limit(500).toList());
        for (int i = 0; i < 500; i++) {
            asked.add("absent/" + i);
        }
        Collections.shuffle(asked, new Random(7));
        asked.set(17, asked.get(16));

        Answer posted =
                cluster.client(0).post("/v1/views/" + view + "/lookup", JSON.writeValueAsString(Map.of("keys", asked)));
        Answer got = cluster.client(1)
                .get("/v1/views/" + view + "/entries?"
                        + asked.stream()
                                .limit(60)
                                .map(key -> "key=" + OrielClient.encode(key))
                                .collect(Collectors.joining("&")));

        assertThat(keys(posted)).isEqualTo(asked);
        assertThat(keys(got)).isEqualTo(asked.subList(0, 60));
        entries(posted).forEach(entry -> {
            String value = LISTED.get(entry.path("key").asText());
            assertThat(entry.path("absent").asBoolean()).isEqualTo(value == null);
            assertThat(entry.has("value")).isEqualTo(value != null);
            if (value != null) {
                assertThat(entry.path("value").toString()).isEqualTo(value);
            }
        });
    }

    @Test
    void keys_that_are_numbers_may_be_named_as_such() throws Exception {
        Answer answer = cluster.client(0).post("/v1/views/numbered/lookup", "{\"keys\":[-3,\"4\",99999]}");

        assertThat(entries(answer).map(JsonNode::toString))
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("{\"key\":-3,").contains("\"value\":247"),
                        second -> assertThat(second).startsWith("{\"key\":4,").contains("\"value\":254"),
                        third -> assertThat(third).isEqualTo("{\"key\":99999,\"absent\":true}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"listed", "kept"})
    void a_stream_has_every_entry_on_a_line_of_its_own(String view) throws Exception {
        for (int instance = 0; instance < 3; instance++) {
            Answer stream =
                    cluster.client(instance).get("/v1/views/" + view + "/entries", "Accept", "application/x-ndjson");

            assertThat(stream.status()).isEqualTo(200);
            assertThat(stream.header("Content-Type")).contains("application/x-ndjson");
            List<JsonNode> lines = new ArrayList<>();
            for (String line : stream.text().split("\n", -1)) {
                if (!line.isEmpty()) {
                    lines.add(JSON.readTree(line));
                }
            }
            assertThat(lines.stream().map(line -> line.path("key").asText()))
                    .containsExactlyElementsOf(LISTED.keySet());
            assertThat(lines.stream().map(line -> line.path("value").toString()))
                    .containsExactlyElementsOf(LISTED.values());
        }
        Answer some = cluster.client(0)
                .get("/v1/views/" + view + "/entries?prefix=k&limit=3", "Accept", "application/x-ndjson");
        assertThat(some.text().lines()).hasSize(3);
    }

    @Test
    void whoever_passes_the_position_of_his_write_finds_it_in_the_list() throws Exception {
        for (int i = 0; i < 30; i++) {
            RecordMetadata written = KAFKA.write("churned", "own-" + i, "1");
            String position = "churned/" + written.partition() + "@" + written.offset();
            OrielClient client = cluster.client(i % 3);

            assertThat(keys(client.get("/v1/views/churned/entries?prefix=own-&wait=10s&after=" + position)))
                    .hasSize(i + 1);
            assertThat(client.get("/v1/views/churned/entries?key=own-" + i + "&wait=10s", "Oriel-After", position)
                            .text())
                    .contains("\"value\":1");
            assertThat(client.get(
                                    "/v1/views/churned/entries?prefix=own-&wait=10s&after=" + position,
                                    "Accept",
                                    "application/x-ndjson")
                            .text()
                            .lines())
                    .hasSize(i + 1);
        }
    }

    @Test
    void a_position_that_is_not_reached_in_time_is_a_412_that_says_how_far_it_is() throws Exception {
        for (String query : List.of("prefix=own-", "key=own-1")) {
            Answer at = cluster.client(0)
                    .get("/v1/views/churned/entries?" + query + "&after="
                            + IntStream.range(0, 6)
                                    .mapToObj(partition -> "churned/" + partition + "@999999")
                                    .collect(Collectors.joining(",")));

            assertThat(at.status()).isEqualTo(412);
            assertThat(at.problem()).isEqualTo("position-not-reached");
            assertThat(at.json().path("requested").asText()).matches("(churned/[0-5]@999999,?)+");
            assertThat(at.json().path("reached").asText()).matches("(churned/[0-5]@-?\\d+~\\S+?,?)+");
            assertThat(cluster.client(0)
                            .get(
                                    "/v1/views/churned/entries?" + query
                                            + "&wait=100ms&after=churned/0@999999,churned/1@999999,churned/2@999999,churned/3@999999,churned/4@999999,churned/5@999999")
                            .problem())
                    .isEqualTo("position-not-reached");
        }
        assertThat(cluster.client(0)
                        .get("/v1/views/churned/entries?after=payments/0@1")
                        .problem())
                .isEqualTo("position-unknown");
    }

    static Stream<String> badQueries() {
        return Stream.of(
                "/entries?limit=0 limit",
                "/entries?limit=10001 limit",
                "/entries?limit=x limit",
                "/entries?limit=1&limit=2 limit",
                "/entries?prefix=a&from=b prefix",
                "/entries?prefix=a&to=b prefix",
                "/entries?order=up order",
                "/entries?cursor=abc cursor",
                "/entries?cursor=%00 cursor",
                "/entries?partial=yes partial",
                "/entries?wait=1s wait",
                "/entries?version=3 version",
                "/entries?asOf=2026-11-22T10:00:00Z asOf",
                "/entries?after=x after",
                "/entries?key=a&prefix=b prefix",
                "/entries?key=a&limit=3 limit",
                "/lookup?limit=3 limit");
    }

    @ParameterizedTest
    @MethodSource("badQueries")
    void what_cannot_be_read_is_a_400_that_names_it(String sample) throws Exception {
        String[] parts = sample.split(" ", 2);
        OrielClient client = cluster.client(0);

        Answer answer = parts[0].startsWith("/lookup")
                ? client.post("/v1/views/listed" + parts[0], "{\"keys\":[\"a\"]}")
                : client.get("/v1/views/listed" + parts[0]);

        assertThat(answer.problem()).isEqualTo("bad-request");
        assertThat(answer.json().path("parameter").asText()).isEqualTo(parts[1]);
        assertThat(answer.json().path("expected").asText()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"keys\":[]}",
                "{\"keys\":[3]}",
                "{\"keys\":\"a\"}",
                "{\"keys\":[\"a\"",
                "{\"keys\":[null]}"
            })
    void a_body_that_names_no_keys_is_a_400(String body) throws Exception {
        Answer answer = cluster.client(0).post("/v1/views/listed/lookup", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("parameter").asText()).isIn("body", "keys");
    }

    @Test
    void too_many_and_too_long_keys_are_refused() throws Exception {
        String many = IntStream.range(0, 1001).mapToObj(i -> "\"" + i + '"').collect(Collectors.joining(","));

        assertThat(cluster.client(0)
                        .post("/v1/views/listed/lookup", "{\"keys\":[" + many + "]}")
                        .json()
                        .path("found")
                        .asText())
                .isEqualTo("1001 keys");
        assertThat(cluster.client(0)
                        .post("/v1/views/listed/lookup", "{\"keys\":[\"" + "x".repeat(4097) + "\"]}")
                        .problem())
                .isEqualTo("bad-request");
        assertThat(cluster.client(0)
                        .post("/v1/views/listed/lookup", "{\"keys\":[\"" + "x".repeat(9 << 20) + "\"]}")
                        .problem())
                .isEqualTo("bad-request");
        assertThat(cluster.client(0).get("/v1/views/numbered/entries?prefix=1").problem())
                .isEqualTo("bad-request");
        assertThat(cluster.client(0).get("/v1/views/numbered/entries?from=abc").problem())
                .isEqualTo("bad-request");
        assertThat(cluster.client(0)
                        .get("/v1/views/listed/entries?partial=allow", "Accept", "application/x-ndjson")
                        .problem())
                .isEqualTo("bad-request");
    }

    @Test
    void a_cursor_is_good_for_its_own_scan_alone() throws Exception {
        String cursor = cluster.client(0)
                .get("/v1/views/listed/entries?prefix=k&limit=3")
                .json()
                .path("next")
                .asText();

        assertThat(keys(cluster.client(1).get("/v1/views/listed/entries?prefix=k&limit=5&cursor=" + cursor)))
                .isEqualTo(expected("k", "l", false).subList(3, 8));
        for (String other : List.of(
                "listed/entries?prefix=k1&cursor=",
                "listed/entries?cursor=",
                "listed/entries?prefix=k&order=desc&cursor=",
                "kept/entries?prefix=k&cursor=")) {
            Answer answer = cluster.client(0).get("/v1/views/" + other + cursor);
            assertThat(answer.problem()).isEqualTo("bad-request");
            assertThat(answer.json().path("parameter").asText()).isEqualTo("cursor");
        }
    }

    @Test
    void other_methods_and_other_views_are_refused() throws Exception {
        OrielClient client = cluster.client(0);

        assertThat(client.send("DELETE", "/v1/views/listed/entries").header("Allow"))
                .contains("GET, HEAD");
        assertThat(client.get("/v1/views/listed/lookup").header("Allow")).contains("POST");
        assertThat(client.get("/v1/views/nothing/entries").problem()).isEqualTo("view-not-found");
        assertThat(client.post("/v1/views/nothing/lookup", "{\"keys\":[\"a\"]}").problem())
                .isEqualTo("view-not-found");
        Answer head = client.head("/v1/views/listed/entries?limit=3");
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Oriel-Position")).isPresent();
    }

    @Test
    void a_key_that_is_there_throughout_is_met_once_whatever_is_written_meanwhile() throws Exception {
        List<String> steady = IntStream.range(0, 400)
                .mapToObj(i -> String.format(Locale.ROOT, "s%04d", i * 10))
                .toList();
        for (String key : steady) {
            KAFKA.send("churned", key, "0");
        }
        KAFKA.flush();
        cluster.awaitApplied("churned", "churned");
        AtomicBoolean done = new AtomicBoolean();
        Thread churn = Thread.ofPlatform().start(() -> churn(steady, done));
        try {
            Random random = new Random(11);
            for (int round = 0; round < 8; round++) {
                boolean descending = random.nextBoolean();
                List<String> met =
                        scan("churned", "&prefix=s" + (descending ? "&order=desc" : ""), 1 + random.nextInt(60));

                assertThat(met).doesNotHaveDuplicates();
                assertThat(met).isSortedAccordingTo(descending ? BY_BYTES.reversed() : BY_BYTES);
                assertThat(met.stream().filter(steady::contains)).hasSize(steady.size());
            }
        } finally {
            done.set(true);
            churn.join();
        }
    }

    /** Others come and go between the steady keys, which are written anew all the time. */
    private static void churn(List<String> steady, AtomicBoolean done) {
        Random random = new Random(13);
        while (!done.get()) {
            String key = steady.get(random.nextInt(steady.size()));
            KAFKA.send("churned", key, Integer.toString(random.nextInt()));
            KAFKA.send("churned", key + "x", "1");
            String gone = steady.get(random.nextInt(steady.size())) + "x";
            KAFKA.send("churned", gone.getBytes(UTF_8), null);
            KAFKA.flush();
        }
    }
}
