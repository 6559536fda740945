package dev.oriel.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that is answered beside values: the catalog, routing tables, instances, health, metrics and documentation. */
@Timeout(60)
class OperationsIT {

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final StandingCluster STANDING = new StandingCluster(KAFKA);

    private static final List<String> VIEWS =
            List.of("words", "counts", "places", "people", "blobs", "revised", "stamped", "products");
    private static final String GET = "listener=\"public\",operation=\"get\",";
    private static final String ANSWERED =
            "hops=\"(0\"," + GET + "role=\"active|1\"," + GET + "role=\"remote)\",status=\"%d\",view=\"words\"";
    private static final Set<String> NAMES = Set.of("oriel-0", "oriel-1", "oriel-2");

    private final OrielCluster cluster = STANDING.get();

    @Test
    void the_catalog_lists_the_views_as_they_are_declared() throws Exception {
        for (OrielClient client : cluster.clients()) {
            JsonNode views = client.get("/v1/views").json().path("views");

            assertThat(views).extracting(view -> view.path("name").asText()).containsExactlyElementsOf(VIEWS);
            assertThat(views).allSatisfy(view -> {
                assertThat(view.path("state").asText()).isEqualTo("running");
                assertThat(view.path("unreachable")).isEmpty();
                assertThat(view.path("skipped").asLong()).isZero();
                assertThat(view.path("instances"))
                        .extracting(JsonNode::asText)
                        .containsExactlyInAnyOrderElementsOf(NAMES);
            });
        }
    }

    @Test
    void a_view_is_described_alone_as_it_is_in_the_catalog() throws Exception {
        OrielClient client = cluster.client(1);
        JsonNode counts = client.get("/v1/views/counts").json();

        assertThat(counts.path("kind").asText()).isEqualTo("table");
        assertThat(counts.path("key").asText()).isEqualTo("int");
        assertThat(counts.path("value").asText()).isEqualTo("long");
        assertThat(counts.path("contentType").asText()).isEqualTo("application/json");
        assertThat(counts.path("store").asText()).isEqualTo("rocksdb");
        assertThat(counts.path("partitions").asInt()).isEqualTo(3);
        assertThat(counts.path("sources").path(0).path("topic").asText()).isEqualTo("counts");
        assertThat(client.get("/v1/views/products").json().path("kind").asText())
                .isEqualTo("global");
        assertThat(client.get("/v1/views/revised")
                        .json()
                        .path("version")
                        .path("expression")
                        .asText())
                .isEqualTo(".meta.revision");
        assertThat(client.get("/v1/views/stamped")
                        .json()
                        .path("version")
                        .path("name")
                        .asText())
                .isEqualTo("revision");
        assertThat(client.get("/v1/views/people").json().path("contentType").asText())
                .isEqualTo("text/plain;charset=utf-8");
    }

    @Test
    void counts_are_sums_over_the_instances_but_a_global_view_is_counted_once() throws Exception {
        long before = entries("blobs");
        long products = entries("products");
        for (int i = 0; i < 60; i++) {
            KAFKA.send("blobs", "counted-" + i, "1");
            KAFKA.send("products", "counted-" + i, "1");
        }
        KAFKA.flush();
        cluster.awaitApplied("blobs", "blobs");
        cluster.awaitApplied("products", "products");

        for (OrielClient client : cluster.clients()) {
            assertThat(client.get("/v1/views/blobs").json().path("entries").asLong())
                    .isEqualTo(before + 60);
            // What RocksDB counts is an estimate, but not one that is three times too high.
            assertThat(client.get("/v1/views/products").json().path("entries").asLong())
                    .isBetween(products + 60, products + 90);
            Awaitility.await()
                    .untilAsserted(() -> assertThat(client.get("/v1/views/blobs")
                                    .json()
                                    .path("lag")
                                    .asLong(-1))
                            .isZero());
        }
    }

    private long entries(String view) throws Exception {
        return cluster.client(0).get("/v1/views/" + view).json().path("entries").asLong();
    }

    @Test
    void all_instances_tell_the_same_owner_of_each_partition_who_answers_direct_reads() throws Exception {
        Set<String> tables = new TreeSet<>();
        for (OrielClient client : cluster.clients()) {
            JsonNode table = client.get("/v1/views/words/partitions").json();
            assertThat(table.path("partitioner").asText()).isEqualTo("murmur2");
            assertThat(table.path("partitions"))
                    .extracting(row -> row.path("partition").asInt())
                    .containsExactly(0, 1, 2, 3, 4, 5);
            Map<Integer, String> owners = new TreeMap<>();
            table.path("partitions")
                    .forEach(row -> owners.put(
                            row.path("partition").asInt(), row.path("active").toString()));
            tables.add(owners.toString());
        }
        assertThat(tables).hasSize(1);

        JsonNode table = cluster.client(0).get("/v1/views/words/partitions").json();
        Set<String> owners = new TreeSet<>();
        for (int i = 0; owners.size() < 3 && i < 200; i++) {
            int partition =
                    cluster.client(0).key("words", "whose-" + i).position().partition();
            JsonNode owner = table.path("partitions").path(partition).path("active");
            Answer direct =
                    new OrielClient(owner.path("url").asText()).key("words", "whose-" + i, "Oriel-Route", "direct");
            assertThat(direct.problem()).isEqualTo("key-not-found");
            owners.add(direct.servedBy().instance());
        }
        assertThat(owners).isEqualTo(new TreeSet<>(NAMES));
    }

    @Test
    void the_routing_table_of_a_global_view_names_whoever_is_asked() throws Exception {
        for (int instance : cluster.running()) {
            assertThat(cluster.client(instance)
                            .get("/v1/views/products/partitions")
                            .json()
                            .path("partitions"))
                    .hasSize(3)
                    .allMatch(
                            row -> row.path("active").path("instance").asText().equals("oriel-" + instance));
        }
    }

    @Test
    void the_routing_table_is_not_sent_again_while_it_is_the_same() throws Exception {
        OrielClient client = cluster.client(2);
        String path = "/v1/views/words/partitions";
        String tag = client.get(path).header("ETag").orElseThrow();
        KAFKA.write("words", "progress", "1");
        cluster.awaitApplied("words", "words");

        Answer same = client.get(path, "If-None-Match", "\"other\", W/" + tag);
        assertThat(same.status()).isEqualTo(304);
        assertThat(same.body()).isEmpty();
        assertThat(same.header("ETag")).contains(tag);
        assertThat(client.get(path, "If-None-Match", "\"other\"").status()).isEqualTo(200);
        assertThat(client.get(path, "If-None-Match", "other").problem()).isEqualTo("bad-request");
        assertThat(client.head(path, "If-None-Match", tag).status()).isEqualTo(304);
    }

    @Test
    void a_poll_of_the_routing_table_ends_unchanged_when_nothing_moves_and_needs_a_table_to_compare() throws Exception {
        String path = "/v1/views/words/partitions";
        for (OrielClient client : cluster.clients()) {
            String tag = client.get(path).header("ETag").orElseThrow();

            Answer unchanged = client.get(path + "?wait=200ms", "If-None-Match", tag);
            assertThat(unchanged.status()).as(unchanged::toString).isEqualTo(304);
            assertThat(unchanged.header("Preference-Applied")).contains("wait=1");
            assertThat(client.get(path + "?wait=20s", "If-None-Match", "\"other\"")
                            .status())
                    .isEqualTo(200);
            assertThat(client.get(path + "?wait=1s").problem()).isEqualTo("bad-request");
        }
    }

    @Test
    void when_the_client_of_a_poll_of_the_routing_table_leaves_its_place_is_free_at_once() throws Exception {
        String path = "/v1/views/words/partitions";
        OrielClient client = cluster.client(0);
        String tag = client.get(path).header("ETag").orElseThrow();
        double before = Waiting.reads(client, "words");
        try (RawConnection connection = new RawConnection(cluster.instance(0).port())) {
            connection.send("GET " + path + "?wait=50s HTTP/1.1\r\nHost: a\r\nIf-None-Match: " + tag + "\r\n\r\n");
            Awaitility.await().until(() -> Waiting.reads(client, "words") == before + 1);
        }
        Awaitility.await().atMost(Duration.ofSeconds(2)).until(() -> Waiting.reads(client, "words") == before);
    }

    @Test
    void the_cluster_is_three_reachable_instances_that_share_the_partitions() throws Exception {
        for (int instance : cluster.running()) {
            JsonNode instances =
                    cluster.client(instance).get("/v1/cluster").json().path("instances");

            assertThat(instances)
                    .extracting(each -> each.path("name").asText())
                    .containsExactly("oriel-0", "oriel-1", "oriel-2");
            assertThat(instances).allMatch(each -> each.path("reachable").asBoolean());
            assertThat(instances)
                    .filteredOn(each -> each.path("self").asBoolean())
                    .extracting(each -> each.path("name").asText())
                    .containsExactly("oriel-" + instance);
            List<Integer> held = new ArrayList<>();
            instances.forEach(each -> each.path("views").forEach(holding -> {
                if (holding.path("view").asText().equals("words")) {
                    holding.path("replicas")
                            .forEach(replica ->
                                    held.add(replica.path("partition").asInt()));
                }
            }));
            assertThat(held).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
        }
    }

    @Test
    void an_instance_that_is_well_is_live_started_and_ready() throws Exception {
        for (OrielClient client : cluster.clients()) {
            assertThat(client.get("/health/live").json().path("status").asText())
                    .isEqualTo("live");
            assertThat(client.get("/health/started").json().path("status").asText())
                    .isEqualTo("started");
            JsonNode ready = client.get("/health/ready").json();
            assertThat(ready.path("status").asText()).isEqualTo("ready");
            assertThat(ready.path("views"))
                    .hasSize(VIEWS.size())
                    .allMatch(view -> view.path("ready").asBoolean());
        }
    }

    @Test
    void metrics_tell_of_the_jvm_of_kafka_and_of_requests_by_view_status_and_role() throws Exception {
        String secret = "a-key-that-no-label-shows";
        KAFKA.write("words", secret, "1");
        cluster.awaitApplied("words", "words");
        for (OrielClient client : cluster.clients()) {
            client.key("words", secret);
            client.key("words", secret + "-absent");
            client.key("counts", secret);
            client.key(secret, "view");
            client.get("/" + secret);
        }
        for (OrielClient client : cluster.clients()) {
            String metrics = client.get("/metrics").text();

            assertThat(metrics)
                    .contains("jvm_memory_used_bytes{")
                    .contains("jvm_threads_live_threads ")
                    .contains("kafka_stream_")
                    .contains("kafka_consumer_")
                    .contains("oriel_rocksdb_memory_limit_bytes")
                    .contains("view=\"words\"")
                    .doesNotContain(secret);
            Set<String> kinds = new TreeSet<>();
            Matcher requests = Pattern.compile("(?m)^oriel_requests_seconds_count\\{(.*)} [0-9.]+")
                    .matcher(metrics);
            while (requests.find()) {
                kinds.add(requests.group(1));
            }
            assertThat(kinds)
                    .contains("hops=\"0\"," + GET + "role=\"none\",status=\"400\",view=\"counts\"")
                    .contains("hops=\"0\"," + GET + "role=\"none\",status=\"404\",view=\"\"")
                    .anyMatch(kind -> kind.matches(ANSWERED.formatted(200)))
                    .anyMatch(kind -> kind.matches(ANSWERED.formatted(404)));
        }
    }

    @Test
    void metrics_are_scraped_as_prometheus_wants_them() throws Exception {
        Answer answer = cluster.client(0).get("/metrics");

        assertThat(answer.header("Content-Type")).contains("text/plain; version=0.0.4; charset=utf-8");
        assertThat(answer.text().lines())
                .allMatch(line -> line.startsWith("# ")
                        || line.matches("[a-zA-Z_:][a-zA-Z0-9_:]*(\\{.*})? ([-+0-9.eE]+|NaN|[-+]Inf)"));
    }

    @Test
    void the_api_describes_itself() throws Exception {
        Answer answer = cluster.client(0).get("/openapi.yaml");

        assertThat(answer.text()).startsWith("openapi: 3.1");
        assertThat(answer.header("Content-Type")).contains("application/yaml");
    }

    @ParameterizedTest
    @CsvSource({
        "/docs, text/html;charset=utf-8",
        "/docs/docs.js, text/javascript",
        "/docs/docs.css, text/css",
        "/docs/icon.svg, image/svg+xml",
        "/docs/swagger-ui/swagger-ui.css, text/css",
        "/docs/swagger-ui/swagger-ui-bundle.js, text/javascript"
    })
    void the_documentation_and_its_files_load_nothing_from_elsewhere(String path, String type) throws Exception {
        Answer answer = cluster.client(0).get(path);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).contains(type);
        assertThat(answer.body()).isNotEmpty();
        assertThat(answer.header("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'")
                .contains("script-src 'self'")
                .doesNotContain("unsafe", "http:", "https:", "*");
        if (path.equals("/docs")) {
            assertThat(answer.text()).doesNotContain("http://", "https://").doesNotContainPattern("<script>|<style>");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/views",
                "/v1/views/words",
                "/v1/views/nothing",
                "/v1/views/words/partitions",
                "/v1/views/nothing/partitions",
                "/v1/cluster",
                "/health/live",
                "/health/started",
                "/health/ready",
                "/metrics",
                "/openapi.yaml",
                "/docs",
                "/nothing"
            })
    void head_answers_as_get_does_less_the_body(String path) throws Exception {
        try (RawConnection connection = new RawConnection(cluster.instance(0).port())) {
            Answer get = connection.exchange("GET", path);
            Answer head = connection.exchange("HEAD", path);

            assertThat(head.status()).isEqualTo(get.status());
            assertThat(head.header("Content-Type")).isEqualTo(get.header("Content-Type"));
            assertThat(head.header("ETag")).isEqualTo(get.header("ETag"));
            assertThat(connection.exchange("GET", path).status()).isEqualTo(get.status());
        }
    }
}
