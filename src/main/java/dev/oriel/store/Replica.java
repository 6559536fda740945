package dev.oriel.store;

import dev.oriel.api.Role;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What this instance holds of one partition of a view, or of all partitions of a global one: the readers' side of a
 * store.
 *
 * <p>Safe for any number of readers beside the one stream thread that applies records; reads never block it, and never
 * wait for it longer than one delete takes.
 */
public final class Replica {

    private static final int OPTIMISTIC_TRIES = 3;

    private final ReadGate gate = new ReadGate();
    private final EntryTable table;
    private final int firstPartition;
    private final List<Progress> progress;
    private final ReplicaListener listener;
    private volatile Role role = Role.RESTORING;
    private volatile boolean succeeded;

    /**
     * A replica of the partitions from {@code firstPartition} on.
     *
     * @param table where the entries are
     * @param reached the watermark of each partition, -1 for none
     * @param listener is told of what happens to it
     */
    Replica(EntryTable table, int firstPartition, List<Long> reached, ReplicaListener listener) {
        this.table = table;
        this.firstPartition = firstPartition;
        this.listener = listener;
        this.progress = IntStream.range(0, reached.size())
                .mapToObj(i -> new Progress(
                        reached.get(i),
                        System::nanoTime,
                        watermark -> listener.reached(this, firstPartition + i, watermark)))
                .toList();
    }

    /** The role it has now. */
    public Role role() {
        Role given = role;
        return given == Role.ACTIVE && succeeded ? Role.STANDBY : given;
    }

    /** Takes another role, as Kafka Streams moves the task on. */
    public void become(Role next) {
        succeeded = false;
        role = next;
        listener.roleChanged(this);
    }

    /**
     * Whether another instance is known to own the partition by now, of which Kafka Streams has not heard here: then this replica speaks
     * as a standby does.
     */
    public void succeeded(boolean byAnother) {
        if (succeeded != byAnother) {
            succeeded = byAnother;
            listener.roleChanged(this);
        }
    }

    /** The source partitions it holds, ascending. */
    public IntStream partitions() {
        return IntStream.range(firstPartition, firstPartition + progress.size());
    }

    /**
     * Reads a key's entry together with a position that the answer is known to reflect. Says nothing of whether this
     * replica ought to be asked: that is for the caller to know, before and, for an absent key, after.
     *
     * @param partition the key's partition, one of {@link #partitions()}
     * @param key the key's bytes
     */
    public Lookup read(int partition, byte[] key) {
        return read(partition, key, Access.DISK).orElseThrow();
    }

    /**
     * The same, and no further than it may go.
     *
     * @return nothing if it would have to go further
     */
    public Optional<Lookup> read(int partition, byte[] key, Access access) {
        if (!gate.enter()) {
            return Optional.of(Lookup.Gone.GONE);
        }
        try {
            return read(partition, of(partition), key, access);
        } finally {
            gate.leave();
        }
    }

    private Optional<Lookup> read(int partition, Progress at, byte[] key, Access access) {
        for (int i = 0; i < OPTIMISTIC_TRIES; i++) {
            long reached = at.watermark();
            byte[] stored = access == Access.MEMORY ? table.peek(key) : table.get(key);
            if (stored != null && stored.length == EntryTable.ON_DISK.length) {
                return Optional.empty();
            }
            if (stored != null || at.absentAt(reached)) {
                return Optional.of(lookup(partition, stored, reached));
            }
            Thread.onSpinWait();
        }
        return access == Access.MEMORY ? Optional.empty() : Optional.of(readWithoutDeletes(partition, at, key));
    }

    private Lookup readWithoutDeletes(int partition, Progress at, byte[] key) {
        at.holdDeletes();
        try {
            long reached = at.watermark();
            return lookup(partition, table.get(key), reached);
        } finally {
            at.releaseDeletes();
        }
    }

    private static Lookup lookup(int partition, byte @Nullable [] stored, long reached) {
        if (stored == null) {
            return new Lookup.Absent(reached);
        }
        Entry entry = Entry.decode(stored);
        // In a global view the record may come from another partition than the key's own; of that one nothing else is
        // known.
        boolean own = entry.partition() == partition;
        return new Lookup.Found(entry, own ? Math.max(reached, entry.offset()) : entry.offset());
    }

    /** The highest offset of the partition known to be reflected; -1 for none. */
    public long watermark(int partition) {
        return of(partition).watermark();
    }

    /** How many nanoseconds ago the watermark of the partition has risen last, or was found when the replica was opened. */
    public long watermarkAge(int partition) {
        return of(partition).watermarkAge();
    }

    /**
     * Whether the entries of the partition are of one moment; false while a replica that was killed reads again what it may
     * have applied before.
     */
    public boolean settled(int partition) {
        return of(partition).settled();
    }

    /** Everything up to and with {@code offset} is known, from outside, to have been applied: the group committed it. */
    public void reached(int partition, long offset) {
        of(partition).raise(offset);
    }

    /** How many records could not be read since the replica was opened. */
    public long skipped() {
        return progress.stream().mapToLong(Progress::skipped).sum();
    }

    /** Roughly how many entries there are; 0 once it is closed. */
    public long approximateEntries() {
        if (!gate.enter()) {
            return 0;
        }
        try {
            return table.approximateEntries();
        } finally {
            gate.leave();
        }
    }

    /** Some keys, at most so many, in no particular choice; none once it is closed. */
    public List<byte[]> someKeys(int atMost) {
        if (!gate.enter()) {
            return List.of();
        }
        try {
            return table.someKeys(atMost);
        } finally {
            gate.leave();
        }
    }

    /**
     * Entries in the order of their keys' unsigned bytes, as they are while it looks. Says nothing of whether this replica ought to
     * be asked.
     *
     * @param atMost how many entries
     * @param bytes of keys and entries after which the page ends, with one entry at least
     * @return the page, empty at the end; nothing at all if the replica has been closed
     */
    public Optional<List<Change.Put>> page(KeyRange range, int atMost, long bytes) {
        if (!gate.enter()) {
            return Optional.empty();
        }
        try {
            return Optional.of(table.page(range, atMost, bytes));
        } finally {
            gate.leave();
        }
    }

    /**
     * What it holds now, for reads of more than one key. Says nothing of whether this replica ought to be asked: that is for the
     * caller to know, before and afterwards. Who has several open at once opens them in the order of {@link ReplicaSnapshot#OPENING}.
     *
     * @param alone whether nothing is to be applied while it is open, since what was read otherwise has turned out not to be of one
     *     moment
     * @return the snapshot; nothing if the replica has been closed
     */
    public Optional<ReplicaSnapshot> snapshot(boolean alone) {
        if (!gate.enter()) {
            return Optional.empty();
        }
        try {
            return Optional.of(withoutDeletes(alone));
        } catch (RuntimeException e) {
            gate.leave();
            throw e;
        }
    }

    /** A delete that the snapshot shows and the watermarks do not tell of would leave nothing to tell of it. */
    private ReplicaSnapshot withoutDeletes(boolean alone) {
        progress.forEach(Progress::holdDeletes);
        try {
            Map<Integer, Long> reached =
                    partitions().boxed().collect(Collectors.toMap(partition -> partition, this::watermark));
            return new ReplicaSnapshot(table.snapshot(alone), reached, gate::leave);
        } finally {
            progress.forEach(Progress::releaseDeletes);
        }
    }

    /** Whether an index can be read; while it is being built, it cannot. */
    public boolean isBuilt(String index) {
        if (!gate.enter()) {
            return false;
        }
        try {
            return table.isBuilt(index);
        } finally {
            gate.leave();
        }
    }

    /** About how many entries are in an index: all of them once it can be read. */
    public long indexed(String index) {
        return isBuilt(index) ? approximateEntries() : indexed();
    }

    /** How many entries the building of indexes has come past; 0 once the replica is closed. */
    public long indexed() {
        if (!gate.enter()) {
            return 0;
        }
        try {
            return table.indexed();
        } finally {
            gate.leave();
        }
    }

    /** Goes on building indexes, for some entries; whether there is more to do, which there is not once it is closed. */
    boolean buildOn(int atMost) {
        if (!gate.enter()) {
            return false;
        }
        try {
            return table.buildOn(atMost);
        } finally {
            gate.leave();
        }
    }

    Progress of(int partition) {
        return progress.get(partition - firstPartition);
    }

    /** Its store is open and is about to apply changes. */
    void opened() {
        listener.opened(this);
    }

    /** A change has been applied. */
    void applied(int partition, Change change) {
        listener.applied(this, partition, change);
    }

    /** All that has been applied so far has been told. */
    void told() {
        partitions().forEach(partition -> listener.told(this, partition, watermark(partition)));
    }

    /** Sends readers away and waits for those under way. */
    void close() {
        role = Role.RESTORING;
        gate.close();
        listener.roleChanged(this);
        listener.closed(this);
    }
}
