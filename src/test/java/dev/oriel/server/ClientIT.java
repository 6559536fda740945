package dev.oriel.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.oriel.api.Position;
import dev.oriel.client.BadRequestException;
import dev.oriel.client.Entry;
import dev.oriel.client.OrielClient;
import dev.oriel.client.PositionUnknownException;
import dev.oriel.client.ReadResult;
import dev.oriel.client.Session;
import dev.oriel.client.ViewClient;
import dev.oriel.client.ViewNotFoundException;
import dev.oriel.client.Watch;
import dev.oriel.client.WatchEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.DoubleSerializer;
import org.apache.kafka.common.serialization.LongSerializer;
import org.apache.kafka.common.serialization.UUIDSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The Java client and real instances understand each other. It asks them in turn, so that most reads are forwarded. */
@Timeout(120)
class ClientIT {

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final StandingCluster STANDING = new StandingCluster(KAFKA);

    private static final int ROUNDS = 60;

    private final OrielCluster cluster = STANDING.get();
    private final OrielClient client = builder().build();
    private final ViewClient words = client.view("words");

    private OrielClient.Builder builder() {
        OrielClient.Builder builder = OrielClient.builder();
        cluster.running()
                .forEach(number -> builder.server(
                        "http://127.0.0.1:" + cluster.instance(number).port()));
        return builder;
    }

    @AfterEach
    void close() {
        client.close();
    }

    private static void wrote(Session session, RecordMetadata written) {
        session.wrote(written.topic(), written.partition(), written.offset());
    }

    @Test
    void a_value_is_read_with_all_that_is_known_about_it() throws Exception {
        RecordMetadata written = KAFKA.write("words", "client/é", "{ \"as\": \"written\" }");
        cluster.awaitApplied("words", "words");
        Set<String> instances = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            Entry entry = words.get("client/é").orElseThrow();

            assertThat(entry.valueText()).isEqualTo("{ \"as\": \"written\" }");
            assertThat(entry.contentType()).isEqualTo("application/json");
            assertThat(entry.version()).isEqualTo(written.offset());
            assertThat(entry.timestamp().toEpochMilli()).isEqualTo(written.timestamp());
            assertThat(entry.positions()).singleElement().satisfies(position -> {
                assertThat(position.partition()).isEqualTo(written.partition());
                assertThat(position.offset()).isGreaterThanOrEqualTo(written.offset());
            });
            instances.add(entry.servedBy().instance());
        }
        assertThat(instances).as("whoever is asked, the owner answers").hasSize(1);
    }

    @Test
    void keys_of_every_type_are_found() throws Exception {
        UUID person = UUID.randomUUID();
        KAFKA.write("people", new UUIDSerializer().serialize("", person), "Ada".getBytes(UTF_8));
        KAFKA.write("places", new LongSerializer().serialize("", -7L), new DoubleSerializer().serialize("", 0.5));
        cluster.awaitApplied("people", "people");
        cluster.awaitApplied("places", "places");

        assertThat(client.view("people").get(person).orElseThrow().valueText()).isEqualTo("Ada");
        assertThat(client.view("places").get(-7).orElseThrow().valueText()).isEqualTo("0.5");
    }

    @Test
    void what_is_not_there_is_absent_and_what_cannot_be_is_an_error() throws Exception {
        assertThat(words.get("client, absent")).isEmpty();
        assertThat(words.getAsync("client, absent").get(10, SECONDS)).isEmpty();
        assertThatExceptionOfType(BadRequestException.class)
                .isThrownBy(() -> client.view("counts").get("no number"))
                .satisfies(e -> assertThat(e.problem().orElseThrow().member("parameter"))
                        .contains("key"));
        assertThatExceptionOfType(ViewNotFoundException.class)
                .isThrownBy(() -> client.view("wrods").get("a"));
        assertThatExceptionOfType(ViewNotFoundException.class)
                .isThrownBy(() -> client.session("words/0@0").view("wrods").get("a"));
        assertThatExceptionOfType(PositionUnknownException.class)
                .isThrownBy(() -> words.key("a").after("counts", 0, 0).get());
    }

    @Test
    void an_instance_that_is_not_there_is_passed_over() throws Exception {
        KAFKA.write("words", "client-passed-over", "1");
        cluster.awaitApplied("words", "words");
        try (OrielClient some =
                builder().server(deadUrl()).server(deadUrl()).maxRetries(0).build()) {
            for (int i = 0; i < 10; i++) {
                assertThat(some.view("words").get("client-passed-over")).isPresent();
            }
        }
    }

    private static String deadUrl() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "http://127.0.0.1:" + taken.getLocalPort();
        }
    }

    @Test
    void a_session_reads_its_own_writes_and_deletions_at_once() throws Exception {
        Session session = client.session();
        for (int round = 0; round < ROUNDS; round++) {
            String key = "client-own-" + round % 7;
            String value = Integer.toString(round);
            wrote(session, KAFKA.write("words", key, value));
            assertThat(session.view("words").get(key).map(Entry::valueText)).contains(value);

            if (round % 5 == 0) {
                wrote(session, KAFKA.delete("words", key));
                assertThat(session.view("words").get(key)).isEmpty();
            }
        }
    }

    @Test
    void a_session_reads_several_views_and_goes_on_in_another_client() throws Exception {
        Session session = client.session();
        wrote(session, KAFKA.write("words", "client-several", "1"));
        wrote(session, KAFKA.write("products", "client-several", "2"));
        try (OrielClient other = builder().build()) {
            Session handedOn = other.session(session.token());

            assertThat(handedOn.view("products").get("client-several").map(Entry::valueText))
                    .contains("2");
            assertThat(handedOn.view("words").get("client-several").map(Entry::valueText))
                    .contains("1");
        }
    }

    @Test
    void as_many_positions_as_a_session_may_have_are_taken() throws Exception {
        RecordMetadata written = KAFKA.write("words", "client-thousand", "1");
        String topicId = KAFKA.topicId("words");
        List<Position> thousand = IntStream.range(0, Position.MAX_IN_LIST)
                .mapToObj(i -> new Position("words", written.partition(), written.offset(), Optional.of(topicId)))
                .toList();

        for (int i = 0; i < 3; i++) {
            assertThat(words.key("client-thousand")
                            .after(thousand)
                            .waitUpTo(Duration.ofSeconds(10))
                            .get())
                    .isPresent();
        }
    }

    @Test
    void a_long_poll_ends_with_the_next_change() throws Exception {
        Session session = client.session();
        RecordMetadata written = KAFKA.write("words", "client-poll", "1");
        wrote(session, written);
        Entry first = session.view("words").get("client-poll").orElseThrow();
        CompletableFuture<ReadResult> poll = words.key("client-poll")
                .changedSince(first.version())
                .waitUpTo(Duration.ofSeconds(30))
                .readAsync();
        KAFKA.write("words", "client-poll", "2");

        assertThat(poll.get(20, SECONDS))
                .isInstanceOfSatisfying(
                        ReadResult.Found.class,
                        found -> assertThat(found.entry().valueText()).isEqualTo("2"));
    }

    @Test
    void a_watch_tells_what_is_present_and_each_change_of_it() throws Exception {
        KAFKA.write("words", "client-watch-a", "0");
        cluster.awaitApplied("words", "words");
        BlockingQueue<String> ofKey = new LinkedBlockingQueue<>();
        BlockingQueue<String> ofView = new LinkedBlockingQueue<>();
        CompletableFuture<Void> key = words.watch("client-watch-b").consume(event -> ofKey.add(told(event)));
        CompletableFuture<Void> view = words.watchPrefix("client-watch-").consume(event -> ofView.add(told(event)));
        assertThat(ofKey.poll(20, SECONDS)).isEqualTo("-client-watch-b");
        assertThat(ofView.poll(20, SECONDS)).isEqualTo("client-watch-a=0");

        KAFKA.write("words", "client-watch-b", "1");
        KAFKA.write("words", "client-watch-b", "2");
        KAFKA.delete("words", "client-watch-b");

        for (BlockingQueue<String> told : List.of(ofKey, ofView)) {
            assertThat(told.poll(20, SECONDS)).isEqualTo("client-watch-b=1");
            assertThat(told.poll(20, SECONDS)).isEqualTo("client-watch-b=2");
            assertThat(told.poll(20, SECONDS)).isEqualTo("-client-watch-b");
        }
        assertThat(key.cancel(false) && view.cancel(false)).isTrue();
    }

    private static String told(WatchEvent event) {
        return switch (event) {
            case WatchEvent.Put put -> put.key() + "=" + put.valueJson();
            case WatchEvent.Delete delete -> "-" + delete.key();
            case WatchEvent.Reset reset -> "reset";
        };
    }

    @Test
    void a_version_is_waited_for() throws Exception {
        CompletableFuture<Optional<Entry>> wait = words.key("client-new")
                .atLeast(0)
                .waitUpTo(Duration.ofSeconds(30))
                .getAsync();
        KAFKA.write("words", "client-new", "1");

        assertThat(wait.get(20, SECONDS).map(Entry::valueText)).contains("1");
    }

    @Test
    void what_does_not_come_in_time_is_told_from_what_has_not_changed() throws Exception {
        RecordMetadata written = KAFKA.write("words", "client-late", "1");
        cluster.awaitApplied("words", "words");

        assertThat(words.key("client-late")
                        .after("words", written.partition(), written.offset() + 1_000_000)
                        .waitUpTo(Duration.ofMillis(300))
                        .read())
                .isInstanceOfSatisfying(ReadResult.NotReached.class, result -> {
                    assertThat(result.requested())
                            .isEqualTo("words/" + written.partition() + "@" + (written.offset() + 1_000_000));
                    assertThat(result.reached())
                            .hasValueSatisfying(
                                    reached -> assertThat(reached).startsWith("words/" + written.partition() + "@"));
                    assertThat(result.retryAfter()).isPresent();
                });
        assertThat(words.key("client-late")
                        .changedSince(written.offset())
                        .waitUpTo(Duration.ofMillis(300))
                        .read())
                .isInstanceOf(ReadResult.NotModified.class);
        assertThat(words.key("client, absent").atLeast(7).read())
                .isInstanceOfSatisfying(ReadResult.NotReached.class, result -> {
                    assertThat(result.requested()).isEqualTo("7");
                    assertThat(result.reached()).isEmpty();
                });
    }

    /** A watch's events as they come, until it is closed. */
    private static final class Told implements AutoCloseable {

        private final List<WatchEvent> events = new CopyOnWriteArrayList<>();
        private final CompletableFuture<Void> watch;

        Told(Watch watch) {
            this.watch = watch.consume(events::add);
        }

        /** The values of a key, in the order they came; {@code -} where it had none. */
        List<String> values(String key) {
            return events.stream()
                    .flatMap(event -> switch (event) {
                        case WatchEvent.Put put -> put.key().equals(key) ? Stream.of(put.valueJson()) : Stream.of();
                        case WatchEvent.Delete delete -> delete.key().equals(key) ? Stream.of("-") : Stream.of();
                        case WatchEvent.Reset reset -> Stream.of("reset");
                    })
                    .toList();
        }

        @Override
        public void close() {
            watch.cancel(true);
        }
    }

    @Test
    void a_key_is_watched_from_before_it_exists_until_after_it_is_gone() throws Exception {
        String key = "client-watch/é";
        try (Told told = new Told(words.watch(key))) {
            await().untilAsserted(() -> assertThat(told.values(key)).containsExactly("-"));
            RecordMetadata written = KAFKA.write("words", key, "{ \"a\": 1 }");
            await().untilAsserted(() -> assertThat(told.values(key)).containsExactly("-", "{ \"a\": 1 }"));
            KAFKA.delete("words", key);
            await().untilAsserted(() -> assertThat(told.values(key)).containsExactly("-", "{ \"a\": 1 }", "-"));

            assertThat(told.events.get(1)).isInstanceOfSatisfying(WatchEvent.Put.class, put -> {
                assertThat(put.version()).isEqualTo(written.offset());
                assertThat(put.timestamp().toEpochMilli()).isEqualTo(written.timestamp());
                assertThat(put.conflated()).isZero();
                assertThat(put.positions()).anyMatch(position -> position.offset() == written.offset());
            });
        }
    }

    @Test
    void keys_with_a_prefix_are_watched_over_all_partitions_what_is_there_first() throws Exception {
        List<String> expected =
                IntStream.range(0, ROUNDS).mapToObj(Integer::toString).toList();
        KAFKA.write("words", "client-unwatched", "1");
        wroteAll("client-prefix-", "0");
        cluster.awaitApplied("words", "words");
        try (Told told = new Told(words.watchPrefix("client-prefix-"))) {
            await().untilAsserted(() -> assertThat(told.events).hasSize(7));
            for (int round = 1; round < ROUNDS; round++) {
                wroteAll("client-prefix-", Integer.toString(round));
            }

            await().untilAsserted(() -> {
                for (int key = 0; key < 7; key++) {
                    assertThat(told.values("client-prefix-" + key)).isEqualTo(expected);
                }
            });
            assertThat(told.values("client-unwatched")).isEmpty();
        }
    }

    private static void wroteAll(String prefix, String value) {
        for (int key = 0; key < 7; key++) {
            KAFKA.send("words", prefix + key, value);
        }
        KAFKA.flush();
    }

    @Test
    void a_session_reads_no_less_than_its_watch_has_told() throws Exception {
        Session session = client.session();
        try (Told told = new Told(session.view("words").watch("client-told"))) {
            for (int round = 0; round < 20; round++) {
                String value = Integer.toString(round);
                KAFKA.write("words", "client-told", value);
                await().untilAsserted(
                                () -> assertThat(told.values("client-told")).endsWith(value));

                assertThat(session.view("words").get("client-told").map(Entry::valueText))
                        .contains(value);
            }
        }
    }

    @Test
    void what_cannot_be_watched_is_told() {
        assertThat(client.view("wrods").watchAll().consume(event -> {}))
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableThat()
                .withCauseInstanceOf(ViewNotFoundException.class);
        assertThat(client.view("counts").watch("no number").consume(event -> {}))
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableThat()
                .withCauseInstanceOf(BadRequestException.class);
    }

    @Test
    void a_watch_goes_on_when_its_instance_stops() throws Exception {
        KAFKA.create("relayed:4:compact");
        try (OrielCluster two = OrielCluster.ready(KAFKA, 2, "relayed: { table: { topic: relayed } }");
                OrielClient some = OrielClient.builder()
                        .server("http://127.0.0.1:" + two.instance(0).port())
                        .server("http://127.0.0.1:" + two.instance(1).port())
                        .build();
                Told told = new Told(some.view("relayed").watchAll())) {
            for (int round = 0; round < ROUNDS; round++) {
                if (round == ROUNDS / 2) {
                    await().untilAsserted(() -> assertThat(told.values("key-1")).endsWith("29"));
                    // The first connection of a client is to the server that was named first.
                    two.stop(0);
                }
                for (int key = 0; key < 5; key++) {
                    KAFKA.write("relayed", "key-" + key, Integer.toString(round));
                }
            }

            String last = Integer.toString(ROUNDS - 1);
            await().atMost(Duration.ofSeconds(40)).untilAsserted(() -> {
                for (int key = 0; key < 5; key++) {
                    assertThat(told.values("key-" + key)).endsWith(last);
                }
            });
            for (int key = 0; key < 5; key++) {
                assertThat(told.values("key-" + key))
                        .filteredOn(value -> !value.equals("reset"))
                        .extracting(Integer::parseInt)
                        .isSorted();
            }
        }
    }
}
