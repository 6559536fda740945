package dev.oriel.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The bytes behind a store: entries by key, and a few named marks that are saved with them.
 *
 * <p>One stream thread writes at a time; any thread may read while the table is open. After {@link #close()} nothing
 * may be called: {@link Replica} keeps readers out.
 */
interface EntryTable extends AutoCloseable {

    /** Stands for an entry that is not in memory, if there is one. No entry is empty. */
    byte[] ON_DISK = new byte[0];

    /** The stored entry of a key, or null when there is none. */
    byte @Nullable [] get(byte[] key);

    /** The same, without waiting for a disk: {@link #ON_DISK} if that is needed. */
    byte @Nullable [] peek(byte[] key);

    /** Applies one change. */
    default void apply(Change change) {
        applyAll(List.of(change));
    }

    /** Applies changes in order, visible all at once where the table can do that; a {@link Change.Skip} is none. */
    void applyAll(List<Change> changes);

    /** A mark as it was last written, also before a restart where the table survives one. */
    Optional<String> mark(String name);

    /** Writes a mark; it becomes durable no earlier than every change applied before it. */
    void putMark(String name, String value);

    /** Makes what was written durable by and by, at most every half minute; for a table that survives a restart. */
    void commit();

    /** Removes all entries and all marks. */
    void clear();

    /** Roughly how many entries there are. */
    long approximateEntries();

    /** Some keys, at most so many, in no particular choice. */
    List<byte[]> someKeys(int atMost);

    /**
     * The table as it is now, for reads of more than one key.
     *
     * @param alone whether no change is to be applied while it is open; without it, a snapshot that costs nothing may turn out
     *     not to be of one moment
     */
    TableSnapshot snapshot(boolean alone);

    /**
     * Entries in the order of their keys' unsigned bytes, as they are while it looks, at most {@code atMost} of them. Stops early when
     * keys and entries together reach {@code bytes}, after one entry at least.
     */
    default List<Change.Put> page(KeyRange range, int atMost, long bytes) {
        List<Change.Put> page = new ArrayList<>();
        long left = bytes;
        try (TableSnapshot snapshot = snapshot(false);
                EntryCursor cursor = snapshot.scan(range, false, false)) {
            while (page.size() < atMost && left > 0 && cursor.next()) {
                page.add(new Change.Put(cursor.key(), cursor.entry()));
                left -= cursor.key().length + cursor.entry().length;
            }
        }
        return page;
    }

    /** Whether an index can be read: it has a row for each of the terms of each entry. */
    boolean isBuilt(String index);

    /** How many entries the building of indexes has come past. */
    long indexed();

    /**
     * Goes on building the indexes that have been added, for some entries, while others read and change the table.
     *
     * @return whether there is more to do
     */
    boolean buildOn(int atMost);

    /** Whether a restart finds the entries again. */
    boolean durable();

    /** Makes all that was written durable and frees everything. */
    @Override
    void close();
}
