package dev.oriel.watch;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.oriel.api.Role;
import dev.oriel.store.Change;
import dev.oriel.store.OpenStore;
import dev.oriel.store.Replica;
import dev.oriel.store.ReplicaListener;
import dev.oriel.store.ReplicaListeners;
import dev.oriel.store.ReplicaSet;
import dev.oriel.store.StoreSpec;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A store on the heap, of one partition or of all of some, whose changes go to a history, and what may happen between the two. */
final class WatchedStore implements AutoCloseable {

    private final ViewHistory history;
    private final OpenStore store;
    private Runnable beforeHistory = () -> {};
    private long next;

    WatchedStore(long limit, Executor workers) {
        this(limit, workers, 1);
    }

    WatchedStore(long limit, Executor workers, int partitions) {
        history = new ViewHistory(limit, workers);
        ReplicaListener between = new ReplicaListener() {
            @Override
            public void applied(Replica replica, int partition, Change change) {
                beforeHistory.run();
            }

            @Override
            public void reached(Replica replica, int partition, long watermark) {}

            @Override
            public void roleChanged(Replica replica) {}
        };
        store = OpenStore.open(
                OpenStore.spec(
                        partitions == 1 ? StoreSpec.Scope.PARTITION : StoreSpec.Scope.ALL_PARTITIONS,
                        "identity",
                        new StoreSpec.Medium.Heap(),
                        new ReplicaSet(partitions),
                        partition -> 0,
                        ReplicaListeners.of(between, history)),
                Path.of("unused"),
                0);
        store.replica().become(Role.ACTIVE);
    }

    /** Runs something when a change has been applied and is not in the history yet. */
    void beforeHistory(Runnable action) {
        beforeHistory = action;
    }

    /** Writes a record, without a value to delete; returns its offset. */
    long write(String key, @Nullable String value) {
        return write(0, key, value);
    }

    /** The same in some partition; offsets grow over all of them. */
    long write(int partition, String key, @Nullable String value) {
        store.process(OpenStore.record(partition, next, key, value));
        return next++;
    }

    Replica replica() {
        return store.replica();
    }

    ReplicaWatch watchKey(String key, Wakeup wakeup) {
        return watch(new KeyFilter.Only(key.getBytes(UTF_8), 0), wakeup);
    }

    ReplicaWatch watchPrefix(String prefix, Wakeup wakeup) {
        return watch(new KeyFilter.Prefix(prefix.getBytes(UTF_8)), wakeup);
    }

    private ReplicaWatch watch(KeyFilter filter, Wakeup wakeup) {
        return history.watch(store.replica(), filter, wakeup).orElseThrow();
    }

    @Override
    public void close() {
        store.close();
    }
}
