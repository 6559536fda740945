package dev.oriel.view;

import dev.oriel.api.Role;
import dev.oriel.store.Replica;
import dev.oriel.store.ReplicaSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StandbyUpdateListener;
import org.apache.kafka.streams.processor.StateRestoreListener;
import org.apache.kafka.streams.processor.TaskId;

/**
 * Follows what Streams says of rebuilding and following replicas: keeps how much is left, and gives standbys their role.
 * Called by Streams' threads.
 */
final class RestoreProgress implements StateRestoreListener, StandbyUpdateListener {

    private record Left(long at, long end) {
        long records() {
            return Math.max(0, end - at);
        }
    }

    private final ReplicaSet replicas;
    private final Map<Integer, Left> restoring = new ConcurrentSkipListMap<>();

    RestoreProgress(ReplicaSet replicas) {
        this.replicas = replicas;
    }

    /** What is being restored; empty when nothing is. */
    Optional<ViewState.Restoring> left() {
        List<String> words = new ArrayList<>();
        long records = 0;
        for (Map.Entry<Integer, Left> entry : restoring.entrySet()) {
            Left left = entry.getValue();
            words.add("partition " + entry.getKey() + ": at offset " + left.at() + " of " + left.end());
            records += left.records();
        }
        return words.isEmpty()
                ? Optional.empty()
                : Optional.of(new ViewState.Restoring(CatchingUp.summary(words), records));
    }

    @Override
    public void onRestoreStart(TopicPartition partition, String store, long from, long end) {
        restoring.put(partition.partition(), new Left(from, end));
    }

    @Override
    public void onBatchRestored(TopicPartition partition, String store, long batchEnd, long records) {
        restoring.computeIfPresent(partition.partition(), (number, left) -> new Left(batchEnd, left.end()));
    }

    @Override
    public void onRestoreEnd(TopicPartition partition, String store, long total) {
        restoring.remove(partition.partition());
    }

    @Override
    public void onRestoreSuspended(TopicPartition partition, String store, long total) {
        restoring.remove(partition.partition());
    }

    @Override
    public void onUpdateStart(TopicPartition partition, String store, long from) {
        replicas.find(partition.partition()).ifPresent(RestoreProgress::follow);
    }

    private static void follow(Replica replica) {
        if (replica.role() == Role.RESTORING) {
            replica.become(Role.STANDBY);
        }
    }

    @Override
    public void onBatchLoaded(
            TopicPartition partition, String store, TaskId task, long batchEnd, long batchSize, long currentEnd) {}

    @Override
    public void onUpdateSuspended(
            TopicPartition partition, String store, long offset, long currentEnd, SuspendReason reason) {
        replicas.find(partition.partition())
                .filter(replica -> replica.role() == Role.STANDBY)
                .ifPresent(replica -> replica.become(Role.RESTORING));
    }
}
