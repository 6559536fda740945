package dev.oriel.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.oriel.client.EntryCount;
import dev.oriel.client.IndexNotFoundException;
import dev.oriel.client.IndexRequest;
import dev.oriel.client.ListedEntry;
import dev.oriel.client.OrielClient;
import dev.oriel.client.Session;
import dev.oriel.client.ViewClient;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The Java client and real instances understand each other about indexes and counts. */
@Timeout(120)
class IndexClientIT {

    @RegisterExtension
    private static final SharedKafka KAFKA = new SharedKafka();

    private static final int ENTRIES = 200;
    private static final int WEIGHTS = 40;

    private static OrielCluster cluster;

    private final OrielClient client = client();
    private final ViewClient goods = client.view("goods");

    @BeforeAll
    static void start() throws Exception {
        KAFKA.create("goods:6:compact");
        for (int i = 0; i < ENTRIES; i++) {
            KAFKA.send("goods", key(i), value(i % 3 == 0 ? "réd" : "42", weight(i)));
        }
        KAFKA.flush();
        cluster = OrielCluster.ready(
                KAFKA, 2, "goods: { table: { topic: goods }, indexes: { colour: .colour, weight: .weight } }");
        cluster.awaitApplied("goods", "goods");
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @AfterEach
    void close() {
        client.close();
    }

    private static OrielClient client() {
        OrielClient.Builder builder = OrielClient.builder();
        cluster.running()
                .forEach(number -> builder.server(
                        "http://127.0.0.1:" + cluster.instance(number).port()));
        return builder.build();
    }

    private static String key(int i) {
        return String.format(Locale.ROOT, "g%03d", i);
    }

    private static double weight(int i) {
        return i * 7 % WEIGHTS / 2.0 - 5;
    }

    private static String value(String colour, double weight) {
        return "{\"colour\":\"%s\",\"weight\":%s}".formatted(colour, weight);
    }

    private static List<String> having(IntPredicate which) {
        return IntStream.range(0, ENTRIES)
                .filter(which)
                .mapToObj(IndexClientIT::key)
                .toList();
    }

    private static List<String> keys(Stream<ListedEntry> entries) {
        try (entries) {
            return entries.map(ListedEntry::key).toList();
        }
    }

    @Test
    void entries_with_a_value_are_streamed_page_by_page_and_exported_in_the_order_of_their_keys() {
        IndexRequest red = goods.index("colour").value("réd");
        List<String> expected = having(i -> i % 3 == 0);

        assertThat(keys(red.pageSize(7).stream())).isEqualTo(expected);
        assertThat(keys(red.pageSize(7).descending().stream())).isEqualTo(expected.reversed());
        assertThat(keys(red.export())).isEqualTo(expected);
        assertThat(keys(goods.index("colour").prefix("ré").stream())).isEqualTo(expected);
        assertThat(keys(goods.index("weight").value(1.5).stream())).isEqualTo(having(i -> weight(i) == 1.5));
    }

    @Test
    void a_string_of_digits_is_found_as_a_string_and_by_the_number() {
        List<String> expected = having(i -> i % 3 != 0);

        assertThat(keys(goods.index("colour").value("42").stream())).isEqualTo(expected);
        assertThat(keys(goods.index("colour").value(42).stream())).isEqualTo(expected);
        assertThat(keys(goods.index("colour").from("4").to("5").stream())).isEqualTo(expected);
        assertThat(keys(goods.index("colour").from(4).to(50).stream())).isEmpty();
        assertThat(keys(goods.index("weight").value("1.5").stream())).isEmpty();
    }

    @Test
    void a_range_of_values_comes_in_their_order_and_then_in_that_of_the_keys() {
        IndexRequest range = goods.index("weight").from(-2).to(6.5);
        List<String> expected = IntStream.range(0, ENTRIES)
                .filter(i -> weight(i) >= -2 && weight(i) < 6.5)
                .boxed()
                .sorted(Comparator.comparingDouble(IndexClientIT::weight).thenComparing(i -> i))
                .map(IndexClientIT::key)
                .toList();

        assertThat(keys(range.pageSize(11).stream())).isEqualTo(expected);
        assertThat(keys(range.pageSize(11).descending().stream())).isEqualTo(expected.reversed());
        assertThat(keys(range.export())).isEqualTo(expected);
    }

    @Test
    void entries_are_counted_by_key_and_by_value() {
        EntryCount all = goods.scan().prefix("g").count();

        assertThat(all.count()).isEqualTo(ENTRIES);
        assertThat(all.estimated()).isFalse();
        assertThat(all.missing()).isEmpty();
        assertThat(all.positions()).hasSize(6);
        assertThat(goods.count().count()).isGreaterThanOrEqualTo(ENTRIES);
        assertThat(goods.scan().from(key(10)).to(key(25)).count().count()).isEqualTo(15);
        assertThat(goods.index("colour").value("réd").count().count())
                .isEqualTo(having(i -> i % 3 == 0).size());
        assertThat(goods.index("weight").from(-2).to(6.5).count().count())
                .isEqualTo(having(i -> weight(i) >= -2 && weight(i) < 6.5).size());
    }

    @Test
    void an_index_that_the_view_does_not_have_is_told() {
        IndexRequest smell = goods.index("smell");

        assertThatExceptionOfType(IndexNotFoundException.class).isThrownBy(() -> keys(smell.stream()));
        assertThatExceptionOfType(IndexNotFoundException.class)
                .isThrownBy(() -> keys(smell.value("sweet").export()));
        assertThatExceptionOfType(IndexNotFoundException.class).isThrownBy(smell::count);
    }

    @Test
    void whoever_has_written_finds_it_in_the_index_and_in_the_count() {
        Session session = client.session();
        for (int i = 0; i < 20; i++) {
            RecordMetadata written = KAFKA.write("goods", "own", value("own-" + i, 1_000));
            IndexRequest after = goods.index("colour")
                    .after(written.topic(), written.partition(), written.offset())
                    .waitUpTo(Duration.ofSeconds(10));
            session.wrote(written.topic(), written.partition(), written.offset());

            assertThat(keys(after.value("own-" + i).stream())).containsExactly("own");
            assertThat(after.value("own-" + (i - 1)).count().count()).isZero();
            assertThat(session.view("goods")
                            .index("colour")
                            .prefix("own-")
                            .count()
                            .count())
                    .isOne();
        }
    }
}
