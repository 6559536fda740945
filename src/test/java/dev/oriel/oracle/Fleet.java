package dev.oriel.oracle;

import dev.oriel.process.KafkaProcess;
import dev.oriel.process.ServeConfig;
import dev.oriel.process.ServeProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A broker and three instances, each a process of its own, on the same ports and with the same folders all the time. For one
 * thread; whoever only wants the ports may ask from any.
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

    private final Path folder;
    private final Path distribution;
    private final int brokerPort;
    private final ServeProcess[] instances;
    private KafkaProcess kafka;

    /**
     * Starts all, and returns when they are ready.
     *
     * @param folder for all that they keep
     * @param distribution the one to start the instances of
     */
    Fleet(Path folder, Path distribution) {
        this.folder = folder;
        this.distribution = distribution;
        this.kafka = startBroker(0);
        String bootstrapServers = kafka.bootstrapServers();
        this.brokerPort = Integer.parseInt(bootstrapServers.substring(bootstrapServers.lastIndexOf(':') + 1));
        this.instances = IntStream.range(0, SIZE)
                .mapToObj(i -> config(i, bootstrapServers))
                .map(config -> ServeProcess.start(config, distribution))
                .toArray(ServeProcess[]::new);
        awaitReady();
    }

    private KafkaProcess startBroker(int port) {
        return KafkaProcess.start(folder.resolve("kafka"), port, FactLog.TOPIC + ":" + FactLog.PARTITIONS);
    }

    private ServeConfig config(int number, String bootstrapServers) {
        // A killed instance's partitions go to others after six seconds instead of 45.
        return ServeConfig.of(folder, "oriel-" + number, bootstrapServers, VIEWS)
                .withKafka("session.timeout.ms: 6000\nheartbeat.interval.ms: 1000");
    }

    String bootstrapServers() {
        return kafka.bootstrapServers();
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
                instances[i] = ServeProcess.start(instances[i].config(), distribution);
            }
        }
    }

    void stopBroker() {
        kafka.process().terminate();
    }

    void startBroker() {
        kafka = startBroker(brokerPort);
    }

    /** Waits until every instance says that it is ready. */
    void awaitReady() {
        Stream.of(instances).forEach(ServeProcess::awaitReady);
    }

    @Override
    public void close() {
        Stream.of(instances).forEach(ServeProcess::close);
        kafka.close();
    }
}
