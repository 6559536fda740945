package dev.oriel.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oriel.config.ConfigException;
import dev.oriel.config.ConfigLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Instances of Oriel in this JVM that share their work: one configuration, a state directory for each, free ports at every start.
 * Instances are known by their number; {@code 2} is named {@code oriel-2}.
 */
final class OrielCluster implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final AtomicInteger CLUSTERS = new AtomicInteger();

    private final SharedKafka kafka;
    private String views;
    private final String applicationId = "cluster-" + CLUSTERS.incrementAndGet();
    private final Path folder;
    private final Map<Integer, OrielInstance> instances = new TreeMap<>();
    private final Map<String, String> settings = new TreeMap<>(Map.of("reads.timeout", "5s"));

    /**
     * A cluster without instances.
     *
     * @param kafka the broker
     * @param views the views in YAML, as they stand below {@code views:}
     */
    OrielCluster(SharedKafka kafka, String views) {
        this.kafka = kafka;
        this.views = views;
        try {
            folder = Files.createTempDirectory(Files.createDirectories(Path.of("target")), applicationId + "-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A cluster of so many instances that are ready. */
    static OrielCluster ready(SharedKafka kafka, int instances, String views) throws StartException {
        OrielCluster cluster = new OrielCluster(kafka, views);
        try {
            for (int i = 0; i < instances; i++) {
                cluster.start(i);
            }
            cluster.awaitReady();
            return cluster;
        } catch (StartException | RuntimeException | AssertionError e) {
            cluster.close();
            throw e;
        }
    }

    /** Sets a setting of the instances that are started from now on, such as {@code reads.timeout}. */
    OrielCluster with(String setting, String value) {
        settings.put(setting, value);
        return this;
    }

    /** Declares other views for the instances that are started from now on. */
    void declare(String otherViews) {
        views = otherViews;
    }

    /** Starts an instance, with whatever state it left when it was stopped. */
    void start(int number) throws StartException {
        start(number, "127.0.0.1");
    }

    /** Starts an instance that tells its peers to find it at an address of their own. */
    void start(int number, String advertised) throws StartException {
        try {
            OrielInstance instance = OrielInstance.start(
                    ConfigLoader.parse(yaml(number, advertised), "oriel.yaml", folder, name -> Optional.empty()));
            instances.put(number, instance);
        } catch (ConfigException e) {
            throw new AssertionError("the test's configuration is wrong", e);
        }
    }

    private String yaml(int number, String advertised) {
        return """
                application-id: %s
                server:
                  name: oriel-%d
                  host: 127.0.0.1
                  port: 0
                  peer-port: 0%s
                  advertised: %s
                  public-url: http://127.0.0.1:0
                  shutdown-grace: 8s
                  drain-delay: %s
                  max-response-bytes: %s
                  max-connections: %s
                kafka:
                  bootstrap.servers: %s
                  metadata.max.age.ms: 2000
                streams:
                  consumer.session.timeout.ms: 3000
                  consumer.heartbeat.interval.ms: 500
                  client.tag.zone: %s
                state-dir: state-%d
                memory: { rocksdb: 32MiB }
                reads: { timeout: %s, max-forwards: %s, max-waiters: %s, max-waiters-per-view: %s }
                watches: { max: %s, heartbeat: %s, history: %s }
                tracing: { %s }
                views:
                %s""".formatted(
                        applicationId,
                        number,
                        settings.containsKey("server.management-port") ? "\n  management-port: 0" : "",
                        advertised,
                        settings.getOrDefault("server.drain-delay", "0s"),
                        settings.getOrDefault("server.max-response-bytes", "256MiB"),
                        settings.getOrDefault("server.max-connections", "65536"),
                        kafka.bootstrapServers(),
                        settings.getOrDefault("streams.client.tag.zone", "anywhere"),
                        number,
                        settings.getOrDefault("reads.timeout", "5s"),
                        settings.getOrDefault("reads.max-forwards", "1024"),
                        settings.getOrDefault("reads.max-waiters", "50000"),
                        settings.getOrDefault("reads.max-waiters-per-view", "50000"),
                        settings.getOrDefault("watches.max", "10000"),
                        settings.getOrDefault("watches.heartbeat", "500ms"),
                        settings.getOrDefault("watches.history", "1MiB"),
                        settings.getOrDefault("tracing", ""),
                        views.indent(2));
    }

    /** Stops an instance in order; its state stays. */
    void stop(int number) {
        instance(number).close();
        instances.remove(number);
    }

    /** Deletes the state of an instance that is stopped. */
    void wipe(int number) throws IOException {
        assertThat(instances).doesNotContainKey(number);
        deleteAll(folder.resolve("state-" + number));
    }

    OrielInstance instance(int number) {
        return Optional.ofNullable(instances.get(number))
                .orElseThrow(() -> new NoSuchElementException("oriel-" + number + " is not running"));
    }

    /** The numbers of the instances that run, ascending. */
    List<Integer> running() {
        return List.copyOf(instances.keySet());
    }

    OrielClient client(int number) {
        return new OrielClient(instance(number).port());
    }

    List<OrielClient> clients() {
        return running().stream().map(this::client).toList();
    }

    /** Waits until every instance is ready and the partitions are spread over all of them. */
    void awaitReady() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            for (OrielClient client : clients()) {
                Answer ready = client.get("/health/ready");
                assertThat(ready.status()).as(ready::toString).isEqualTo(200);
            }
            assertThat(client(running().getFirst()).get("/v1/cluster").json().path("instances"))
                    .hasSameSizeAs(instances.keySet())
                    .allMatch(instance -> instance.path("reachable").asBoolean());
        });
    }

    /** Waits until the owners have applied all that is in the topic now. */
    void awaitApplied(String view, String topic) throws Exception {
        List<Long> ends = kafka.ends(topic);
        await().atMost(PATIENCE).untilAsserted(() -> {
            Map<Integer, Long> watermarks = watermarks(view);
            for (int partition = 0; partition < ends.size(); partition++) {
                assertThat(watermarks.getOrDefault(partition, -1L))
                        .as("watermark of %s/%d", topic, partition)
                        .isGreaterThanOrEqualTo(ends.get(partition) - 1);
            }
        });
    }

    /** How far the replicas that answer have come, by partition; of a global view the least of all instances. */
    Map<Integer, Long> watermarks(String view) throws IOException, InterruptedException {
        JsonNode cluster = client(running().getFirst()).get("/v1/cluster").json();
        Map<Integer, Long> watermarks = new TreeMap<>();
        for (JsonNode instance : cluster.path("instances")) {
            for (JsonNode holding : instance.path("views")) {
                if (holding.path("view").asText().equals(view)) {
                    holding.path("replicas").forEach(replica -> add(watermarks, replica));
                }
            }
        }
        return watermarks;
    }

    private static void add(Map<Integer, Long> watermarks, JsonNode replica) {
        String role = replica.path("role").asText();
        if (role.equals("active") || role.equals("global")) {
            String position = replica.path("position").asText("/@-1~");
            long offset = Long.parseLong(position.substring(position.indexOf('@') + 1, position.indexOf('~')));
            watermarks.merge(replica.path("partition").asInt(), offset, Math::min);
        }
    }

    /** Stops what runs, side by side, and deletes all state. */
    @Override
    public void close() {
        List<Thread> stops = instances.values().stream()
                .map(instance -> Thread.ofPlatform().start(instance::close))
                .toList();
        try {
            for (Thread stop : stops) {
                assertThat(stop.join(PATIENCE)).isTrue();
            }
            deleteAll(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void deleteAll(Path folder) throws IOException {
        try (Stream<Path> below = Files.walk(folder)) {
            for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
