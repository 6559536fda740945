package dev.oriel.view;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Asks the broker about source topics. Blocks; each question has a time limit. Safe for several threads at once. */
final class SourceLog implements AutoCloseable {

    private static final int SECONDS = 5;
    private static final String NO_ANSWER = "the broker does not answer";
    private static final Duration CLOSE_AT_MOST = Duration.ofSeconds(1);

    private final Admin admin;
    private final IsolationLevel isolation;

    SourceLog(Admin admin, IsolationLevel isolation) {
        this.admin = admin;
        this.isolation = isolation;
    }

    /**
     * The topic, or nothing if there is none of that name.
     *
     * @throws SourceUnavailableException if the broker cannot be asked
     */
    Optional<SourceTopic> describe(String topic) throws SourceUnavailableException, InterruptedException {
        try {
            TopicDescription description = Objects.requireNonNull(
                    await(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic));
            return Optional.of(new SourceTopic(
                    topic,
                    description.topicId().toString(),
                    description.partitions().size()));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            throw unavailable("cannot ask about topic " + topic, e);
        }
    }

    /** Whether this client may read a topic; where the broker does not say, it may. */
    boolean mayRead(String topic) throws SourceUnavailableException, InterruptedException {
        try {
            Set<AclOperation> operations = Objects.requireNonNull(await(admin.describeTopics(
                                            List.of(topic),
                                            new DescribeTopicsOptions().includeAuthorizedOperations(true))
                                    .allTopicNames())
                            .get(topic))
                    .authorizedOperations();
            return operations == null || operations.contains(AclOperation.READ);
        } catch (ExecutionException e) {
            throw unavailable("cannot ask about topic " + topic, e);
        }
    }

    /** Where each partition begins and ends, as a reader of the view's isolation level sees it. */
    SourceEnds ends(SourceTopic topic) throws SourceUnavailableException, InterruptedException {
        return new SourceEnds(offsets(topic, OffsetSpec.earliest()), offsets(topic, OffsetSpec.latest()));
    }

    private long[] offsets(SourceTopic topic, OffsetSpec which)
            throws SourceUnavailableException, InterruptedException {
        Map<TopicPartition, OffsetSpec> question =
                partitions(topic).collect(Collectors.toMap(partition -> partition, partition -> which));
        try {
            Map<TopicPartition, ListOffsetsResultInfo> answer =
                    await(admin.listOffsets(question, new ListOffsetsOptions(isolation))
                            .all());
            long[] offsets = new long[topic.partitions()];
            answer.forEach((partition, info) -> offsets[partition.partition()] = info.offset());
            return offsets;
        } catch (ExecutionException e) {
            throw unavailable("cannot ask where topic " + topic.name() + " begins and ends", e);
        }
    }

    /** The offsets, exclusive, that a consumer group has committed, by partition; those without one are left out. */
    Map<Integer, Long> committed(String group, SourceTopic topic)
            throws SourceUnavailableException, InterruptedException {
        try {
            Map<Integer, Long> committed = new HashMap<>();
            await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                    .forEach((partition, offset) -> {
                        if (partition.topic().equals(topic.name()) && offset != null) {
                            committed.put(partition.partition(), offset.offset());
                        }
                    });
            return committed;
        } catch (ExecutionException e) {
            throw unavailable("cannot ask for the offsets of " + group, e);
        }
    }

    private static Stream<TopicPartition> partitions(SourceTopic topic) {
        return IntStream.range(0, topic.partitions()).mapToObj(i -> new TopicPartition(topic.name(), i));
    }

    /** Gives up what is still being asked; by itself the client would wait for its answers. */
    @Override
    public void close() {
        admin.close(CLOSE_AT_MOST);
    }

    private static <T> T await(KafkaFuture<T> future)
            throws SourceUnavailableException, InterruptedException, ExecutionException {
        try {
            return future.get(SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new SourceUnavailableException(NO_ANSWER, e);
        }
    }

    /** What timed out, and where, Kafka tells in many ways that come to the same. */
    private static SourceUnavailableException unavailable(String what, ExecutionException e) {
        if (e.getCause() instanceof org.apache.kafka.common.errors.TimeoutException) {
            return new SourceUnavailableException(NO_ANSWER, e);
        }
        String why = e.getCause() instanceof AuthorizationException
                ? "this client is not allowed to"
                : ThreadFailures.reason(e);
        return new SourceUnavailableException(what + ": " + why, e);
    }
}
