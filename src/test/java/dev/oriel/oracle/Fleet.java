package dev.oriel.oracle;

import static org.awaitility.Awaitility.await;

import dev.oriel.process.NamedBroker;
import dev.oriel.process.Network;
import dev.oriel.process.OrielProcess;
import dev.oriel.process.Ports;
import dev.oriel.process.ServeConfig;
import dev.oriel.process.ServeProcess;
import dev.oriel.process.TcpProxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A broker and three instances, each a process of its own, on the same ports and with the same folders all the time, and a network
 * between them that can be cut. For one thread; whoever only asks for a port, or whether an instance stood still, may be any.
 */
final class Fleet implements AutoCloseable {

    static final int SIZE = 3;

    /** Kept on disk, kept in memory, and kept everywhere: all of one topic. */
    private static final String VIEWS = """
            facts:
              table: { topic: facts }
            facts-standby:
              table: { topic: facts }
              streams: { num.standby.replicas: 1 }
            facts-in-memory:
              table: { topic: facts }
              store: memory
            facts-everywhere:
              global: { topic: facts }
            """;

    static final List<String> VIEW_NAMES = List.of("facts", "facts-standby", "facts-in-memory", "facts-everywhere");

    private static final List<String> TABLES = List.of("facts", "facts-standby", "facts-in-memory");
    private static final Duration AGREED = Duration.ofSeconds(90);

    private final Path folder;
    private final Path distribution;
    private final int brokerPort = Ports.free();
    private final Network network;
    private final ServeProcess[] instances;
    private final AtomicReferenceArray<Pause> pauses = new AtomicReferenceArray<>(SIZE);
    private final ServeConfig oneMore;
    private Optional<ServeProcess> guest = Optional.empty();
    private OrielProcess broker;

    /** When an instance stood still: for ever before it was, and for ever while it is. */
    private record Pause(long from, long to) {}

    /**
     * Starts all, and returns when they are ready.
     *
     * @param folder for all that they keep
     * @param distribution the one to start the instances of
     */
    Fleet(Path folder, Path distribution) {
        this.folder = folder;
        this.distribution = distribution;
        this.broker = newBroker();
        List<ServeConfig> configs =
                IntStream.rangeClosed(0, SIZE).mapToObj(this::config).toList();
        this.network = new Network(folder, allLinks(), ports(configs));
        this.instances =
                IntStream.range(0, SIZE).mapToObj(i -> start(i, configs.get(i))).toArray(ServeProcess[]::new);
        this.oneMore = configs.getLast();
        awaitReady();
    }

    private OrielProcess newBroker() {
        return NamedBroker.start(folder.resolve("kafka"), brokerPort, FactLog.TOPIC + ":" + FactLog.PARTITIONS);
    }

    private ServeConfig config(int number) {
        // A killed instance's partitions go to others after six seconds instead of 45.
        return ServeConfig.of(folder, "oriel-" + number, bootstrapServers(), VIEWS)
                .withKafka("session.timeout.ms: 6000\nheartbeat.interval.ms: 1000")
                .advertisedAs(Network.name(number));
    }

    private ServeProcess start(int number, ServeConfig config) {
        return ServeProcess.start(config, distribution, network.javaOption(number));
    }

    private Map<Integer, Integer> ports(List<ServeConfig> configs) {
        Map<Integer, Integer> ports = new HashMap<>(Map.of(Network.TO_BROKER, brokerPort));
        for (int i = 0; i <= SIZE; i++) {
            ports.put(i, configs.get(i).peerPort());
        }
        return ports;
    }

    private static List<Network.Link> allLinks() {
        List<Network.Link> links = new ArrayList<>();
        for (int i = 0; i < SIZE; i++) {
            links.addAll(linksToBroker(i));
            links.addAll(Network.Link.between(i, (i + 1) % SIZE));
        }
        return links;
    }

    /** The ways from an instance to the broker. */
    static List<Network.Link> linksToBroker(int instance) {
        return List.of(new Network.Link(instance, Network.TO_BROKER));
    }

    String bootstrapServers() {
        return Network.BROKER + ":" + brokerPort;
    }

    /** The port of an instance, whether it runs or not. */
    int port(int number) {
        return instances[number].config().port();
    }

    /** Stops an instance with SIGTERM, and returns when it has ended, in order. */
    void stop(int number) {
        int exitCode = instances[number].process().terminate().exitCode();
        if (exitCode != 0) {
            throw new AssertionError("oriel-" + number + " ended with " + exitCode);
        }
    }

    /** Kills an instance with SIGKILL. */
    void kill(int number) {
        instances[number].process().kill();
    }

    /** Starts those that do not run; they need not be ready when this returns. */
    void startMissing() {
        for (int i = 0; i < SIZE; i++) {
            if (!instances[i].process().isAlive()) {
                instances[i] = start(i, instances[i].config());
            }
        }
    }

    /** Starts an instance more, which nobody asks, and returns when it is ready. */
    void grow() {
        ServeProcess more = start(SIZE, oneMore);
        guest = Optional.of(more);
        more.awaitReady();
    }

    /** Stops it again, in order. */
    void shrink() {
        int exitCode = guest.orElseThrow().process().terminate().exitCode();
        if (exitCode != 0) {
            throw new AssertionError("the instance that was added ended with " + exitCode);
        }
    }

    void stopBroker() {
        broker.terminate();
    }

    void startBroker() {
        broker = newBroker();
    }

    /** Stops an instance with SIGSTOP. */
    void pause(int number) {
        pauses.set(number, new Pause(System.nanoTime(), Long.MAX_VALUE));
        instances[number].process().pause();
    }

    /** Lets it go on. */
    void goOn(int number) {
        instances[number].process().goOn();
        pauses.updateAndGet(number, pause -> new Pause(pause.from(), System.nanoTime()));
    }

    /** Whether an instance stood still at any moment since one of {@link System#nanoTime}. */
    boolean stoodStillSince(int number, long moment) {
        Pause last = pauses.get(number);
        return last != null && (last.to() == Long.MAX_VALUE || last.to() - moment > 0);
    }

    /** Nothing gets over some links. */
    void cut(List<Network.Link> links, boolean silent) {
        network.set(links, silent ? TcpProxy.Mode.DROP : TcpProxy.Mode.RESET);
    }

    /** All links are as they should be. */
    void mend() {
        network.set(TcpProxy.Mode.PASS);
    }

    /** Waits until every instance says that it is ready, and all say the same of who owns what. */
    void awaitReady() {
        Stream.of(instances).forEach(ServeProcess::awaitReady);
        await().atMost(AGREED).until(() -> TABLES.stream().allMatch(this::isAgreedUpon));
    }

    private boolean isAgreedUpon(String view) {
        int owned = 0;
        for (ServeProcess owner : instances) {
            List<Set<Integer>> said = Stream.of(instances)
                    .map(asked -> asked.partitionsOf(view, owner.config().name()))
                    .distinct()
                    .toList();
            owned += said.size() == 1 ? said.getFirst().size() : 0;
        }
        return owned == FactLog.PARTITIONS;
    }

    @Override
    public void close() {
        guest.ifPresent(ServeProcess::close);
        Stream.of(instances).forEach(ServeProcess::close);
        broker.close();
        network.close();
    }
}
