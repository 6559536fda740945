package dev.oriel.server;

import static io.opentelemetry.proto.trace.v1.Span.SpanKind.SPAN_KIND_CLIENT;
import static io.opentelemetry.proto.trace.v1.Span.SpanKind.SPAN_KIND_SERVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.oriel.server.Collector.Told;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What two instances tell a collector of the requests to them. */
@Timeout(120)
class TracingIT {

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String CLIENT_SPAN = "00f067aa0ba902b7";

    private static Collector collector;
    private static OrielCluster cluster;
    private static int owner;

    private final String trace = "%016x%016x"
            .formatted(
                    ThreadLocalRandom.current().nextLong() | 1,
                    ThreadLocalRandom.current().nextLong());

    @BeforeAll
    static void start() throws Exception {
        KAFKA.create("traced:4");
        KAFKA.write("traced", "a", "1");
        collector = new Collector();
        cluster = new OrielCluster(KAFKA, "traced: { table: { topic: traced }, value: json }");
        // Nothing is traced by itself, so that each test has what its own requests made.
        cluster.with("tracing", "endpoint: \"" + collector.endpoint() + "\", sample: 0");
        cluster.start(0);
        cluster.start(1);
        cluster.awaitReady();
        cluster.awaitApplied("traced", "traced");
        owner = cluster.client(0).key("traced", "a", "Oriel-Route", "direct").status() == 200 ? 0 : 1;
        // The first that is forwarded has the link opened for those that follow.
        Answer first = cluster.client(1 - owner).key("traced", "a");
        assertThat(first.status()).isEqualTo(200);
    }

    @AfterAll
    static void stop() {
        cluster.close();
        collector.close();
    }

    private String parent(String flags) {
        return "00-" + trace + "-" + CLIENT_SPAN + "-" + flags;
    }

    private Answer get(int instance, String path) throws Exception {
        return cluster.client(instance).get(path, "traceparent", parent("01"));
    }

    /** What has been told when the request's own span has, which ends last. */
    private List<Told> told(String name) {
        await().atMost(SOON)
                .until(() -> collector.spans(trace).stream()
                        .anyMatch(span ->
                                span.parent().equals(CLIENT_SPAN) && span.name().equals(name)));
        return collector.spans(trace);
    }

    private static Told only(List<Told> spans, String name, int instance) {
        List<Told> found = spans.stream()
                .filter(span -> span.name().equals(name) && span.instance().equals("oriel-" + instance))
                .toList();
        assertThat(found).as("%s of %s in %s", name, instance, spans).hasSize(1);
        return found.getFirst();
    }

    @Test
    void a_read_by_way_of_another_instance_is_one_trace_with_the_hop_in_it() throws Exception {
        Answer answer = get(1 - owner, OrielClient.keyPath("traced", "a"));

        assertThat(answer.status()).isEqualTo(200);
        await().atMost(SOON)
                .until(() -> collector.spans(trace).stream()
                                .filter(span -> span.kind() == SPAN_KIND_SERVER)
                                .count()
                        == 2);
        List<Told> spans = told("get traced");
        Told request = only(spans, "get traced", 1 - owner);
        Told hop = only(spans, "peer", 1 - owner);
        Told there = only(spans, "get traced", owner);
        Told store = only(spans, "store", owner);
        assertThat(request.parent()).isEqualTo(CLIENT_SPAN);
        assertThat(request.kind()).isEqualTo(SPAN_KIND_SERVER);
        assertThat(request.attributes())
                .containsEntry("http.request.method", "GET")
                .containsEntry("url.path", OrielClient.keyPath("traced", "a"))
                .containsEntry("http.response.status_code", "200")
                .containsEntry("oriel.view", "traced")
                .containsEntry("oriel.role", "remote")
                .containsEntry("oriel.hops", "1");
        assertThat(hop.parent()).isEqualTo(request.id());
        assertThat(hop.kind()).isEqualTo(SPAN_KIND_CLIENT);
        assertThat(there.parent()).isEqualTo(hop.id());
        assertThat(store.parent()).isEqualTo(there.id());
        assertThat(answer.header("traceresponse")).contains("00-" + trace + "-" + request.id() + "-01");
    }

    @Test
    void a_read_that_waits_tells_for_how_long_at_the_owner() throws Exception {
        Answer answer = get(1 - owner, OrielClient.keyPath("traced", "a") + "?version=99&wait=300ms");

        assertThat(answer.status()).isEqualTo(412);
        await().atMost(SOON)
                .until(() -> collector.spans(trace).stream()
                                .filter(span -> span.name().equals("wait traced"))
                                .count()
                        == 2);
        Told wait = only(collector.spans(trace), "wait", owner);
        assertThat(wait.duration()).isBetween(Duration.ofMillis(250), Duration.ofSeconds(5));
        assertThat(wait.parent())
                .isEqualTo(only(collector.spans(trace), "wait traced", owner).id());
    }

    @Test
    void a_list_has_the_slice_of_the_other_instance_beneath_it() throws Exception {
        assertThat(get(owner, "/v1/views/traced/entries").status()).isEqualTo(200);

        List<Told> spans = told("entries traced");
        Told request = only(spans, "entries traced", owner);
        assertThat(only(spans, "peer", owner).parent()).isEqualTo(request.id());
        assertThat(only(spans, "route", owner).parent()).isEqualTo(request.id());
        await().atMost(SOON)
                .until(() -> collector.spans(trace).stream()
                        .anyMatch(span -> span.name().equals("slice traced")));
        assertThat(only(collector.spans(trace), "slice traced", 1 - owner).parent())
                .isEqualTo(only(spans, "peer", owner).id());
    }

    @Test
    void a_watch_has_those_of_other_instances_beneath_it() throws Exception {
        try (EventStream watch = EventStream.open(
                cluster.instance(1 - owner).port(),
                OrielClient.keyPath("traced", "a") + "/watch",
                "traceparent",
                parent("01"))) {
            watch.next();
            await().atMost(SOON)
                    .until(() -> collector.spans(trace).stream()
                                    .filter(span -> span.name().equals("watch traced"))
                                    .count()
                            == 2);
        }
        List<Told> spans = collector.spans(trace);
        assertThat(only(spans, "watch traced", owner).parent())
                .isEqualTo(only(spans, "peer", 1 - owner).id());
    }

    @Test
    void a_request_whose_client_does_not_trace_it_is_told_of_nowhere() throws Exception {
        Answer untraced =
                cluster.client(1 - owner).get(OrielClient.keyPath("traced", "a"), "traceparent", parent("00"));
        Answer traced = get(owner, OrielClient.keyPath("traced", "b"));

        assertThat(untraced.header("traceresponse").orElse(""))
                .startsWith("00-" + trace)
                .endsWith("-00");
        assertThat(traced.status()).isEqualTo(404);
        assertThat(told("get traced"))
                .allMatch(span -> !span.attributes().containsKey("url.path")
                        || span.attributes().get("url.path").endsWith("/b"));
    }

    @Test
    void what_cannot_be_read_is_told_too() throws Exception {
        assertThat(get(0, "/v1/views/nowhere/keys/a").status()).isEqualTo(404);

        assertThat(told("get")).singleElement().satisfies(span -> {
            assertThat(span.attributes()).containsEntry("http.response.status_code", "404");
            assertThat(span.failed()).isFalse();
        });
    }
}
