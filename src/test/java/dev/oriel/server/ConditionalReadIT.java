package dev.oriel.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads with conditions, HEAD, and direct reads. Each is made of all instances: one owns the key, the others ask it. */
@Timeout(60)
class ConditionalReadIT {

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final StandingCluster STANDING = new StandingCluster(KAFKA);

    private static final String KEY = "conditional / é";
    private static final String PATH = OrielClient.keyPath("words", KEY);
    private static final String VALUE = "{\"text\":\"as long as it is, é\"}";
    private static final String ABSENT = OrielClient.keyPath("words", "conditional, absent");

    private static String version;

    private final OrielCluster cluster = STANDING.get();

    @BeforeAll
    static void write() throws Exception {
        version = Long.toString(KAFKA.write("words", KEY, VALUE).offset());
        STANDING.get().awaitApplied("words", "words");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"%s\"", "W/\"%s\"", "\"no\", \"%s\"", "\"no\",W/\"%s\" , \"other\"", "*", " \"%s\" "})
    void what_the_client_has_already_is_not_sent_again(String condition) throws Exception {
        for (OrielClient client : cluster.clients()) {
            Answer answer = client.get(PATH, "If-None-Match", condition.formatted(version));

            assertThat(answer.status()).as(answer::toString).isEqualTo(304);
            assertThat(answer.body()).isEmpty();
            assertThat(answer.header("ETag")).contains('"' + version + '"');
            assertThat(answer.header("Cache-Control")).contains("no-cache");
            assertThat(answer.header("Content-Type")).isEmpty();
            assertThat(answer.position().offset()).isGreaterThanOrEqualTo(Long.parseLong(version));
            assertThat(answer.servedBy().role()).isEqualTo("active");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"no\"", "\"1%s\"", "W/\"-%s\"", "\"no\", \"nor this\"", "\"\"", "\"*\""})
    void what_the_client_lacks_is_sent(String condition) throws Exception {
        for (OrielClient client : cluster.clients()) {
            Answer answer = client.get(PATH, "If-None-Match", condition.formatted(version));

            assertThat(answer.status()).as(answer::toString).isEqualTo(200);
            assertThat(answer.text()).isEqualTo(VALUE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "\"%s", "%s\"", "*, \"%s\"", "\"%s\" \"other\"", "w/\"%s\"", "\"%s\", other", ","})
    void a_condition_that_is_no_entity_tag_is_refused(String condition) throws Exception {
        for (OrielClient client : cluster.clients()) {
            Answer answer = client.get(PATH, "If-None-Match", condition.formatted(version));

            assertThat(answer.status()).as(answer::toString).isEqualTo(400);
            assertThat(answer.problem()).isEqualTo("bad-request");
            assertThat(answer.json().path("parameter").asText()).isEqualTo("If-None-Match");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "\"7\""})
    void an_absent_key_meets_any_condition(String condition) throws Exception {
        for (OrielClient client : cluster.clients()) {
            assertThat(client.get(ABSENT, "If-None-Match", condition).problem()).isEqualTo("key-not-found");
        }
    }

    @Test
    void several_fields_of_a_condition_are_one_list() throws Exception {
        for (int instance : cluster.running()) {
            try (RawConnection connection = connect(instance)) {
                Answer answer =
                        connection.exchange("GET", PATH, "If-None-Match: \"no\"", "If-None-Match: \"" + version + "\"");

                assertThat(answer.status()).as(answer::toString).isEqualTo(304);
            }
        }
    }

    @Test
    void nothing_follows_the_head_of_a_304_so_that_the_connection_goes_on() throws Exception {
        for (int instance : cluster.running()) {
            try (RawConnection connection = connect(instance)) {
                for (int i = 0; i < 3; i++) {
                    assertThat(connection
                                    .exchange("GET", PATH, "If-None-Match: \"" + version + "\"")
                                    .header("Content-Length"))
                            .contains(Integer.toString(VALUE.getBytes(UTF_8).length));
                    assertThat(connection.exchange("GET", PATH).text()).isEqualTo(VALUE);
                }
            }
        }
    }

    @Test
    void a_new_version_no_longer_matches_the_old_one() throws Exception {
        String key = "conditional, changing";
        long before = KAFKA.write("words", key, "1").offset();
        cluster.awaitApplied("words", "words");
        String tag = '"' + Long.toString(before) + '"';
        assertThat(cluster.client(0).key("words", key, "If-None-Match", tag).status())
                .isEqualTo(304);

        long after = KAFKA.write("words", key, "2").offset();
        cluster.awaitApplied("words", "words");

        for (OrielClient client : cluster.clients()) {
            Answer answer = client.key("words", key, "If-None-Match", tag);
            assertThat(answer.text()).isEqualTo("2");
            assertThat(answer.header("ETag")).contains('"' + Long.toString(after) + '"');
        }
    }

    @Test
    void head_answers_as_get_does_less_the_body() throws Exception {
        for (String path : List.of(
                PATH,
                ABSENT,
                "/v1/views/counts/keys/one",
                "/v1/views/nothing/keys/one",
                OrielClient.keyPath("products", "absent"))) {
            for (int instance : cluster.running()) {
                try (RawConnection connection = connect(instance)) {
                    Answer get = connection.exchange("GET", path);
                    Answer head = connection.exchange("HEAD", path);
                    Answer again = connection.exchange("GET", path);

                    assertThat(head.status()).isEqualTo(get.status());
                    assertThat(head.header("Content-Length")).contains(Integer.toString(get.body().length));
                    assertThat(lasting(head)).isEqualTo(lasting(get));
                    assertThat(again.body()).isEqualTo(get.body());
                }
            }
        }
    }

    @Test
    void head_is_conditional_too() throws Exception {
        for (int instance : cluster.running()) {
            try (RawConnection connection = connect(instance)) {
                String condition = "If-None-Match: \"" + version + "\"";
                Answer head = connection.exchange("HEAD", PATH, condition);

                assertThat(head.status()).isEqualTo(304);
                assertThat(lasting(head)).isEqualTo(lasting(connection.exchange("GET", PATH, condition)));
            }
        }
    }

    @Test
    void a_direct_read_is_answered_by_the_owner_and_refused_by_all_others_who_name_it() throws Exception {
        int refused = 0;
        for (OrielClient client : cluster.clients()) {
            Answer answer = client.get(PATH, "Oriel-Route", "direct");
            if (answer.status() == 200) {
                assertThat(answer.servedBy().hops()).isZero();
                continue;
            }
            refused++;
            assertThat(answer.status()).as(answer::toString).isEqualTo(421);
            assertThat(answer.problem()).isEqualTo("not-the-owner");
            assertThat(answer.json().path("view").asText()).isEqualTo("words");
            assertThat(answer.header("Oriel-Position")).isEmpty();

            OrielClient owner =
                    new OrielClient(answer.json().path("owner").path("url").asText());
            Answer there = owner.get(PATH, "Oriel-Route", "direct");
            assertThat(there.text()).isEqualTo(VALUE);
            assertThat(there.servedBy().instance())
                    .isEqualTo(answer.json().path("owner").path("instance").asText());
            assertThat(there.position().partition())
                    .isEqualTo(answer.json().path("partition").asInt());
        }
        assertThat(refused).isEqualTo(2);
    }

    @Test
    void an_absent_key_is_refused_just_the_same_when_read_directly() throws Exception {
        assertThat(cluster.clients().stream().map(client -> status(client, ABSENT)))
                .containsExactlyInAnyOrder(404, 421, 421);
        assertThat(cluster.clients().stream()
                        .map(client -> status(client, OrielClient.keyPath("products", "direct, absent"))))
                .as("a global view is everybody's own")
                .containsOnly(404);
    }

    private static int status(OrielClient client, String path) {
        try {
            return client.get(path, "Oriel-Route", "direct").status();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Direct", "owner", "direct, direct", "1"})
    void another_route_than_direct_is_refused(String route) throws Exception {
        Answer answer = cluster.client(0).get(PATH, "Oriel-Route", route);

        assertThat(answer.problem()).isEqualTo("bad-request");
        assertThat(answer.json().path("parameter").asText()).isEqualTo("Oriel-Route");
    }

    private RawConnection connect(int instance) throws Exception {
        return new RawConnection(cluster.instance(instance).port());
    }

    /** The headers that do not change from one moment to the next. */
    private static Map<String, List<String>> lasting(Answer answer) {
        Map<String, List<String>> headers = new TreeMap<>(answer.headers());
        headers.keySet().removeAll(List.of("date", "oriel-position"));
        headers.computeIfPresent(
                "oriel-served-by",
                (name, values) -> values.stream()
                        .map(value -> value.replace(";stale-ms=0", ""))
                        .collect(Collectors.toList()));
        return headers;
    }
}
