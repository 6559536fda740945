package dev.oriel.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.oriel.process.KeepAliveConnection;
import dev.oriel.process.KeepAliveConnection.Response;
import dev.oriel.process.ShowLogs;
import dev.oriel.process.TcpProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * An owner that the broker cannot reach any more, while clients and the other instances can: it is the last to hear that its
 * partitions have a new owner.
 */
@ExtendWith(ShowLogs.class)
@Timeout(240)
class CutOffIT {

    private static final Duration PATIENCE = Duration.ofSeconds(45);
    private static final int KEYS = 60;

    @TempDir
    private Path folder;

    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
    private Cluster cluster;
    private KafkaProducer<String, String> producer;
    private Member cutOff;

    @BeforeEach
    void start_three_instances_of_which_one_can_be_cut_off() throws Exception {
        cluster = new Cluster(Subject.ORIEL, Fault.LINK_DROP, folder);
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", cluster.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer());
        for (int key = 0; key < KEYS; key++) {
            write(key, 1);
        }
        cluster.start();
        cutOff = cluster.member(FaultScript.VICTIM);
    }

    @AfterEach
    void stop() {
        clients.shutdownNow();
        producer.close();
        cluster.close();
    }

    @Test
    void it_hands_its_waits_over_and_sends_readers_to_the_new_owner_as_soon_as_there_is_one() throws Exception {
        int key = keyOf(cutOff);
        RecordMetadata before = write(key, 2);
        String next = Ledger.TOPIC + "/" + before.partition() + "@" + (before.offset() + 1);

        cluster.network().set(TcpProxy.Mode.DROP);
        List<CompletableFuture<Response>> waits = new ArrayList<>();
        for (Member member : cluster.regulars()) {
            waits.add(CompletableFuture.supplyAsync(() -> get(member, path(key) + "?wait=40s&after=" + next), clients));
        }
        RecordMetadata written = write(key, 3);
        assertThat(written.offset()).isEqualTo(before.offset() + 1);

        for (CompletableFuture<Response> wait : waits) {
            assertThat(wait.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).latin1())
                    .isEqualTo(Ledger.value(key, 3));
        }
        await().atMost(PATIENCE).until(() -> get(cutOff, path(key)).latin1().equals(Ledger.value(key, 3)));
        assertThat(get(cutOff, path(key)).headers().get("oriel-served-by")).contains("role=active;hops=1");

        cluster.network().set(TcpProxy.Mode.PASS);
        await().atMost(PATIENCE).until(cluster::isWhole);
        await().atMost(PATIENCE).until(() -> keysOf(cutOff).size() > 1);
        for (int each = 0; each < KEYS; each++) {
            assertThat(get(cutOff, path(each)).latin1()).isEqualTo(Ledger.value(each, each == key ? 3 : 1));
        }
    }

    private RecordMetadata write(int key, int number) throws ExecutionException, InterruptedException {
        return producer.send(new ProducerRecord<>(Ledger.TOPIC, Ledger.name(key), Ledger.value(key, number)))
                .get();
    }

    private static int keyOf(Member member) {
        return keysOf(member).getFirst();
    }

    /** The keys that an instance owns: those it answers without a hop. */
    private static List<Integer> keysOf(Member member) {
        List<Integer> owned = new ArrayList<>();
        for (int key = 0; key < KEYS; key++) {
            if (get(member, path(key))
                    .headers()
                    .getOrDefault("oriel-served-by", "")
                    .contains("role=active;hops=0")) {
                owned.add(key);
            }
        }
        return owned;
    }

    private static String path(int key) {
        return "/v1/views/" + Ledger.TOPIC + "/keys/" + Ledger.name(key);
    }

    private static Response get(Member member, String path) {
        try (KeepAliveConnection connection = new KeepAliveConnection(member.port(), PATIENCE)) {
            return connection.get(path, Map.of(), PATIENCE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
