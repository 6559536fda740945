package dev.oriel.store;

import java.util.concurrent.Executor;
import java.util.function.IntToLongFunction;

/**
 * All that the stores of one view have in common.
 *
 * @param name the store's name in the topology
 * @param scope whether each store holds one partition or one store holds all
 * @param identity of what the entries were made: the topic's id and the formats. A store found on disk with another
 *     identity is emptied and made anew
 * @param medium where entries are kept
 * @param indexing how entries are indexed
 * @param replicas the registry that stores enter themselves in
 * @param reader reads source records
 * @param skips is told of records that could not be read
 * @param listener is told of all that is applied
 * @param sourceEnd the end offset of a source partition, exclusive, as it was before any store of this process was opened
 * @param processing what the main consumers passed over
 * @param restoring what the restore consumers passed over
 * @param intake where polled records go
 * @param builders build indexes that have been added to stores that hold entries
 */
public record StoreSpec(
        String name,
        Scope scope,
        String identity,
        Medium medium,
        Indexing indexing,
        ReplicaSet replicas,
        RecordReader reader,
        SkipListener skips,
        ReplicaListener listener,
        IntToLongFunction sourceEnd,
        Passage processing,
        Passage restoring,
        Intake intake,
        Executor builders) {

    /** How partitions are spread over stores. */
    public enum Scope {
        /** One store for each partition. */
        PARTITION,
        /** One store for all partitions. */
        ALL_PARTITIONS
    }

    /** Where entries are kept. */
    public sealed interface Medium {

        /** On the heap. */
        record Heap() implements Medium {}

        /**
         * In RocksDB, below the task's state directory.
         *
         * @param memory the memory to share
         */
        record Rocks(RocksMemory memory) implements Medium {}
    }
}
