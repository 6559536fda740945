package dev.oriel.view;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oriel.api.Role;
import dev.oriel.config.ViewConfig;
import dev.oriel.store.EntryStore;
import dev.oriel.store.Intake;
import dev.oriel.store.Lookup;
import dev.oriel.store.Passage;
import dev.oriel.store.Replica;
import dev.oriel.store.ReplicaListener;
import dev.oriel.store.ReplicaSet;
import dev.oriel.store.RocksMemory;
import dev.oriel.store.StoreSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The topologies as Streams drives them, over both kinds of table. */
class ViewTopologyTest {

    @TempDir
    Path stateDir;

    private final RocksMemory memory = new RocksMemory(8L << 20, 1L << 20);
    private final ReplicaSet replicas = new ReplicaSet(1);
    private final List<String> skips = new CopyOnWriteArrayList<>();
    private @Nullable TopologyTestDriver driver;
    private @Nullable TestInputTopic<byte[], byte[]> source;

    @AfterEach
    void close() {
        if (driver != null) {
            driver.close();
        }
        memory.close();
    }

    static Stream<ViewConfig> views() {
        return Stream.of(ViewConfigs.table(), ViewConfigs.global());
    }

    @ParameterizedTest
    @MethodSource("views")
    void a_put_and_an_update_are_read_as_they_were_written(ViewConfig view) {
        start(view);

        pipe("a", "{\"n\": 1}");
        assertThat(read("a")).isEqualTo("{\"n\": 1}@0 at 0");
        pipe("b", "[]");
        pipe("a", "{\"n\":2}");

        assertThat(read("a")).isEqualTo("{\"n\":2}@2 at 2");
        assertThat(read("b")).isEqualTo("[]@1 at 2");
        assertThat(read("c")).isEqualTo("absent at 2");
    }

    @ParameterizedTest
    @MethodSource("views")
    void a_tombstone_deletes_and_a_json_null_does_not(ViewConfig view) {
        start(view);
        pipe("a", "1");
        pipe("b", "1");

        pipe("a", null);
        pipe("b", "null");

        assertThat(read("a")).isEqualTo("absent at 3");
        assertThat(read("b")).isEqualTo("null@3 at 3");
    }

    @ParameterizedTest
    @MethodSource("views")
    void a_malformed_value_leaves_the_old_one_and_is_counted(ViewConfig view) {
        start(view);
        pipe("a", "1");

        pipe("a", "{");

        assertThat(read("a")).isEqualTo("1@0 at 1");
        assertThat(replica().skipped()).isOne();
        assertThat(skips).singleElement().asString().startsWith("1: the value is not JSON: ");
    }

    @ParameterizedTest
    @MethodSource("views")
    void a_record_without_a_key_is_skipped_and_the_view_goes_on(ViewConfig view) {
        start(view);

        pipe(null, "1");
        pipe("a", "2");

        assertThat(read("a")).isEqualTo("2@1 at 1");
        assertThat(skips).containsExactly("0: the record has no key");
    }

    @ParameterizedTest
    @MethodSource("views")
    void headers_and_timestamp_reach_the_entry(ViewConfig view) {
        start(view);

        pipe("a", "1", 1_700_000_000_000L);

        assertThat(timestamp("a")).isEqualTo(1_700_000_000_000L);
    }

    /** A global view is spared such records by {@link ConsumerPassage}. */
    @Test
    void a_record_without_a_timestamp_is_a_record_all_the_same() {
        start(ViewConfigs.table());

        pipe("a", "1", -1);
        pipe("b", "1", 5);

        assertThat(read("a")).isEqualTo("1@0 at 1");
        assertThat(timestamp("a")).isZero();
        assertThat(timestamp("b")).isEqualTo(5);
    }

    @Test
    void an_active_table_takes_its_role_when_it_starts_to_process() {
        start(ViewConfigs.table());

        assertThat(replica().role()).isEqualTo(Role.ACTIVE);
    }

    @Test
    void a_global_view_is_not_ready_for_readers_before_its_runner_says_so() {
        start(ViewConfigs.global());

        assertThat(replica().role()).isEqualTo(Role.RESTORING);
    }

    @Test
    void closing_the_application_takes_the_replica_away() {
        start(ViewConfigs.table());
        pipe("a", "1");
        Replica replica = replica();

        close();

        assertThat(replicas.all()).isEmpty();
        assertThat(replica.read(0, "a".getBytes(UTF_8))).isInstanceOf(Lookup.Gone.class);
        driver = null;
    }

    @Test
    void nothing_is_written_beside_the_source() {
        Topology topology = ViewTopology.of(ViewConfigs.table(), spec(ViewConfigs.table()));

        assertThat(topology.describe().toString())
                .contains("Source: source (topics: [orders])")
                .contains("Processor: materializer (stores: [entries])")
                .doesNotContain("Sink");
        start(ViewConfigs.table());
        pipe("a", "1");
        assertThat(Objects.requireNonNull(driver).producedTopicNames()).isEmpty();
    }

    @Test
    void the_store_is_the_one_that_streams_knows() {
        start(ViewConfigs.table());

        assertThat(Objects.requireNonNull(driver).getAllStateStores().get(ViewTopology.STORE))
                .isInstanceOfSatisfying(
                        EntryStore.class, store -> assertThat(store.replica()).isSameAs(replica()));
    }

    private void start(ViewConfig view) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, "true");
        driver = new TopologyTestDriver(ViewTopology.of(view, spec(view)), properties);
        source = driver.createInputTopic(view.topic(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    private StoreSpec spec(ViewConfig view) {
        return new StoreSpec(
                ViewTopology.STORE,
                view.kind() == ViewConfig.Kind.TABLE ? StoreSpec.Scope.PARTITION : StoreSpec.Scope.ALL_PARTITIONS,
                "identity",
                new StoreSpec.Medium.Rocks(memory),
                EntryTerms.indexing(view),
                replicas,
                new EntryReader(view),
                (record, reason, firstSeen) -> skips.add(record.offset() + ": " + reason),
                ReplicaListener.NONE,
                partition -> 0,
                new Passage(new ReplicaSet(1)),
                new Passage(new ReplicaSet(1)),
                new Intake(),
                Runnable::run);
    }

    private void pipe(@Nullable String key, @Nullable String value) {
        pipe(key, value, 0);
    }

    @SuppressWarnings("NullAway") // Kafka's classes don't say that keys and values may be null
    private void pipe(@Nullable String key, @Nullable String value, long timestamp) {
        Objects.requireNonNull(source)
                .pipeInput(
                        new TestRecord<>(
                                key == null ? null : key.getBytes(UTF_8),
                                value == null ? null : value.getBytes(UTF_8),
                                new RecordHeaders(),
                                Math.max(0, timestamp)) {
                            @Override
                            public Long timestamp() {
                                return timestamp;
                            }
                        });
    }

    private Replica replica() {
        return replicas.find(0).orElseThrow();
    }

    private String read(String key) {
        return switch (replica().read(0, key.getBytes(UTF_8))) {
            case Lookup.Found found ->
                UTF_8.decode(found.entry().value()) + "@" + found.entry().offset() + " at " + found.position();
            case Lookup.Absent absent -> "absent at " + absent.position();
            case Lookup.Gone gone -> "gone";
        };
    }

    private long timestamp(String key) {
        return ((Lookup.Found) replica().read(0, key.getBytes(UTF_8))).entry().timestamp();
    }
}
