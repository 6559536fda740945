package dev.oriel.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.oriel.client.ListedEntry;
import dev.oriel.client.LookupResult;
import dev.oriel.client.OrielClient;
import dev.oriel.client.Session;
import dev.oriel.client.ViewClient;
import dev.oriel.client.ViewNotFoundException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The Java client and real instances understand each other about many keys and ranges. */
@Timeout(120)
class ListClientIT {

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final StandingCluster STANDING = new StandingCluster(KAFKA);

    private static final List<String> KEYS = IntStream.range(0, 300)
            .mapToObj(i -> String.format(Locale.ROOT, "list/é%03d", i))
            .toList();

    private final OrielCluster cluster = STANDING.get();
    private final OrielClient client = client();
    private final ViewClient words = client.view("words");

    private OrielClient client() {
        OrielClient.Builder builder = OrielClient.builder();
        cluster.running()
                .forEach(number -> builder.server(
                        "http://127.0.0.1:" + cluster.instance(number).port()));
        return builder.build();
    }

    @AfterEach
    void close() {
        client.close();
    }

    private void write() throws Exception {
        KEYS.forEach(key -> KAFKA.send("words", key, "\"of " + key + '"'));
        KAFKA.flush();
        cluster.awaitApplied("words", "words");
    }

    private static List<String> keys(Stream<ListedEntry> entries) {
        try (entries) {
            return entries.map(ListedEntry::key).toList();
        }
    }

    @Test
    void many_keys_are_looked_up_in_as_few_requests_as_they_need() throws Exception {
        write();
        List<String> asked = new ArrayList<>(KEYS);
        for (int i = 0; i < 1_500; i++) {
            asked.add("list/absent " + i);
        }

        LookupResult result = words.lookup(asked);

        assertThat(result.entries().keySet()).containsExactlyElementsOf(asked);
        assertThat(result.found()).hasSize(KEYS.size());
        assertThat(result.get(KEYS.get(7)).orElseThrow().valueString()).contains("of " + KEYS.get(7));
        assertThat(result.get("list/absent 3")).isEmpty();
        assertThat(result.positions()).hasSize(6);
    }

    @Test
    void ranges_are_streamed_page_by_page_and_exported_in_their_order() throws Exception {
        write();

        assertThat(keys(words.scan().prefix("list/é").pageSize(17).stream())).isEqualTo(KEYS);
        assertThat(keys(words.scan().prefix("list/é").export())).isEqualTo(KEYS);
        assertThat(keys(words.scan().from(KEYS.get(10)).to(KEYS.get(200)).descending().pageSize(50).stream()))
                .isEqualTo(KEYS.subList(10, 200).reversed());
        assertThat(keys(words.scan().prefix("list/é").pageSize(5).stream().limit(7)))
                .isEqualTo(KEYS.subList(0, 7));
        assertThatExceptionOfType(ViewNotFoundException.class)
                .isThrownBy(() -> keys(client.view("nothing").scan().stream()));
    }

    @Test
    void a_session_finds_in_a_list_what_it_has_written() {
        Session session = client.session();
        for (int i = 0; i < 20; i++) {
            RecordMetadata written = KAFKA.write("words", "lists-own/" + i, "1");
            session.wrote(written.topic(), written.partition(), written.offset());

            assertThat(keys(
                            session
                                    .view("words")
                                    .scan()
                                    .prefix("lists-own/")
                                    .waitUpTo(Duration.ofSeconds(10))
                                    .stream()))
                    .hasSize(i + 1);
        }
    }
}
