package dev.oriel.config;

/**
 * Bounds on what stores keep in memory. The process has each once, whatever the number of views and partitions.
 *
 * @param rocksdb bytes outside the heap, for block caches, indexes, filters and write buffers
 * @param hotEntries bytes on the heap, for entries that are read often; 0 keeps none
 */
public record MemoryConfig(long rocksdb, long hotEntries) {

    /** As it is when nothing is said. */
    static final MemoryConfig DEFAULT = new MemoryConfig(256L << 20, 32L << 20);
}
