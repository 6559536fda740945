package dev.oriel.store;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.Holder;
import org.rocksdb.KeyMayExist;
import org.rocksdb.RocksDB;

/**
 * Reads entries as far as they are in memory: in the memtables and the block cache. Keys and entries go through buffers outside the
 * heap, of which each thread keeps a pair: what RocksDB's other call spends on making Java arrays is more than the lookup itself.
 */
final class RocksPeek {

    /** Most entries; longer ones go the longer way. */
    private static final int ENTRY_BYTES = 16 << 10;

    private static final int KEY_BYTES = 1 << 10;

    private static final ThreadLocal<RocksPeek> OF_THREAD = ThreadLocal.withInitial(RocksPeek::new);

    private final ByteBuffer key = ByteBuffer.allocateDirect(KEY_BYTES);
    private final ByteBuffer entry = ByteBuffer.allocateDirect(ENTRY_BYTES);

    private RocksPeek() {}

    /** The entry of a key; null if there is none, and {@link EntryTable#ON_DISK} if that cannot be told from memory. */
    static byte @Nullable [] peek(RocksDB db, ColumnFamilyHandle family, byte[] key) {
        return key.length <= KEY_BYTES ? OF_THREAD.get().read(db, family, key) : onHeap(db, family, key);
    }

    private byte @Nullable [] read(RocksDB db, ColumnFamilyHandle family, byte[] bytes) {
        key.clear().put(bytes).flip();
        KeyMayExist found = db.keyMayExist(family, key, entry.clear());
        return switch (found.exists) {
            case kNotExist -> null;
            case kExistsWithoutValue -> EntryTable.ON_DISK;
            case kExistsWithValue ->
                found.valueLength <= ENTRY_BYTES ? copy(found.valueLength) : onHeap(db, family, bytes);
        };
    }

    private byte[] copy(int length) {
        byte[] bytes = new byte[length];
        entry.get(0, bytes);
        return bytes;
    }

    private static byte @Nullable [] onHeap(RocksDB db, ColumnFamilyHandle family, byte[] key) {
        Holder<byte[]> found = new Holder<>();
        if (!db.keyMayExist(family, key, found)) {
            return null;
        }
        byte[] entry = found.getValue();
        return entry == null ? EntryTable.ON_DISK : entry;
    }
}
