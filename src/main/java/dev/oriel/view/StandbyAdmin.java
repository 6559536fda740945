package dev.oriel.view;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.ForwardingAdmin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsResult;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets standbys follow their source to its end. Where the source is the changelog, Kafka Streams lets a standby read no further than
 * the group has committed, and asks this client how far that is: so a standby would be a commit interval behind, and would stand
 * still when the owner dies, which is just when it is needed. To go ahead of the group does no harm here: a store knows what it
 * has applied, and leaves out what it is given again ({@link dev.oriel.store.EntryStore}).
 *
 * <p>Kafka's forwarding client cannot push the metrics of Kafka Streams itself (KIP-1076), so those are not pushed by way of it; they are
 * in {@code /metrics}.
 *
 * <p>What was once said of a partition is said for ever, since Streams does not take it back.
 */
final class StandbyAdmin extends ForwardingAdmin {

    private static final Logger log = LoggerFactory.getLogger(StandbyAdmin.class);
    private static final OffsetAndMetadata NO_LIMIT = new OffsetAndMetadata(Long.MAX_VALUE);

    private final Predicate<TopicPartition> isStandby;
    private final Set<TopicPartition> unlimited = ConcurrentHashMap.newKeySet();

    /**
     * A client.
     *
     * @param settings as of any admin client
     * @param isStandby whether a partition is followed here, as its replica's role is now
     */
    StandbyAdmin(Map<String, Object> settings, Predicate<TopicPartition> isStandby) {
        super(settings);
        this.isStandby = isStandby;
    }

    @Override
    public ListConsumerGroupOffsetsResult listConsumerGroupOffsets(
            Map<String, ListConsumerGroupOffsetsSpec> groups, ListConsumerGroupOffsetsOptions options) {
        ListConsumerGroupOffsetsResult result = super.listConsumerGroupOffsets(groups, options);
        // The caller waits for the answer anyway, and makes what it likes of an error.
        groups.keySet().forEach(group -> unlimit(result, group));
        return result;
    }

    @Override
    public void registerMetricForSubscription(KafkaMetric metric) {}

    @Override
    public void unregisterMetricFromSubscription(KafkaMetric metric) {}

    private void unlimit(ListConsumerGroupOffsetsResult result, String group) {
        try {
            result.partitionsToOffsetAndMetadata(group)
                    .get()
                    .replaceAll((partition, committed) -> hasNoLimit(partition) ? NO_LIMIT : committed);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            log.debug("the offsets of {}: {}", group, String.valueOf(e.getCause()));
        }
    }

    private boolean hasNoLimit(TopicPartition partition) {
        if (isStandby.test(partition)) {
            unlimited.add(partition);
        }
        return unlimited.contains(partition);
    }
}
