package dev.oriel.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntToLongFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.internals.RecordBatchingStateRestoreCallback;
import org.jspecify.annotations.Nullable;

/** An opened store, driven as Kafka Streams drives one, over records whose meaning can be seen: see {@link #READER}. */
public final class OpenStore implements AutoCloseable {

    public static final String TOPIC = "orders";

    /** A value is kept as it is, no value deletes, a value that begins with an exclamation mark is malformed. */
    static final RecordReader READER = record -> {
        byte[] key = record.key();
        byte[] value = record.value();
        if (key == null || (value != null && value.length > 0 && value[0] == '!')) {
            return new Change.Skip("malformed");
        }
        return value == null
                ? new Change.Delete(key, record.offset(), record.timestamp(), OptionalLong.of(record.offset()))
                : new Change.Put(key, Entry.encode(record.partition(), record.offset(), record.timestamp(), value));
    };

    private final EntryStore store;
    private final RecordBatchingStateRestoreCallback restore;

    private OpenStore(EntryStore store, RecordBatchingStateRestoreCallback restore) {
        this.store = store;
        this.restore = restore;
    }

    /** Opens the store of a task, partition {@code partition} for a store of one. */
    public static OpenStore open(StoreSpec spec, Path stateDir, int partition) {
        EntryStore store = new EntryStoreBuilder(spec).build();
        AtomicReference<@Nullable RecordBatchingStateRestoreCallback> callback = new AtomicReference<>();
        StateStoreContext context = (StateStoreContext) Proxy.newProxyInstance(
                OpenStore.class.getClassLoader(), new Class<?>[] {StateStoreContext.class}, (proxy, method, args) -> {
                    return switch (method.getName()) {
                        case "stateDir" -> stateDir.toFile();
                        case "taskId" -> new TaskId(0, partition);
                        case "register" -> {
                            callback.set((RecordBatchingStateRestoreCallback) args[1]);
                            yield null;
                        }
                        default -> throw new UnsupportedOperationException(method.getName());
                    };
                });
        store.init(context, store);
        return new OpenStore(store, Objects.requireNonNull(callback.get()));
    }

    /** What most tests need: a view's store whose source had ended at {@code sourceEnd}. */
    public static StoreSpec spec(StoreSpec.Scope scope, StoreSpec.Medium medium, ReplicaSet replicas, long sourceEnd) {
        return spec(scope, "identity", medium, replicas, partition -> sourceEnd);
    }

    static StoreSpec spec(
            StoreSpec.Scope scope,
            String identity,
            StoreSpec.Medium medium,
            ReplicaSet replicas,
            IntToLongFunction sourceEnd) {
        return spec(scope, identity, medium, replicas, sourceEnd, ReplicaListener.NONE);
    }

    /** The same with all that can be chosen. */
    public static StoreSpec spec(
            StoreSpec.Scope scope,
            String identity,
            StoreSpec.Medium medium,
            ReplicaSet replicas,
            IntToLongFunction sourceEnd,
            ReplicaListener listener) {
        return new StoreSpec(
                "entries",
                scope,
                identity,
                medium,
                Indexing.NONE,
                replicas,
                READER,
                (record, reason, firstSeen) -> {},
                listener,
                sourceEnd,
                new Passage(replicas),
                new Passage(replicas),
                new Intake(),
                Runnable::run);
    }

    public EntryStore store() {
        return store;
    }

    public Replica replica() {
        return store.replica();
    }

    /** The record's key is {@code key}, its value {@code value}; its timestamp is its offset plus 1000. */
    public static SourceRecord record(int partition, long offset, String key, @Nullable String value) {
        return new SourceRecord(
                TOPIC,
                partition,
                offset,
                1000 + offset,
                new RecordHeaders(),
                key.getBytes(UTF_8),
                value == null ? null : value.getBytes(UTF_8));
    }

    /** Hands it a record, as an active task does. */
    public OpenStore process(SourceRecord record) {
        store.process(record);
        return this;
    }

    OpenStore put(long offset, String key, String value) {
        return process(record(0, offset, key, value));
    }

    OpenStore delete(long offset, String key) {
        return process(record(0, offset, key, null));
    }

    OpenStore restore(SourceRecord... records) {
        return restore(List.of(records));
    }

    /** Hands a batch to it, as a restoring task does. */
    public OpenStore restore(Collection<SourceRecord> records) {
        restore.restoreBatch(records.stream().map(OpenStore::consumed).toList());
        return this;
    }

    @SuppressWarnings("NullAway") // Kafka's classes don't say that keys and values may be null
    static ConsumerRecord<byte[], byte[]> consumed(SourceRecord record) {
        return new ConsumerRecord<>(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                TimestampType.CREATE_TIME,
                0,
                0,
                record.key(),
                record.value(),
                record.headers(),
                Optional.empty());
    }

    Lookup read(String key) {
        return replica().read(0, key.getBytes(UTF_8));
    }

    /** What the store holds, as key=value@offset. */
    Map<String, String> entries() {
        Map<String, String> entries = new TreeMap<>();
        for (byte[] key : replica().someKeys(10_000)) {
            int partition = replica().partitions().findFirst().orElseThrow();
            if (replica().read(partition, key) instanceof Lookup.Found found) {
                Entry entry = found.entry();
                entries.put(new String(key, UTF_8), UTF_8.decode(entry.value()) + "@" + entry.offset());
            }
        }
        return entries;
    }

    @Override
    public void close() {
        store.close();
    }
}
