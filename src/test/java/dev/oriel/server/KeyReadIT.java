package dev.oriel.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Any key of any type is read from any instance, as it was written. */
@Timeout(120)
class KeyReadIT {

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final StandingCluster STANDING = new StandingCluster(KAFKA);

    private static final int KEYS = 2_000;
    private static final Duration SOON = Duration.ofSeconds(20);

    /** Keys that a careless server takes for something else. */
    private static final List<String> ODD = List.of(
            "",
            " ",
            "/",
            "//",
            "a/b",
            "/a/",
            "%",
            "%25",
            "%2F",
            "100%",
            "+",
            "a+b",
            "a b",
            ".",
            "..",
            "../../etc/passwd",
            "a/../b",
            ";",
            "a;b=c",
            "?",
            "a?wait=1s",
            "#",
            "a#b",
            "&=",
            "\\",
            "\"",
            "'",
            "<script>",
            "{key}",
            "[]",
            ":",
            "@",
            "*",
            "|",
            "~",
            "\t",
            "\r\n",
            "\u007f",
            "keys",
            "partitions",
            "null",
            "0",
            "-1",
            "é",
            "e\u0301",
            "ß",
            "Ключ",
            "鍵",
            "مفتاح",
            "🔑",
            "👩‍👩‍👧‍👦",
            "\uFEFF",
            "\u202E",
            "k".repeat(4096),
            "/".repeat(4096),
            "鍵".repeat(1365));

    private final OrielCluster cluster = STANDING.get();

    @Test
    void every_key_is_answered_by_each_instance_with_exactly_the_bytes_produced() throws Exception {
        Map<String, String> written = new LinkedHashMap<>();
        Random random = new Random(7);
        for (String key : ODD) {
            written.put(key, "{ \"odd\" :\t\"" + random.nextInt() + "\" }");
        }
        while (written.size() < KEYS) {
            written.put("k-" + written.size(), "{\"n\":" + random.nextInt() + ",\"text\":\"é 鍵 \\u00e9\"}");
        }
        written.forEach((key, value) -> KAFKA.send("words", key, value));
        KAFKA.flush();
        cluster.awaitApplied("words", "words");

        Map<Integer, Integer> hops = new HashMap<>();
        try (ExecutorService readers = Executors.newFixedThreadPool(6)) {
            Map<String, List<Future<Answer>>> answers = new LinkedHashMap<>();
            for (String key : written.keySet()) {
                answers.put(
                        key,
                        cluster.clients().stream()
                                .map(client -> readers.submit(() -> client.key("words", key)))
                                .toList());
            }
            for (Map.Entry<String, List<Future<Answer>>> each : answers.entrySet()) {
                for (Future<Answer> future : each.getValue()) {
                    Answer answer = future.get();
                    assertThat(answer.status()).as(answer::toString).isEqualTo(200);
                    assertThat(answer.text()).isEqualTo(written.get(each.getKey()));
                    hops.merge(answer.servedBy().hops(), 1, Integer::sum);
                }
                assertThat(each.getValue().stream()
                                .map(KeyReadIT::lessWhoAnswered)
                                .distinct())
                        .as("what the instances say of %s", each.getKey())
                        .hasSize(1);
            }
        }
        // Each partition is one instance's own and two others' to forward for.
        assertThat(hops.keySet()).containsOnly(0, 1);
        assertThat(hops.getOrDefault(1, 0)).isEqualTo(2 * hops.getOrDefault(0, 0));
    }

    private static String lessWhoAnswered(Future<Answer> future) {
        Answer answer = future.resultNow();
        return answer.headers().entrySet().stream()
                        .filter(header -> !header.getKey().equals("date"))
                        .map(header -> header.toString().replaceAll("hops=[01]|;stale-ms=0", ""))
                        .sorted()
                        .toList()
                + answer.text();
    }

    @Test
    void a_value_comes_with_version_position_timestamp_and_who_served_it() throws Exception {
        Instant when = Instant.parse("2026-11-22T10:15:30.123Z");
        KAFKA.send(new ProducerRecord<>(
                "words", null, when.toEpochMilli(), "described".getBytes(UTF_8), "{}".getBytes(UTF_8)));
        KAFKA.flush();
        cluster.awaitApplied("words", "words");

        for (OrielClient client : cluster.clients()) {
            Answer answer = client.key("words", "described");

            assertThat(answer.header("Content-Type")).contains("application/json");
            assertThat(answer.header("Content-Length")).contains("2");
            assertThat(answer.header("Cache-Control")).contains("no-cache");
            assertThat(answer.header("Oriel-Timestamp")).contains("2026-11-22T10:15:30.123Z");
            String version = answer.header("Oriel-Version").orElseThrow();
            assertThat(answer.header("ETag")).contains('"' + version + '"');
            assertThat(answer.position().offset()).isGreaterThanOrEqualTo(Long.parseLong(version));
            assertThat(answer.servedBy().role()).isEqualTo("active");
            assertThat(answer.servedBy().instance()).matches("oriel-[0-2]");
        }
    }

    @Test
    void an_absent_key_is_said_to_be_absent_by_its_owner_whoever_is_asked() throws Exception {
        for (String key : List.of("absent-1", "absent-2", "absent/3", "fehlt: é", "a".repeat(4096))) {
            for (OrielClient client : cluster.clients()) {
                Answer answer = client.key("words", key);

                assertThat(answer.status()).isEqualTo(404);
                assertThat(answer.problem()).isEqualTo("key-not-found");
                assertThat(answer.json().path("instance").asText()).isEqualTo(OrielClient.keyPath("words", key));
                assertThat(answer.position().topic()).isEqualTo("words");
                assertThat(answer.servedBy().role()).isEqualTo("active");
            }
            assertThat(cluster.clients().stream()
                            .map(client -> read(client, "words", key).servedBy().instance()))
                    .as("who answers for %s", key)
                    .containsOnly(
                            read(cluster.client(0), "words", key).servedBy().instance());
        }
    }

    @Test
    void int_keys_are_decimal_numbers_and_long_values_are_numbers_in_json() throws Exception {
        Map<Integer, Long> written =
                Map.of(0, 0L, 1, -1L, -1, 1L, Integer.MAX_VALUE, Long.MAX_VALUE, Integer.MIN_VALUE, Long.MIN_VALUE);
        written.forEach((key, value) -> KAFKA.send("counts", fourBytes(key), eightBytes(value)));
        KAFKA.flush();
        cluster.awaitApplied("counts", "counts");

        for (Map.Entry<Integer, Long> entry : written.entrySet()) {
            assertEverywhere(
                    "counts",
                    entry.getKey().toString(),
                    "application/json",
                    entry.getValue().toString());
        }
        assertThat(read(cluster.client(0), "counts", "12345").problem()).isEqualTo("key-not-found");
    }

    @Test
    void long_keys_are_decimal_numbers_and_double_values_are_numbers_in_json() throws Exception {
        Map<Long, Double> written =
                Map.of(0L, 0.5, 42L, -1.5e-300, Long.MAX_VALUE, Double.MAX_VALUE, Long.MIN_VALUE, 1e100);
        written.forEach(
                (key, value) -> KAFKA.send("places", eightBytes(key), eightBytes(Double.doubleToLongBits(value))));
        KAFKA.flush();
        cluster.awaitApplied("places", "places");

        for (Map.Entry<Long, Double> entry : written.entrySet()) {
            for (OrielClient client : cluster.clients()) {
                Answer answer = read(client, "places", entry.getKey().toString());

                assertThat(answer.header("Content-Type")).contains("application/json");
                assertThat(answer.json().doubleValue()).isEqualTo(entry.getValue());
            }
        }
    }

    @Test
    void uuid_keys_are_found_in_any_case_and_string_values_are_text() throws Exception {
        UUID key = new UUID(0x7f9c24e83b124fefL, 0x91e02d1b1c1c0a55L);
        String value = "Grüße, 鍵 🔑\nsecond line";
        KAFKA.write("people", key.toString(), value);
        cluster.awaitApplied("people", "people");

        assertEverywhere("people", key.toString(), "text/plain;charset=utf-8", value);
        assertEverywhere("people", key.toString().toUpperCase(Locale.ROOT), "text/plain;charset=utf-8", value);
    }

    @Test
    void bytes_come_back_as_octets_whatever_they_are() throws Exception {
        byte[] value = new byte[100_000];
        new Random(3).nextBytes(value);
        KAFKA.write("blobs", "noise".getBytes(UTF_8), value);
        KAFKA.write("blobs", "nothing".getBytes(UTF_8), new byte[0]);
        cluster.awaitApplied("blobs", "blobs");

        for (OrielClient client : cluster.clients()) {
            Answer noise = client.key("blobs", "noise");
            assertThat(noise.header("Content-Type")).contains("application/octet-stream");
            assertThat(noise.body()).isEqualTo(value);

            Answer nothing = client.key("blobs", "nothing");
            assertThat(nothing.status()).isEqualTo(200);
            assertThat(nothing.header("Content-Length")).contains("0");
            assertThat(nothing.body()).isEmpty();
        }
    }

    @Test
    void json_null_is_a_value_and_a_tombstone_is_none() throws Exception {
        KAFKA.write("words", "nil", "null");
        KAFKA.write("words", "gone", "{\"here\":true}");
        cluster.awaitApplied("words", "words");
        assertEverywhere("words", "nil", "application/json", "null");
        assertEverywhere("words", "gone", "application/json", "{\"here\":true}");

        long deleted = KAFKA.delete("words", "gone").offset();

        await().atMost(SOON)
                .until(() -> read(cluster.client(0), "words", "gone").status() == 404);
        for (OrielClient client : cluster.clients()) {
            Answer answer = client.key("words", "gone");
            assertThat(answer.problem()).isEqualTo("key-not-found");
            assertThat(answer.position().offset()).isGreaterThanOrEqualTo(deleted);
        }
    }

    @Test
    void a_version_may_be_a_field_of_the_value() throws Exception {
        KAFKA.write("revised", "doc", "{\"meta\":{\"revision\":-7}}");
        cluster.awaitApplied("revised", "revised");

        for (OrielClient client : cluster.clients()) {
            assertThat(client.key("revised", "doc").header("ETag")).contains("\"-7\"");
        }
        KAFKA.write("revised", "doc", "{\"meta\":{\"revision\":9007199254740993}}");
        cluster.awaitApplied("revised", "revised");

        for (OrielClient client : cluster.clients()) {
            assertThat(client.key("revised", "doc").header("Oriel-Version")).contains("9007199254740993");
        }
    }

    @Test
    void a_version_may_be_a_header_of_the_record() throws Exception {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>("stamped", "doc".getBytes(UTF_8), "{}".getBytes(UTF_8));
        record.headers().add(new RecordHeader("revision", "1".getBytes(UTF_8)));
        record.headers().add(new RecordHeader("revision", "812".getBytes(UTF_8)));
        KAFKA.send(record);
        KAFKA.flush();
        cluster.awaitApplied("stamped", "stamped");

        for (OrielClient client : cluster.clients()) {
            assertThat(client.key("stamped", "doc").header("Oriel-Version")).contains("812");
        }
    }

    @Test
    void a_global_view_is_answered_by_whoever_is_asked() throws Exception {
        for (int i = 0; i < 50; i++) {
            KAFKA.send("products", "p-" + i, "{\"n\":" + i + "}");
        }
        KAFKA.flush();
        cluster.awaitApplied("products", "products");

        for (int instance : cluster.running()) {
            for (int i = 0; i < 50; i++) {
                Answer answer = cluster.client(instance).key("products", "p-" + i);

                assertThat(answer.text()).isEqualTo("{\"n\":" + i + "}");
                assertThat(answer.servedBy().hops()).isZero();
                assertThat(answer.servedBy().role()).isEqualTo("global");
                assertThat(answer.servedBy().instance()).isEqualTo("oriel-" + instance);
            }
            assertThat(cluster.client(instance)
                            .key("products", "absent")
                            .servedBy()
                            .role())
                    .isEqualTo("global");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "..", "a;b=c", "a+b", "*", "(:@&=$!')"})
    void characters_that_need_no_encoding_in_a_path_stand_for_themselves(String key) throws Exception {
        KAFKA.write("words", key, "\"plain\"");
        cluster.awaitApplied("words", "words");

        for (int instance : cluster.running()) {
            try (RawConnection connection =
                    new RawConnection(cluster.instance(instance).port())) {
                assertThat(connection
                                .exchange("GET", "/v1/views/words/keys/" + key)
                                .text())
                        .isEqualTo("\"plain\"");
            }
        }
    }

    private void assertEverywhere(String view, String key, String contentType, String value) {
        for (OrielClient client : cluster.clients()) {
            Answer answer = read(client, view, key);
            assertThat(answer.status()).as(answer::toString).isEqualTo(200);
            assertThat(answer.header("Content-Type")).contains(contentType);
            assertThat(answer.text()).isEqualTo(value);
        }
    }

    private static Answer read(OrielClient client, String view, String key) {
        try {
            return client.key(view, key);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] fourBytes(int value) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
    }

    private static byte[] eightBytes(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }
}
