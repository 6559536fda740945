package dev.oriel.ops;

import dev.oriel.store.RocksMemory;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Shows the memory that all stores share, and from where it answers reads. */
final class StoreMetrics {

    private StoreMetrics() {}

    static void register(MeterRegistry registry, RocksMemory memory) {
        bytes(
                registry,
                memory,
                "oriel.rocksdb.memory.limit",
                "What all stores together may use (memory.rocksdb)",
                RocksMemory::limit);
        bytes(
                registry,
                memory,
                "oriel.rocksdb.memory.used",
                "What block cache and write buffers use now",
                RocksMemory::used);
        bytes(
                registry,
                memory,
                "oriel.rocksdb.memory.pinned",
                "What of it cannot be given up at the moment: write buffers, and blocks of reads under way",
                RocksMemory::pinned);
        bytes(
                registry,
                memory,
                "oriel.hot.entries.used",
                "What is kept on the heap of entries that are read often (memory.hot-entries)",
                RocksMemory::hotBytes);
        Map<String, ToDoubleFunction<RocksMemory>> sources = Map.of(
                "hot", RocksMemory::hotReads, "memory", RocksMemory::memoryReads, "disk", RocksMemory::diskReads);
        sources.forEach((source, reads) -> FunctionCounter.builder("oriel.store.reads", memory, reads)
                .description(
                        "Reads of single keys from RocksDB stores, by where the answer was: among the hot entries on the heap,"
                                + " in the block cache and the write buffers, or beyond them")
                .tags("source", source)
                .register(registry));
    }

    private static void bytes(
            MeterRegistry registry,
            RocksMemory memory,
            String name,
            String description,
            ToDoubleFunction<RocksMemory> value) {
        Gauge.builder(name, memory, value)
                .baseUnit("bytes")
                .description(description)
                .register(registry);
    }
}
