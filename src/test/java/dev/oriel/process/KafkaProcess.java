package dev.oriel.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.StringSerializer;

/** {@code oriel kafka} with its data in a folder of the test's. */
public final class KafkaProcess implements AutoCloseable {

    private final OrielProcess process;
    private final Path folder;
    private final String bootstrapServers;

    private KafkaProcess(OrielProcess process, Path folder) {
        this.process = process;
        this.folder = folder;
        this.bootstrapServers =
                process.awaitOut("Kafka listens on (127\\.0\\.0\\.1:\\d+)").group(1);
        process.awaitOut("Ctrl-C");
    }

    /** Starts a broker on a free port, and returns when its topics are there. */
    public static KafkaProcess start(Path folder, String... topics) {
        return start(folder, 0, topics);
    }

    /**
     * Starts a broker, and returns when its topics are there.
     *
     * @param port 0 takes a free one
     * @param topics as {@code name:partitions} or {@code name:partitions:compact}
     */
    public static KafkaProcess start(Path folder, int port, String... topics) {
        List<String> arguments =
                new ArrayList<>(List.of("kafka", "--port", Integer.toString(port), "--dir", folder.toString()));
        for (String topic : topics) {
            arguments.addAll(List.of("--topic", topic));
        }
        return new KafkaProcess(OrielProcess.start("kafka", arguments.toArray(String[]::new)), folder);
    }

    /** Where it listens. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** A producer that sends each record at once. */
    KafkaProducer<String, String> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "linger.ms", 0),
                new StringSerializer(),
                new StringSerializer());
    }

    /** Where its data is. */
    Path folder() {
        return folder;
    }

    /** The process itself. */
    public OrielProcess process() {
        return process;
    }

    @Override
    public void close() {
        process.close();
    }
}
