package dev.oriel.faults;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oriel.plain.PlainServer;
import dev.oriel.process.Cores;
import dev.oriel.process.NamedBroker;
import dev.oriel.process.Network;
import dev.oriel.process.OrielProcess;
import dev.oriel.process.Ports;
import dev.oriel.process.ServeConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** A broker and three instances with one standby for each partition, and a fourth instance that can be added. */
final class Cluster implements AutoCloseable {

    /** How many instances it has, without the one that can be added. */
    static final int SIZE = 3;

    static final int SESSION_TIMEOUT_MILLIS = 6_000;
    static final int HEARTBEAT_MILLIS = 1_000;

    private static final Duration READY_AT_MOST = Duration.ofMinutes(1);
    private static final long PAUSE_NANOS = 100_000_000;
    private static final Duration START = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String VIEWS = """
            %s:
              table: { topic: %s }
              streams: { num.standby.replicas: 1 }
            """.formatted(Ledger.TOPIC, Ledger.TOPIC);
    private static final String KAFKA =
            "session.timeout.ms: " + SESSION_TIMEOUT_MILLIS + "\nheartbeat.interval.ms: " + HEARTBEAT_MILLIS;

    private final Subject subject;
    private final Fault fault;
    private final Path folder;
    private final int brokerPort = Ports.free();
    private final Network network;
    private final List<Member> members = new ArrayList<>();
    private OrielProcess broker;

    /**
     * Starts the broker, and no instance yet.
     *
     * @param fault what is going to happen
     * @param folder for all that is kept
     */
    Cluster(Subject subject, Fault fault, Path folder) {
        this.subject = subject;
        this.fault = fault;
        this.folder = folder;
        List<ServeConfig> configs = new ArrayList<>();
        Map<Integer, Integer> ports = new HashMap<>(Map.of(Network.TO_BROKER, brokerPort));
        for (int i = 0; i <= SIZE; i++) {
            ServeConfig config = ServeConfig.of(
                            folder, subject.id() + "-" + i, Network.BROKER + ":" + brokerPort, VIEWS)
                    .withKafka(KAFKA)
                    .advertisedAs(Network.name(i));
            configs.add(config);
            ports.put(i, subject == Subject.ORIEL ? config.peerPort() : config.port());
        }
        broker = startBrokerProcess();
        network = new Network(folder, fault.cuts(), ports);
        for (int i = 0; i <= SIZE; i++) {
            members.add(member(i, configs.get(i)));
        }
    }

    private OrielProcess startBrokerProcess() {
        return NamedBroker.start(
                folder.resolve("kafka"), brokerPort, Ledger.TOPIC + ":" + Ledger.PARTITIONS + ":compact");
    }

    private Member member(int number, ServeConfig config) {
        String options = network.javaOption(number) + " " + fault.javaOptions();
        return new Member(config.name(), config.port(), config.stateDir(), () -> switch (subject) {
            case ORIEL -> OrielProcess.serve(config, options);
            case PLAIN -> startPlain(number, config, options);
        });
    }

    private OrielProcess startPlain(int number, ServeConfig config, String options) {
        try {
            Files.createDirectories(config.stateDir());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return OrielProcess.startMain(
                config.name(),
                PlainServer.class,
                options,
                List.of(
                        Integer.toString(config.port()),
                        Network.name(number),
                        config.bootstrapServers(),
                        Ledger.TOPIC,
                        config.stateDir().toString(),
                        "num.standby.replicas=1",
                        "consumer.session.timeout.ms=" + SESSION_TIMEOUT_MILLIS,
                        "consumer.heartbeat.interval.ms=" + HEARTBEAT_MILLIS));
    }

    Subject subject() {
        return subject;
    }

    Network network() {
        return network;
    }

    /** For clients in the test's own process. */
    String bootstrapServers() {
        return Network.BROKER + ":" + brokerPort;
    }

    /** The instances, the one that can be added among them at the end. */
    Member member(int number) {
        return members.get(number);
    }

    /** Those that are there from the start. */
    List<Member> regulars() {
        return members.subList(0, SIZE);
    }

    /** Starts the three, and returns when they are ready and every partition has its standby. */
    void start() {
        regulars().forEach(Member::start);
        await().atMost(START).until(this::isWhole);
    }

    /** Keeps the broker and the three to some of the machine's cores. */
    void pin(String ofBroker, String ofInstances) {
        Cores.pin(broker.pid(), ofBroker);
        regulars().forEach(member -> member.pin(ofInstances));
    }

    /** Waits until an instance says that it is ready, but not for ever: whoever restarts instances goes on in the end. */
    void awaitReady(Member member) {
        long deadline = System.nanoTime() + READY_AT_MOST.toNanos();
        while (!member.isReady() && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    void stopBroker() {
        broker.terminate();
    }

    void startBroker() {
        broker = startBrokerProcess();
    }

    /** Whether the three are ready and, as far as the subject tells, each partition has an owner and a standby. */
    boolean isWhole() {
        return regulars().stream().allMatch(Member::isReady)
                && (subject == Subject.PLAIN || regulars().stream().allMatch(Cluster::hasAllReplicas));
    }

    private static boolean hasAllReplicas(Member member) {
        Optional<JsonNode> table = json(member.get("/v1/views/" + Ledger.TOPIC + "/partitions"));
        if (table.isEmpty()) {
            return false;
        }
        int complete = 0;
        for (JsonNode partition : table.get().path("partitions")) {
            boolean owned = !partition.path("active").path("instance").asText().isEmpty();
            complete += owned && !partition.path("standbys").isEmpty() ? 1 : 0;
        }
        return complete == Ledger.PARTITIONS;
    }

    private static Optional<JsonNode> json(String answer) {
        if (!answer.startsWith("200 ")) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readTree(answer.substring(4)));
        } catch (IOException e) {
            throw new UncheckedIOException(answer, e);
        }
    }

    @Override
    public void close() {
        members.forEach(Member::close);
        broker.close();
        network.close();
    }
}
