package dev.oriel.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oriel.config.HostPort;
import dev.oriel.store.Passage;
import dev.oriel.store.ReplicaSet;
import java.util.Map;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamsSettingsTest {

    private static final SourceTopic SOURCE = new SourceTopic("orders", "ae-YtMKPQ0mGkXxcu7ZTKg", 1);
    private static final String OURS = ConsumerPassage.class.getName();

    private final Passage processing = new Passage(new ReplicaSet(1));
    private final Passage restoring = new Passage(new ReplicaSet(1));

    @Test
    void what_the_view_says_stands_over_what_the_file_says_over_what_oriel_takes_by_default() {
        Map<String, Object> settings = settings(
                Map.of("bootstrap.servers", "kafka:9092", "request.timeout.ms", "1", "client.rack", "a"),
                Map.of("num.standby.replicas", "1", "num.stream.threads", "2"),
                Map.of("request.timeout.ms", "2"),
                Map.of("num.stream.threads", "3"));

        assertThat(settings)
                .containsEntry("bootstrap.servers", "kafka:9092")
                .containsEntry("client.rack", "a")
                .containsEntry("request.timeout.ms", "2")
                .containsEntry("num.standby.replicas", "1")
                .containsEntry("num.stream.threads", "3")
                .containsEntry("commit.interval.ms", "100")
                .containsEntry("isolation.level", "read_committed");
    }

    @Test
    void defaults_can_be_changed() {
        Map<String, Object> settings = settings(
                Map.of("isolation.level", "read_uncommitted"), Map.of("commit.interval.ms", "7"), Map.of(), Map.of());

        assertThat(settings)
                .containsEntry("isolation.level", "read_uncommitted")
                .containsEntry("commit.interval.ms", "7");
    }

    @Test
    void what_oriel_needs_stands_over_everything() {
        Map<String, String> wrong = Map.of(
                "application.id", "x",
                "application.server", "x:1",
                "state.dir", "/x",
                "statestore.cache.max.bytes", "1",
                "group.protocol", "streams",
                "ensure.explicit.internal.resource.naming", "false");

        assertThat(settings(Map.of(), wrong, Map.of(), wrong))
                .containsEntry("application.id", "oriel-orders-3-ae-YtMKPQ0mGkXxcu7ZTKg")
                .containsEntry("application.server", "oriel-0:8081")
                .containsEntry("state.dir", "/var/lib/oriel")
                .containsEntry("statestore.cache.max.bytes", "0")
                .containsEntry("group.protocol", "classic")
                .containsEntry("ensure.explicit.internal.resource.naming", "true");
    }

    @Test
    void each_kind_of_consumer_tells_the_passage_it_belongs_to() {
        Map<String, Object> settings = settings(Map.of(), Map.of(), Map.of(), Map.of());

        assertThat(settings)
                .containsEntry("main.consumer.interceptor.classes", OURS)
                .containsEntry("global.consumer.interceptor.classes", OURS)
                .containsEntry("restore.consumer.interceptor.classes", OURS)
                .containsEntry("main.consumer.oriel.passage", processing)
                .containsEntry("global.consumer.oriel.passage", processing)
                .containsEntry("restore.consumer.oriel.passage", restoring);
    }

    @Test
    void streams_gives_each_consumer_its_passage() {
        Map<String, Object> settings =
                settings(Map.of("bootstrap.servers", "kafka:9092"), Map.of(), Map.of(), Map.of());
        StreamsConfig config = new StreamsConfig(settings);

        assertThat(config.getMainConsumerConfigs("group", "client", 0)).containsEntry("oriel.passage", processing);
        assertThat(config.getGlobalConsumerConfigs("client")).containsEntry("oriel.passage", processing);
        assertThat(config.getRestoreConsumerConfigs("client"))
                .containsEntry("oriel.passage", restoring)
                .containsEntry("interceptor.classes", OURS);
    }

    @ParameterizedTest
    @CsvSource({"interceptor.classes", "consumer.interceptor.classes", "main.consumer.interceptor.classes"})
    void ours_comes_after_the_users_interceptors(String name) {
        assertThat(settings(Map.of(name, "com.acme.Tracing,com.acme.Auditing"), Map.of(), Map.of(), Map.of()))
                .containsEntry("main.consumer.interceptor.classes", "com.acme.Tracing,com.acme.Auditing," + OURS);
    }

    @Test
    void an_interceptor_of_one_consumer_is_not_given_to_another() {
        Map<String, Object> settings =
                settings(Map.of("main.consumer.interceptor.classes", "com.acme.Tracing"), Map.of(), Map.of(), Map.of());

        assertThat(settings).containsEntry("restore.consumer.interceptor.classes", OURS);
    }

    @ParameterizedTest
    @CsvSource({
        "x, x, READ_COMMITTED",
        "isolation.level, read_uncommitted, READ_UNCOMMITTED",
        "isolation.level, READ_UNCOMMITTED, READ_UNCOMMITTED",
        "consumer.isolation.level, read_uncommitted, READ_UNCOMMITTED",
        "main.consumer.isolation.level, read_uncommitted, READ_UNCOMMITTED",
        "isolation.level, read_committed, READ_COMMITTED",
    })
    void open_transactions_are_not_read_unless_the_consumer_is_told_to(
            String name, String value, IsolationLevel level) {
        assertThat(of(Map.of(name, value), Map.of(), Map.of(), Map.of()).isolation())
                .isEqualTo(level);
    }

    @Test
    void the_more_precise_name_decides_the_isolation() {
        assertThat(of(
                                Map.of("isolation.level", "read_uncommitted"),
                                Map.of("main.consumer.isolation.level", "read_committed"),
                                Map.of(),
                                Map.of())
                        .isolation())
                .isEqualTo(IsolationLevel.READ_COMMITTED);
    }

    @Test
    void membership_is_static_when_the_instance_has_an_id_of_its_own() {
        assertThat(of(Map.of(), Map.of(), Map.of(), Map.of()).staticMember()).isFalse();
        assertThat(of(Map.of("group.instance.id", "oriel-0"), Map.of(), Map.of(), Map.of())
                        .staticMember())
                .isTrue();
        assertThat(of(Map.of(), Map.of("consumer.group.instance.id", "oriel-0"), Map.of(), Map.of())
                        .staticMember())
                .isTrue();
    }

    @Test
    void other_clients_get_the_kafka_settings_alone() {
        assertThat(of(Map.of("a", "1", "b", "1"), Map.of("c", "1"), Map.of("b", "2"), Map.of("d", "2"))
                        .client())
                .isEqualTo(Map.of("a", "1", "b", "2"));
    }

    private Map<String, Object> settings(
            Map<String, String> kafka,
            Map<String, String> streams,
            Map<String, String> viewKafka,
            Map<String, String> viewStreams) {
        return of(kafka, streams, viewKafka, viewStreams)
                .streams(SOURCE, new HostPort("oriel-0", 8081), processing, restoring);
    }

    private static StreamsSettings of(
            Map<String, String> kafka,
            Map<String, String> streams,
            Map<String, String> viewKafka,
            Map<String, String> viewStreams) {
        var view = ViewConfigs.table(viewKafka, viewStreams);
        return new StreamsSettings(ViewConfigs.config(kafka, streams, view), view);
    }
}
