package dev.oriel.store;

import java.util.concurrent.atomic.LongAdder;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.WriteBufferManager;

/**
 * The memory that all RocksDB stores of the process share. Outside the heap that is one block cache, against which index and filter
 * blocks and write buffers are charged too, so that one setting bounds them whatever the number of partitions; on the heap, the entries
 * that are read most often.
 *
 * <p>A third of it may be write buffers. Near that, the store that is written next flushes, be it a small one; no writer
 * is stalled, so a burst may go somewhat beyond.
 * Pinned blocks of reads under way and the few kilobytes each open database needs for itself come on top.
 *
 * <p>Shared by all threads; close it after the last store.
 */
public final class RocksMemory implements AutoCloseable {

    private static final int BLOOM_BITS_PER_KEY = 10;
    private static final int BLOCK_BYTES = 4 * 1024;
    private static final double INDEX_SHARE = 0.2;

    private final long limit;
    private final Cache cache;
    private final WriteBufferManager writeBuffers;
    private final BloomFilter filter;
    private final HotEntries hotEntries;
    private final LongAdder memoryReads = new LongAdder();
    private final LongAdder diskReads = new LongAdder();

    /**
     * Takes the places of hot entries, a tenth of their share; the rest is taken as stores need it.
     *
     * @param limit bytes outside the heap, for all stores together
     * @param hotBytes bytes on the heap, for entries that are read often; 0 keeps none
     */
    public RocksMemory(long limit, long hotBytes) {
        RocksLibrary.load();
        this.limit = limit;
        this.cache = new LRUCache(limit, -1, false, INDEX_SHARE);
        this.writeBuffers = new WriteBufferManager(limit / 3, cache);
        this.filter = new BloomFilter(BLOOM_BITS_PER_KEY);
        this.hotEntries = new HotEntries(hotBytes);
    }

    /** The bound of what is outside the heap, in bytes. */
    public long limit() {
        return limit;
    }

    /** Bytes in use outside the heap, write buffers included. */
    public long used() {
        return cache.getUsage();
    }

    /** Bytes that cannot be evicted at the moment: write buffers, and blocks of reads under way. */
    public long pinned() {
        return cache.getPinnedUsage();
    }

    /** Bytes of the entries that are kept on the heap, and of their keys. */
    public long hotBytes() {
        return hotEntries.used();
    }

    /** How many reads have been answered from the heap. */
    public long hotReads() {
        return hotEntries.hits();
    }

    /** How many reads have been answered from the block cache and the write buffers. */
    public long memoryReads() {
        return memoryReads.sum();
    }

    /** How many reads had to go further than the block cache and the write buffers. */
    public long diskReads() {
        return diskReads.sum();
    }

    void readFromMemory() {
        memoryReads.increment();
    }

    void readFromDisk() {
        diskReads.increment();
    }

    HotEntries hotEntries() {
        return hotEntries;
    }

    WriteBufferManager writeBuffers() {
        return writeBuffers;
    }

    BlockBasedTableConfig tableFormat() {
        return new BlockBasedTableConfig()
                .setBlockCache(cache)
                .setBlockSize(BLOCK_BYTES)
                .setFilterPolicy(filter)
                .setCacheIndexAndFilterBlocks(true)
                .setCacheIndexAndFilterBlocksWithHighPriority(true)
                .setPinL0FilterAndIndexBlocksInCache(true)
                .setFormatVersion(6);
    }

    @Override
    public void close() {
        filter.close();
        writeBuffers.close();
        cache.close();
    }
}
