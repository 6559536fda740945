package dev.oriel.store;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * Where the records of a poll go: straight to the stores of the partitions that the polling thread processes, all of one partition
 * together. Kafka Streams gets the last record of each partition, by which it knows how far to commit; to be led through its queues and
 * nodes one by one costs a record as much as all that a store does with it.
 *
 * <p>One serves all stores of one view. Streams opens, drives and closes a task, and polls for it, on one thread; what is open on one
 * thread is not seen by others.
 */
public final class Intake {

    private final ThreadLocal<Map<Integer, EntryStore>> stores = ThreadLocal.withInitial(HashMap::new);

    /** The calling thread is going to poll records for the store. */
    void open(EntryStore store) {
        store.replica().partitions().forEach(partition -> stores.get().put(partition, store));
    }

    /** The calling thread is not going to poll records for the store any more. */
    void close(EntryStore store) {
        stores.get().values().removeIf(store::equals);
    }

    /**
     * Applies what the calling thread has polled.
     *
     * @return what Streams is to process: nothing that changes a store which is open, and all records of partitions that have none
     */
    public ConsumerRecords<byte[], byte[]> apply(ConsumerRecords<byte[], byte[]> polled) {
        if (polled.isEmpty()) {
            return polled;
        }
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> left = new HashMap<>();
        for (TopicPartition partition : polled.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> records = polled.records(partition);
            EntryStore store = stores.get().get(partition.partition());
            if (store == null || !store.isOpen()) {
                left.put(partition, records);
            } else {
                store.process(records);
                left.put(partition, List.of(records.getLast()));
            }
        }
        return new ConsumerRecords<>(left, polled.nextOffsets());
    }
}
