package dev.oriel.broker;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Creates topics on any Kafka. Safe for use by several threads. */
public final class Topics implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofMillis(10);

    private final Admin admin;

    private Topics(Admin admin) {
        this.admin = admin;
    }

    /** Connects to a Kafka; one that cannot be reached shows at the first use. */
    public static Topics connect(String bootstrapServers) {
        return new Topics(Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                Math.toIntExact(TIMEOUT.toMillis()),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                Math.toIntExact(TIMEOUT.toMillis()))));
    }

    /**
     * Creates a topic with the broker's default replication factor unless it exists, and returns when every partition has a
     * leader that answers; within thirty seconds. Records sent before that may be refused while later ones are taken, which a
     * producer that keeps their order cannot mend.
     *
     * @return whether it was created now
     * @throws TopicException if it exists with another number of partitions, if the broker refuses or does not answer, or
     *     if this thread is interrupted, which stays so
     */
    public boolean createIfAbsent(TopicSpec topic) {
        try {
            boolean created = create(topic);
            TopicDescription description = awaitLeaders(topic.name());
            int partitions = description.partitions().size();
            if (partitions != topic.partitions()) {
                throw new TopicException(
                        "topic %s exists with %d partitions, expected %d"
                                .formatted(topic.name(), partitions, topic.partitions()),
                        null);
            }
            return created;
        } catch (ExecutionException | TimeoutException e) {
            Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
            throw new TopicException("topic %s: %s".formatted(topic.name(), cause), cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TopicException("topic %s: interrupted".formatted(topic.name()), e);
        }
    }

    /** Closes the connection within a second. */
    @Override
    public void close() {
        admin.close(CLOSE_TIMEOUT);
    }

    private boolean create(TopicSpec topic) throws ExecutionException, InterruptedException, TimeoutException {
        NewTopic wanted = new NewTopic(topic.name(), Optional.of(topic.partitions()), Optional.empty());
        if (topic.compacted()) {
            wanted.configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
        }
        try {
            await(admin.createTopics(List.of(wanted)).all());
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException) {
                return false;
            }
            throw e;
        }
    }

    /** A created topic reaches the broker's metadata a moment after the controller has acknowledged it. */
    private TopicDescription awaitLeaders(String topic)
            throws ExecutionException, InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (true) {
            Optional<TopicDescription> description = describe(topic);
            if (description.isPresent() && hasLeaders(description.get()) && leadersAnswer(description.get())) {
                return description.get();
            }
            if (System.nanoTime() - deadline > 0) {
                throw new TimeoutException("no leader for every partition within " + TIMEOUT);
            }
            Thread.sleep(PAUSE);
        }
    }

    private Optional<TopicDescription> describe(String topic)
            throws ExecutionException, InterruptedException, TimeoutException {
        try {
            return await(admin.describeTopics(List.of(topic)).allTopicNames()).values().stream()
                    .findFirst();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static boolean hasLeaders(TopicDescription description) {
        return description.partitions().stream().allMatch(partition -> partition.leader() != null);
    }

    private boolean leadersAnswer(TopicDescription description)
            throws ExecutionException, InterruptedException, TimeoutException {
        try {
            await(admin.listOffsets(description.partitions().stream()
                            .collect(Collectors.toMap(
                                    partition -> new TopicPartition(description.name(), partition.partition()),
                                    partition -> OffsetSpec.latest())))
                    .all());
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RetriableException) {
                return false;
            }
            throw e;
        }
    }

    private static <T> T await(KafkaFuture<T> future)
            throws ExecutionException, InterruptedException, TimeoutException {
        return future.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }
}
