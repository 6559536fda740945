package dev.oriel.broker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** The configuration of a single node that is broker and controller at once, small enough to live inside another program. */
final class BrokerSettings {

    static final int NODE_ID = 1;

    /** A start that takes longer fails. */
    private static final Duration MAX_STARTUP = Duration.ofSeconds(60);

    private BrokerSettings() {}

    static Map<String, String> of(Listeners listeners, Path logDirectory, Map<String, String> asked) {
        Map<String, String> settings = new TreeMap<>();
        identity(settings, listeners, logDirectory);
        singleReplica(settings);
        smallFootprint(settings);
        quickReactions(settings);
        settings.putAll(asked);
        return settings;
    }

    private static void identity(Map<String, String> settings, Listeners listeners, Path logDirectory) {
        String controller = Listeners.HOST + ":" + listeners.controllerPort();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", Integer.toString(NODE_ID));
        settings.put(
                "listeners",
                "%s://%s:%d,%s://%s"
                        .formatted(
                                Listeners.CLIENTS,
                                Listeners.HOST,
                                listeners.clientPort(),
                                Listeners.CONTROLLER,
                                controller));
        settings.put(
                "listener.security.protocol.map",
                Listeners.CLIENTS + ":PLAINTEXT," + Listeners.CONTROLLER + ":PLAINTEXT");
        settings.put("controller.listener.names", Listeners.CONTROLLER);
        // Voters named here and not in the metadata log: a kept directory may come back on another controller port.
        settings.put("controller.quorum.voters", NODE_ID + "@" + controller);
        settings.put("log.dirs", logDirectory.toString());
        settings.put("auto.create.topics.enable", "false");
    }

    private static void singleReplica(Map<String, String> settings) {
        settings.put("default.replication.factor", "1");
        settings.put("min.insync.replicas", "1");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "4");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("transaction.state.log.num.partitions", "4");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("share.coordinator.state.topic.num.partitions", "1");
    }

    private static void smallFootprint(Map<String, String> settings) {
        settings.put("num.network.threads", "1");
        settings.put("num.io.threads", "2");
        settings.put("background.threads", "2");
        settings.put("num.recovery.threads.per.data.dir", "2");
        settings.put("num.replica.fetchers", "1");
        settings.put("num.replica.alter.log.dirs.threads", "1");
        settings.put("group.coordinator.threads", "1");
        settings.put("share.coordinator.threads", "1");
        settings.put("log.cleaner.threads", "1");
        settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(8 << 20));
        // Two brokers of one process would register the same JMX names.
        settings.put("metric.reporters", "");
    }

    private static void quickReactions(Map<String, String> settings) {
        settings.put("server.max.startup.time.ms", Long.toString(MAX_STARTUP.toMillis()));
        settings.put("group.initial.rebalance.delay.ms", "0");
        // Tests of failover choose session timeouts far below the broker's default minimum of 6 s.
        settings.put("group.min.session.timeout.ms", "500");
    }
}
