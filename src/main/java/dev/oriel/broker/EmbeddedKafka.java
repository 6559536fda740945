package dev.oriel.broker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real single-node Kafka in this JVM: KRaft, controller and broker combined, listening on 127.0.0.1 only, without
 * authentication or encryption. For development, demonstrations and tests; several may run in one JVM.
 *
 * <p>Topics are not created by use: {@link #createTopic} does, or any admin client. Safe for use by several threads.
 */
public final class EmbeddedKafka implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedKafka.class);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final DataDirectory directory;
    private final Listeners listeners;
    private final KafkaNode node;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedKafka(DataDirectory directory, Listeners listeners, KafkaNode node) {
        this.directory = directory;
        this.listeners = listeners;
        this.node = node;
    }

    /**
     * Starts a broker and returns when it takes requests, after about two seconds; fails after a minute. An interrupt does not cut
     * that short: Kafka does not take it well.
     *
     * @throws PortInUseException if the port is taken
     * @throws DataDirectoryException if the directory is in use by another broker or cannot be written
     * @throws BrokerStartException if Kafka does not start for another reason
     */
    public static EmbeddedKafka start(BrokerOptions options) {
        // The port first: a taken one leaves no trace on disk.
        Listeners listeners = Listeners.bind(options.port());
        try {
            return start(listeners, DataDirectory.open(options.directory()), options.settings());
        } catch (BrokerStartException e) {
            listeners.close();
            throw e;
        }
    }

    /** What clients take as {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return Listeners.HOST + ":" + port();
    }

    /** The port clients connect to. */
    public int port() {
        return listeners.clientPort();
    }

    /** Where the topics are kept. */
    public Path directory() {
        return directory.path();
    }

    /**
     * Creates a topic unless it exists, and returns when clients can use it.
     *
     * @return whether it was created now
     * @throws TopicException if it exists with another number of partitions, or the broker refuses or does not answer
     */
    public boolean createTopic(TopicSpec topic) {
        try (Topics topics = Topics.connect(bootstrapServers())) {
            return topics.createIfAbsent(topic);
        }
    }

    /**
     * Stops the broker, and deletes its directory if that is a temporary one. Waits at most ten seconds, and is not cut short by
     * interrupts; a broker that has not stopped by then keeps its directory, since Kafka halts the process when that vanishes
     * under it. Closing again does nothing.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        Thread stopping = Thread.ofPlatform().daemon().name("oriel-kafka-stop").start(node::stop);
        if (!Uninterruptibly.join(stopping, CLOSE_TIMEOUT)) {
            LOG.warn(
                    "The embedded Kafka did not stop within {}; its directory stays: {}",
                    CLOSE_TIMEOUT,
                    directory.path());
            return;
        }
        listeners.close();
        directory.close();
    }

    private static EmbeddedKafka start(Listeners listeners, DataDirectory directory, Map<String, String> asked) {
        try {
            Path log = directory.logDirectory();
            FutureTask<KafkaNode> starting =
                    new FutureTask<>(() -> KafkaNode.start(BrokerSettings.of(listeners, log, asked), listeners, log));
            Thread.ofPlatform().daemon().name("oriel-kafka-start").start(starting);
            return new EmbeddedKafka(directory, listeners, Uninterruptibly.get(starting));
        } catch (Exception e) {
            directory.close();
            throw new BrokerStartException(
                    "the embedded Kafka did not start: " + rootCause(e).getMessage(), e);
        }
    }

    private static Throwable rootCause(Throwable thrown) {
        Throwable cause = thrown.getCause();
        return cause == null ? thrown : rootCause(cause);
    }
}
