package dev.oriel.store;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Entries that are read often, on the heap before tables in which a read is dear. Bounded in bytes for all tables together. Safe for all
 * threads; a read takes no lock and never waits, and neither does a write.
 *
 * <p><b>Never behind its table.</b> Keys share stamps. A writer raises the stamps of the keys it is going to write, writes to the table,
 * and raises them again; while any of them is being written a stamp says so. An entry is kept with the stamp that its reader took before
 * it looked into the table, and counts for as long as that is the stamp: then nothing that the stamp stands for has been written since,
 * or is being written. So a hit is what the table holds at that moment, and nobody has to remove anything. (A sequence lock, as in <a
 * href="https://www.hpl.hp.com/techreports/2012/HPL-2012-68.pdf">Boehm, "Can seqlocks get along with programming language memory
 * models?"</a>, for values that are not changed but replaced.)
 *
 * <p><b>What is kept.</b> Any entry that is read, while there is room in one of its {@value #WAYS} places. Then one that is asked for a
 * second time before its door, which many keys share, has been passed by another: it takes the place of any of the {@value #WAYS}. Reads
 * all over a table that is much larger than the bound therefore leave what is kept alone.
 */
final class HotEntries {

    /** Longer entries are left to their table: copying them is what they cost. */
    static final int LONGEST = 16 << 10;

    private static final int WAYS = 4;

    /** What an entry costs beside its bytes: three objects' headers, fields and a reference. */
    private static final long OVERHEAD = 72;

    /** Of the bound, for each place. Smaller entries leave bytes unused, larger ones places. */
    private static final int BYTES_A_PLACE = 256;

    /** How many stamps and doors there are for each place, so that few keys share one with a key that is written. */
    private static final int STAMPS_A_PLACE = 2;

    private static final int MOST_PLACES = 1 << 22;

    /** The lower bits of a stamp tell how many writes are under way, the higher ones how many there have been. */
    private static final long WRITTEN = 1L << 20;

    private static final int[] NOTHING = new int[0];

    /** What a place, its stamps and its doors take. */
    private static final int PLACE_BYTES = 4 + STAMPS_A_PLACE * (Long.BYTES + Short.BYTES);

    @SuppressWarnings("ArrayRecordComponent") // compared nowhere
    private record Hot(Table table, int hash, long stamp, byte[] key, byte[] entry) {
        boolean isOf(Table asked, int askedHash, byte[] askedKey) {
            return hash == askedHash && table == asked && Arrays.equals(key, askedKey);
        }

        long bytes() {
            return HotEntries.bytes(key, entry);
        }
    }

    private final long limit;
    private final AtomicReferenceArray<@Nullable Hot> places;
    private final AtomicLongArray stamps;
    private final short[] doors;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicInteger hand = new AtomicInteger();
    private final AtomicInteger tables = new AtomicInteger();
    private final LongAdder hits = new LongAdder();

    /**
     * Nothing is kept yet.
     *
     * @param limit bytes of heap, keys and places included; with less than a few thousand nothing is ever kept
     */
    HotEntries(long limit) {
        int count = (int) Math.min(MOST_PLACES, Long.highestOneBit(Math.max(0, limit) / BYTES_A_PLACE));
        boolean none = count < WAYS;
        this.limit = none ? 0 : limit - (long) count * PLACE_BYTES;
        this.places = new AtomicReferenceArray<>(none ? 0 : count);
        this.stamps = new AtomicLongArray(none ? 0 : count * STAMPS_A_PLACE);
        this.doors = new short[none ? 0 : count * STAMPS_A_PLACE];
    }

    /** A share for a table that has just been opened, or emptied. */
    Table table() {
        return new Table(tables.incrementAndGet());
    }

    /** Bytes of keys and entries that are kept. */
    long used() {
        return bytes.get();
    }

    /** How many reads have been answered without their tables. */
    long hits() {
        return hits.sum();
    }

    /** One table's share. */
    final class Table {
        private final int salt;

        private Table(int number) {
            this.salt = number * 0x9E3779B9;
        }

        /**
         * The entry of a key: one that is kept, or else what the table behind has.
         *
         * @param behind reads the table; what it returns is kept, if anything, and must be left alone, and so must the key
         */
        byte @Nullable [] read(byte[] key, Function<byte[], byte @Nullable []> behind) {
            if (limit == 0) {
                return behind.apply(key);
            }
            int hash = hash(key);
            long stamp = stamps.get(stampOf(hash));
            int first = firstPlaceOf(hash);
            for (int place = first; place < first + WAYS; place++) {
                Hot hot = places.getAcquire(place);
                if (hot != null && hot.stamp == stamp && hot.isOf(this, hash, key)) {
                    hits.increment();
                    return hot.entry;
                }
            }
            byte[] entry = behind.apply(key);
            if (entry != null && entry.length > 0 && entry.length <= LONGEST && isQuiet(stamp)) {
                int place = placeFor(hash, bytes(key, entry));
                if (place >= 0) {
                    keep(new Hot(this, hash, stamp, key, entry), place);
                }
            }
            return entry;
        }

        /**
         * Changes are about to be applied to the table.
         *
         * @return what {@link #written} is to be given when they have been
         */
        int[] writing(List<Change> changes) {
            if (limit == 0) {
                return NOTHING;
            }
            int[] raised = new int[changes.size()];
            for (int i = 0; i < raised.length; i++) {
                raised[i] = switch (changes.get(i)) {
                    case Change.Put put -> stampOf(hash(put.key()));
                    case Change.Delete delete -> stampOf(hash(delete.key()));
                    case Change.Skip skip -> -1;
                };
                if (raised[i] >= 0) {
                    stamps.getAndIncrement(raised[i]);
                }
            }
            return raised;
        }

        /** They have been applied, or given up. */
        void written(int[] raised) {
            for (int stamp : raised) {
                if (stamp >= 0) {
                    stamps.getAndAdd(stamp, WRITTEN - 1);
                }
            }
        }

        private int hash(byte[] key) {
            int hash = (Arrays.hashCode(key) ^ salt) * 0x9E3779B9;
            return hash ^ hash >>> 15;
        }
    }

    private int stampOf(int hash) {
        return hash & stamps.length() - 1;
    }

    private int firstPlaceOf(int hash) {
        return hash & places.length() - WAYS;
    }

    private static boolean isQuiet(long stamp) {
        return (stamp & WRITTEN - 1) == 0;
    }

    /** Whether the last one at the door was the same. Threads may miss each other here, which costs one read of a table. */
    private boolean knocksAgain(int hash) {
        int door = stampOf(hash);
        short mark = (short) (hash >>> 16);
        boolean again = doors[door] == mark;
        doors[door] = mark;
        return again;
    }

    /** Where an entry is to be kept; -1 if it is not. */
    private int placeFor(int hash, long size) {
        int first = firstPlaceOf(hash);
        int free = freePlace(first);
        boolean fits = free >= 0 && bytes.get() + size <= limit;
        if (!fits && !knocksAgain(hash)) {
            return -1;
        }
        return free >= 0 ? free : first + ThreadLocalRandom.current().nextInt(WAYS);
    }

    private static long bytes(byte[] key, byte[] entry) {
        return OVERHEAD + key.length + entry.length;
    }

    private void keep(Hot hot, int place) {
        Hot before = places.getAndSet(place, hot);
        long now = bytes.addAndGet(hot.bytes() - (before == null ? 0 : before.bytes()));
        for (int i = 0; now > limit && i < places.length(); i++) {
            Hot evicted = places.getAndSet(hand.getAndIncrement() & places.length() - 1, null);
            now = evicted == null ? bytes.get() : bytes.addAndGet(-evicted.bytes());
        }
    }

    /** A place that is empty, or holds what does not count any more; -1 if there is none. */
    private int freePlace(int first) {
        for (int place = first; place < first + WAYS; place++) {
            Hot hot = places.getAcquire(place);
            if (hot == null || stamps.get(stampOf(hot.hash)) != hot.stamp) {
                return place;
            }
        }
        return -1;
    }
}
