package dev.oriel.wait;

import dev.oriel.store.Change;
import dev.oriel.store.OpenStore;
import dev.oriel.store.Replica;
import dev.oriel.store.ReplicaSet;
import dev.oriel.store.StoreSpec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A store of one partition that holds of each key the offset of its last record, written step by step as a real one is, so that a
 * test can come between the steps. Whether it may answer is the test's to say, too.
 */
final class Shelf {

    static final int PARTITION = 0;

    /**
     * What is seen of a key.
     *
     * @param version the offset of its last record, -1 if it has none
     * @param reached the watermark
     */
    record Seen(long version, long reached) {}

    private static final Replica SOME_REPLICA = OpenStore.open(
                    OpenStore.spec(
                            StoreSpec.Scope.PARTITION, new StoreSpec.Medium.Heap(), new ReplicaSet(PARTITION + 1), 0),
                    Path.of("unused"),
                    PARTITION)
            .replica();

    private final Map<String, Long> versions = new ConcurrentHashMap<>();
    private final AtomicInteger looks = new AtomicInteger();
    private volatile long watermark = -1;
    private volatile boolean here = true;
    private volatile Runnable beforeLook = () -> {};
    private volatile Runnable afterLook = () -> {};

    /** Looks at a key, with what the test has put before and after. */
    Look<Seen> look(String key) {
        return () -> {
            looks.incrementAndGet();
            beforeLook.run();
            Optional<Seen> seen = see(key);
            afterLook.run();
            return seen;
        };
    }

    private Optional<Seen> see(String key) {
        long reached = watermark;
        return here ? Optional.of(new Seen(versions.getOrDefault(key, -1L), reached)) : Optional.empty();
    }

    /** Something that happens in each look from now on, before it sees anything. */
    void beforeLook(Runnable action) {
        beforeLook = action;
    }

    /** Something that happens in each look from now on, after it has seen what there was. */
    void afterLook(Runnable action) {
        afterLook = action;
    }

    /** How many looks there were. */
    int looks() {
        return looks.get();
    }

    /** The first step of a write: it can be seen, but nobody has been told. */
    void apply(String key, long offset) {
        versions.put(key, offset);
        watermark = Math.max(watermark, offset);
    }

    /** The second step: who waits is told. */
    static void tell(ViewWaits<Seen> waits, String key, long offset) {
        waits.reached(SOME_REPLICA, PARTITION, offset);
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        waits.applied(SOME_REPLICA, PARTITION, new Change.Put(bytes, new byte[0]));
    }

    /** Who waits is told that the replica has another role. */
    static void tellOfRole(ViewWaits<Seen> waits) {
        waits.roleChanged(SOME_REPLICA);
    }

    /** Both steps. */
    void write(ViewWaits<Seen> waits, String key, long offset) {
        apply(key, offset);
        tell(waits, key, offset);
    }

    /** A record that changes no key. */
    void pass(ViewWaits<Seen> waits, long offset) {
        watermark = Math.max(watermark, offset);
        waits.reached(SOME_REPLICA, PARTITION, offset);
    }

    /** The partition moves elsewhere. */
    void leave(ViewWaits<Seen> waits) {
        here = false;
        tellOfRole(waits);
    }

    /** It comes back, having reached no more than {@code reached}. */
    void comeBack(ViewWaits<Seen> waits, long reached) {
        versions.values().removeIf(version -> version > reached);
        watermark = reached;
        here = true;
        tellOfRole(waits);
    }

    long watermark() {
        return watermark;
    }

    boolean isHere() {
        return here;
    }

    long version(String key) {
        return versions.getOrDefault(key, -1L);
    }
}
