package dev.oriel.store;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.internals.RecordBatchingStateRestoreCallback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state store that Kafka Streams drives: it turns source records into entries, in every role, and keeps the
 * replica's watermark.
 *
 * <p>For active tasks and global views it gets what the thread polls ({@link Intake}), for restoring and standby tasks what comes
 * through the restore callback. Both ways read records with the same {@link RecordReader}, since the source topic is the changelog and
 * holds whatever producers wrote.
 *
 * <p>What it has reached it remembers itself, in marks saved with the entries, rather than trusting the offsets that
 * {@link #commit} is given to a table: Streams derives those from the consumer's position, which may be ahead of records still
 * buffered.
 * A record at or before what has been applied is one that Streams reads again, and is left out, so an entry never goes back in
 * time. After a kill, entries may be newer than the mark; then the replica keeps silent until it has read past all it may
 * have applied (see {@link Replica#settled}).
 *
 * <p>All methods but {@link #isOpen()} are called by the one stream thread that has the task.
 */
public final class EntryStore implements StateStore {

    private static final Logger log = LoggerFactory.getLogger(EntryStore.class);

    /** So few that whoever applies changes, and waits for them, waits for a moment only. */
    private static final int INDEXED_AT_ONCE = 200;

    private final StoreSpec spec;
    private volatile @Nullable Open open;
    private boolean forgotten;

    private record Open(EntryTable table, StoreMarks marks, Replica replica) {}

    EntryStore(StoreSpec spec) {
        this.spec = spec;
    }

    @Override
    public String name() {
        return spec.name();
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        int first = spec.scope() == StoreSpec.Scope.ALL_PARTITIONS
                ? 0
                : context.taskId().partition();
        if (first >= spec.replicas().partitions()) {
            throw new SourceChangedException("partition " + first + " has been added since the view was started");
        }
        EntryTable table = openTable(context);
        try {
            StoreMarks marks = new StoreMarks(table);
            clearIfForeign(table, marks);
            Replica replica = replicaOf(table, marks, first);
            marks.closedInOrder(false);
            replica.partitions().forEach(spec.restoring()::restart);
            forgotten = false;
            open = new Open(table, marks, replica);
            // First the listener, so that whoever finds the replica finds that its changes are being told.
            replica.opened();
            spec.replicas().add(replica);
            index(table, replica);
        } catch (RuntimeException e) {
            table.close();
            throw e;
        }
        context.register(root, (RecordBatchingStateRestoreCallback) this::restore);
    }

    private EntryTable openTable(StateStoreContext context) {
        return switch (spec.medium()) {
            case StoreSpec.Medium.Heap heap -> new HeapTable(spec.indexing());
            case StoreSpec.Medium.Rocks rocks ->
                new RocksTable(Path.of(context.stateDir().getPath(), "oriel", name()), rocks.memory(), spec.indexing());
        };
    }

    /** Indexes that have been added are built beside everything else, unless there is nothing to put into them. */
    private void index(EntryTable table, Replica replica) {
        if (spec.indexing().isEmpty()) {
            return;
        }
        boolean more = table.buildOn(table.someKeys(1).isEmpty() ? 1 : 0);
        if (more) {
            log.info("store {}: building its indexes", name());
            spec.builders().execute(() -> {
                try {
                    boolean left = true;
                    while (left) {
                        left = replica.buildOn(INDEXED_AT_ONCE);
                    }
                    log.info("store {}: built its indexes", name());
                } catch (RuntimeException e) {
                    log.error("store {}: cannot build its indexes", name(), e);
                }
            });
        }
    }

    private void clearIfForeign(EntryTable table, StoreMarks marks) {
        boolean ours = marks.identity().filter(spec.identity()::equals).isPresent();
        if (ours && !marks.reached().isEmpty()) {
            return;
        }
        if (marks.identity().isPresent()) {
            String reason =
                    ours ? "how far it had come is not known" : "it was made of another topic or in another format";
            log.info("store {}: building it anew, since {}", name(), reason);
        }
        table.clear();
        marks.identity(spec.identity());
        marks.closedInOrder(true);
    }

    private Replica replicaOf(EntryTable table, StoreMarks marks, int first) {
        int count =
                spec.scope() == StoreSpec.Scope.ALL_PARTITIONS ? spec.replicas().partitions() : 1;
        Map<Integer, Long> reached = marks.reached();
        boolean inOrder = marks.closedInOrder();
        List<Long> watermarks = IntStream.range(first, first + count)
                .mapToObj(partition -> reached.getOrDefault(partition, -1L))
                .toList();
        Replica replica = new Replica(table, first, watermarks, spec.listener());
        replica.partitions().forEach(partition -> replica.of(partition).unsettledUpTo(horizon(partition, inOrder)));
        return replica;
    }

    /**
     * How far a replica has to come before it may answer: what was in the source when the view was started, lest a key that has long
     * been there is told to be absent; and after a kill, what it may have applied and will read again.
     */
    private long horizon(int partition, boolean inOrder) {
        long there = spec.sourceEnd().applyAsLong(partition) - 1;
        return inOrder ? there : Math.max(there, spec.replicas().highestApplied(partition));
    }

    /** The replica that readers ask, while the store is open. */
    public Replica replica() {
        return opened().replica();
    }

    /** The task has become the one that processes new records: from here on the main consumer goes on where it stands. */
    public void startProcessing() {
        opened().replica().partitions().forEach(spec.processing()::restart);
        spec.intake().open(this);
    }

    /** Records are read for another role from here on, or not at all. */
    public void stopProcessing() {
        spec.intake().close(this);
    }

    /** Applies a record that is being processed, unless it has been applied before. */
    public void process(SourceRecord record) {
        Open at = opened();
        if (record.offset() > at.replica().of(record.partition()).applied()) {
            RecordBatch batch = new RecordBatch(record.partition(), spec.reader(), spec.skips());
            batch.add(record, true);
            apply(at, batch, spec.processing());
        }
    }

    /** The same for records of one partition, in their order. */
    void process(List<ConsumerRecord<byte[], byte[]>> records) {
        apply(records, true, spec.processing());
    }

    private void restore(Collection<ConsumerRecord<byte[], byte[]>> records) {
        apply(records, false, spec.restoring());
    }

    private void apply(Collection<ConsumerRecord<byte[], byte[]>> records, boolean firstSeen, Passage passage) {
        if (records.isEmpty()) {
            return;
        }
        Open at = opened();
        int partition = records.iterator().next().partition();
        long before = at.replica().of(partition).applied();
        RecordBatch batch = new RecordBatch(partition, spec.reader(), spec.skips());
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (record.offset() > before) {
                batch.add(source(record), firstSeen);
            }
            if (batch.isFull()) {
                apply(at, batch, passage);
                batch = new RecordBatch(partition, spec.reader(), spec.skips());
            }
        }
        if (batch.last() >= 0) {
            apply(at, batch, passage);
        }
    }

    private static void apply(Open at, RecordBatch batch, Passage passage) {
        Progress progress = at.replica().of(batch.partition());
        batch.applyTo(at.table(), progress);
        for (Change change : batch.changes()) {
            at.replica().applied(batch.partition(), change);
        }
        progress.raisePast(passage, batch.partition());
    }

    private static SourceRecord source(ConsumerRecord<byte[], byte[]> record) {
        return new SourceRecord(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                record.headers(),
                record.key(),
                record.value());
    }

    /**
     * Saves how far the entries reach. No offsets from a store that has a durable table means that Streams takes the task's
     * state for corrupt: then nothing is known of it any more, and the next opening builds it anew.
     */
    @Override
    public void commit(Map<TopicPartition, Long> changelogOffsets) {
        Open at = opened();
        if (changelogOffsets.isEmpty()) {
            forgotten = true;
            at.marks().forgetReached();
        } else {
            if (spec.scope() == StoreSpec.Scope.ALL_PARTITIONS) {
                raiseTo(at.replica(), changelogOffsets);
            }
            markReached(at);
            at.replica().told();
        }
        at.table().commit();
    }

    /**
     * The global thread buffers nothing, so for a global store the offsets can be trusted; and they are all it hears of what
     * Streams keeps from it while it restores: records without a key, and whatever ends the log without being a record.
     */
    private static void raiseTo(Replica replica, Map<TopicPartition, Long> next) {
        next.forEach((partition, offset) -> replica.of(partition.partition()).raise(offset - 1));
    }

    private static void markReached(Open at) {
        Map<Integer, Long> reached = new TreeMap<>();
        at.replica()
                .partitions()
                .forEach(partition -> reached.put(partition, at.replica().watermark(partition)));
        at.marks().reached(reached);
    }

    /** Where Streams takes up reading: the last offset reached, or for a global store the one after it. */
    @Override
    public @Nullable Long committedOffset(TopicPartition partition) {
        if (!persistent()) {
            return null;
        }
        long reached = opened().replica().watermark(partition.partition());
        if (reached < 0) {
            return null;
        }
        return spec.scope() == StoreSpec.Scope.ALL_PARTITIONS ? reached + 1 : reached;
    }

    @Override
    @SuppressWarnings("deprecation") // without it, Streams would keep offsets in a file beside ours
    public boolean managesOffsets() {
        return true;
    }

    @Override
    public boolean persistent() {
        return spec.medium() instanceof StoreSpec.Medium.Rocks;
    }

    @Override
    public boolean isOpen() {
        return open != null;
    }

    @Override
    public void close() {
        Open at = open;
        if (at != null) {
            open = null;
            close(at);
        }
    }

    private void close(Open at) {
        Replica replica = at.replica();
        spec.replicas().remove(replica);
        replica.close();
        replica.partitions()
                .forEach(partition -> spec.replicas()
                        .applied(
                                partition,
                                Math.max(
                                        replica.of(partition).applied(),
                                        replica.of(partition).horizon())));
        try {
            boolean settled = replica.partitions().allMatch(replica::settled);
            if (!forgotten) {
                markReached(at);
            }
            at.marks().closedInOrder(settled);
        } finally {
            at.table().close();
        }
    }

    private Open opened() {
        Open at = open;
        if (at == null) {
            throw new InvalidStateStoreException("store " + name() + " is closed");
        }
        return at;
    }
}
