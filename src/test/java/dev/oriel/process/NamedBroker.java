package dev.oriel.process;

import dev.oriel.broker.BrokerOptions;
import dev.oriel.broker.EmbeddedKafka;
import dev.oriel.broker.TopicSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * The broker of {@code oriel kafka}, but for the name that it tells its clients: each instance resolves {@value Network#BROKER} by
 * itself, to the broker or to a proxy of its own before it.
 */
public final class NamedBroker {

    private NamedBroker() {}

    /**
     * Starts one, and returns when its topic is there.
     *
     * @param topic as {@code name:partitions}, or {@code name:partitions:compact}
     */
    public static OrielProcess start(Path folder, int port, String topic) {
        OrielProcess process = OrielProcess.startMain(
                "broker", NamedBroker.class, "", List.of(Integer.toString(port), folder.toString(), topic));
        process.awaitOut("Kafka listens");
        return process;
    }

    /**
     * Runs until it gets a SIGTERM.
     *
     * @param arguments the port, the folder and the topic
     */
    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws InterruptedException {
        int port = Integer.parseInt(arguments[0]);
        EmbeddedKafka kafka = EmbeddedKafka.start(new BrokerOptions(
                port,
                Optional.of(Path.of(arguments[1])),
                Map.of("advertised.listeners", "PLAINTEXT://" + Network.BROKER + ":" + port)));
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(kafka::close));
        kafka.createTopic(TopicSpec.parse(arguments[2]));
        System.out.println("Kafka listens on " + port);
        new CountDownLatch(1).await();
    }
}
