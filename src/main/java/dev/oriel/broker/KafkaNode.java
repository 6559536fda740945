package dev.oriel.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server;
import kafka.server.SharedServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.server.common.MetadataVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kafka's controller and broker, put together as {@code KafkaRaftServer} does it, but with our sockets and without its
 * fault handlers, which halt the process.
 */
final class KafkaNode {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaNode.class);

    private static final Duration HAND_OVER = Duration.ofSeconds(5);

    private final ControllerServer controller;
    private final BrokerServer broker;

    private KafkaNode(ControllerServer controller, BrokerServer broker) {
        this.controller = controller;
        this.broker = broker;
    }

    /** Formats the log directory if it is new, and starts the node. After a failure nothing of it runs on. */
    static KafkaNode start(Map<String, String> settings, Listeners listeners, Path logDirectory) throws Exception {
        formatIfNew(logDirectory);
        Faults faults = new Faults();
        KafkaNode node = assemble(new KafkaConfig(settings, false), listeners, faults);
        try {
            node.controller.startup();
            node.broker.startup();
            if (faults.firstFatal().isPresent()) {
                throw faults.firstFatal().get();
            }
            return node;
        } catch (Exception e) {
            node.stopAfter(e);
            throw e;
        }
    }

    /** Stops the broker, then the controller, which the broker needs to leave in good order. Blocks until both have ended. */
    void stop() {
        try {
            broker.shutdown(HAND_OVER);
        } finally {
            controller.shutdown();
        }
    }

    private void stopAfter(Exception failure) {
        try {
            stop();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private static KafkaNode assemble(KafkaConfig config, Listeners listeners, Faults faults) throws IOException {
        var storage = KafkaRaftServer.initializeLogDirs(config, LOG, "");
        QuorumConfig quorum = config.quorumConfig();
        SharedServer shared = new SharedServer(
                config,
                storage._1(),
                Time.SYSTEM,
                Server.initializeMetrics(
                        config, Time.SYSTEM, storage._1().clusterId().orElseThrow()),
                CompletableFuture.completedFuture(QuorumConfig.parseVoterConnections(quorum.voters())),
                QuorumConfig.parseBootstrapServers(quorum.bootstrapServers()),
                faults,
                listeners);
        return new KafkaNode(
                new ControllerServer(shared, KafkaRaftServer.configSchema(), storage._2()), new BrokerServer(shared));
    }

    private static void formatIfNew(Path logDirectory) throws Exception {
        if (Files.exists(logDirectory.resolve(MetaPropertiesEnsemble.META_PROPERTIES_NAME))) {
            return;
        }
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(BrokerSettings.NODE_ID)
                .setControllerListenerName(Listeners.CONTROLLER)
                .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                .setDirectories(List.of(logDirectory.toString()))
                .setMetadataLogDirectory(logDirectory.toString())
                .run();
    }
}
