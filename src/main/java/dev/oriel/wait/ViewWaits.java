package dev.oriel.wait;

import dev.oriel.store.Change;
import dev.oriel.store.KeyBytes;
import dev.oriel.store.Replica;
import dev.oriel.store.ReplicaListener;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The waits for one view's keys.
 *
 * <p><b>No wake-up is lost.</b> A wait is registered first and looks then; the store writes first and looks for waits
 * then, and between the two steps of either side there is a full fence. So at least one of them sees the other: either the wait
 * finds what it waits for, or the store finds the wait.
 *
 * <p><b>No stream thread is held up.</b> While nobody waits, a change costs it one volatile read. Otherwise it looks up the key,
 * and the lowest awaited offset, and at most hands one task to the workers; tasks that look are no more than keys
 * that are waited for, so the workers' queue is bounded by the number of waits.
 *
 * @param <G> what is seen of a key at one moment
 */
public final class ViewWaits<G> implements ReplicaListener {

    private final Executor workers;
    private final DeadlineTimer timer;
    private final Map<KeyBytes, KeyWaits<G>> keys = new ConcurrentHashMap<>();
    private final Map<Integer, NavigableMap<AwaitedOffset, KeyBytes>> offsets = new ConcurrentHashMap<>();
    private final AtomicInteger parked = new AtomicInteger();
    private final AtomicLong numbers = new AtomicLong();
    private volatile boolean stopped;

    ViewWaits(Executor workers, DeadlineTimer timer) {
        this.workers = workers;
        this.timer = timer;
    }

    /**
     * Registers a wait and looks at once, so it may end before this returns.
     *
     * @param key the key's bytes; left alone from here on
     * @param look how to look at the key; of the waits for a key, one's serves all
     * @param after the offsets, by partition, whose passing may end it, beside the key's changes
     * @param nanos how long it may wait from now
     * @param waiter who waits
     */
    public Parked park(byte[] key, Look<G> look, Map<Integer, Long> after, long nanos, Waiter<G> waiter) {
        ParkedWait<G> wait = new ParkedWait<>(this, KeyBytes.of(key), waiter, awaited(after));
        KeyWaits<G> joined = join(wait, look);
        wait.offsets().forEach(offset -> awaiting(offset.partition()).put(offset, wait.key()));
        wait.timeout(timer.in(nanos, wait::expire));
        if (wait.isOver()) {
            leaveOffsets(wait);
        }
        VarHandle.fullFence();
        if (stopped) {
            joined.stop();
        } else {
            joined.examine(wait);
        }
        return wait;
    }

    private List<AwaitedOffset> awaited(Map<Integer, Long> after) {
        if (after.isEmpty()) {
            return List.of();
        }
        List<AwaitedOffset> awaited = new ArrayList<>(after.size());
        after.forEach(
                (partition, offset) -> awaited.add(new AwaitedOffset(partition, offset, numbers.getAndIncrement())));
        return List.copyOf(awaited);
    }

    private KeyWaits<G> join(ParkedWait<G> wait, Look<G> look) {
        parked.incrementAndGet();
        return keys.compute(wait.key(), (key, known) -> {
            KeyWaits<G> waits = known == null ? new KeyWaits<>(look, workers) : known;
            waits.add(wait);
            return waits;
        });
    }

    private NavigableMap<AwaitedOffset, KeyBytes> awaiting(int partition) {
        return offsets.computeIfAbsent(partition, absent -> new ConcurrentSkipListMap<>());
    }

    /** The wait is over; called once for each. */
    void leave(ParkedWait<G> wait) {
        keys.computeIfPresent(wait.key(), (key, waits) -> waits.remove(wait) ? null : waits);
        leaveOffsets(wait);
        parked.decrementAndGet();
    }

    private void leaveOffsets(ParkedWait<G> wait) {
        wait.offsets().forEach(offset -> awaiting(offset.partition()).remove(offset));
    }

    @Override
    public void applied(Replica replica, int partition, Change change) {
        if (parked.get() == 0) {
            return;
        }
        VarHandle.fullFence();
        switch (change) {
            case Change.Put put -> stir(KeyBytes.of(put.key()));
            case Change.Delete delete -> stir(KeyBytes.of(delete.key()));
            case Change.Skip skip -> {}
        }
    }

    @Override
    public void reached(Replica replica, int partition, long watermark) {
        if (parked.get() == 0) {
            return;
        }
        VarHandle.fullFence();
        NavigableMap<AwaitedOffset, KeyBytes> awaiting = offsets.get(partition);
        if (awaiting == null) {
            return;
        }
        for (Map.Entry<AwaitedOffset, KeyBytes> lowest = awaiting.firstEntry();
                lowest != null && lowest.getKey().offset() <= watermark;
                lowest = awaiting.firstEntry()) {
            awaiting.remove(lowest.getKey());
            stir(lowest.getValue());
        }
    }

    /** Every wait looks again, and those whose replica it was find that they have to go elsewhere. */
    @Override
    public void roleChanged(Replica replica) {
        if (parked.get() > 0) {
            workers.execute(() -> keys.values().forEach(KeyWaits::stir));
        }
    }

    /** The waits for a key, if there are any, look again. */
    void stir(KeyBytes key) {
        KeyWaits<G> waits = keys.get(key);
        if (waits != null) {
            waits.stir();
        }
    }

    /** How many wait. */
    public int parked() {
        return parked.get();
    }

    /** Ends all waits, and those to come. */
    void stop() {
        stopped = true;
        VarHandle.fullFence();
        keys.values().forEach(KeyWaits::stop);
    }
}
