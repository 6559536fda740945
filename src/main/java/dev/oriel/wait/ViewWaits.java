package dev.oriel.wait;

import dev.oriel.store.Change;
import dev.oriel.store.KeyBytes;
import dev.oriel.store.Replica;
import dev.oriel.store.ReplicaListener;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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
 * <p><b>No stream thread is held up.</b> While nobody waits, a change costs it a fence and one volatile read. Otherwise it looks up
 * the key, and at most {@value OffsetWaits#STIRRED_AT_ONCE} of the awaited offsets, and hands what follows from that to the workers.
 *
 * <p><b>The workers' queue is bounded</b> by the waits: for each key that is waited for it holds one task that looks at most, for
 * each partition and for the view one that stirs, and one for each {@value Endings#COMPLETED_TOGETHER} waits that are over and
 * not told yet. A wait that is cancelled does not take its key's task out of the queue; the task then finds nothing to do.
 *
 * @param <G> what is seen of a key at one moment
 */
public final class ViewWaits<G> implements ReplicaListener {

    private final Executor workers;
    private final DeadlineTimer timer;
    private final Map<KeyBytes, KeyWaits<G>> keys = new ConcurrentHashMap<>();
    private final Map<Integer, OffsetWaits<KeyBytes>> offsets = new ConcurrentHashMap<>();
    private final Errand everyone;
    private final AtomicInteger parked = new AtomicInteger();
    private final AtomicLong numbers = new AtomicLong();
    private final WaitCounts counts = new WaitCounts();
    private volatile boolean stopped;

    ViewWaits(Executor workers, DeadlineTimer timer) {
        this.workers = workers;
        this.timer = timer;
        this.everyone = new Errand(this::stirEveryone, workers);
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
        awaitOffsets(wait);
        wait.timeout(timer.in(nanos, wait::expire));
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

    private void awaitOffsets(ParkedWait<G> wait) {
        for (AwaitedOffset offset : wait.offsets()) {
            of(offset.partition()).add(offset, wait.key());
        }
        // It may have ended meanwhile, and then has left before it came.
        if (wait.isOver()) {
            leaveOffsets(wait);
        }
    }

    private OffsetWaits<KeyBytes> of(int partition) {
        return offsets.computeIfAbsent(partition, absent -> new OffsetWaits<>(this::stir, workers));
    }

    /** How they ended so far. */
    public WaitCounts counts() {
        return counts;
    }

    /** The wait is over; called once for each. */
    void leave(ParkedWait<G> wait) {
        keys.computeIfPresent(wait.key(), (key, waits) -> waits.remove(wait) ? null : waits);
        leaveOffsets(wait);
        parked.decrementAndGet();
    }

    private void leaveOffsets(ParkedWait<G> wait) {
        for (AwaitedOffset offset : wait.offsets()) {
            of(offset.partition()).remove(offset);
        }
    }

    @Override
    public void applied(Replica replica, int partition, Change change) {
        if (nobodyWaits()) {
            return;
        }
        switch (change) {
            case Change.Put put -> stir(KeyBytes.of(put.key()));
            case Change.Delete delete -> stir(KeyBytes.of(delete.key()));
            case Change.Skip skip -> {}
        }
    }

    @Override
    public void reached(Replica replica, int partition, long watermark) {
        if (nobodyWaits()) {
            return;
        }
        OffsetWaits<KeyBytes> awaiting = offsets.get(partition);
        if (awaiting != null) {
            awaiting.reached(watermark);
        }
    }

    /** Every wait looks again, and those whose replica it was find that they have to go elsewhere. */
    @Override
    public void roleChanged(Replica replica) {
        if (nobodyWaits()) {
            return;
        }
        replica.partitions().forEach(this::forgetRest);
        everyone.order();
    }

    private void forgetRest(int partition) {
        OffsetWaits<KeyBytes> awaiting = offsets.get(partition);
        if (awaiting != null) {
            awaiting.forgetRest();
        }
    }

    /** Whether no wait had been registered when the store wrote, before this call. */
    private boolean nobodyWaits() {
        VarHandle.fullFence();
        return parked.get() == 0;
    }

    /** A replica that has taken over may not have come as far as the one before, so offsets that were passed are awaited anew. */
    private void stirEveryone() {
        for (KeyWaits<G> waits : keys.values()) {
            waits.all().forEach(this::awaitOffsets);
            waits.stir();
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

    /** Whether nothing is registered any more. */
    boolean isEmpty() {
        return keys.isEmpty() && offsets.values().stream().allMatch(OffsetWaits::isEmpty);
    }

    /** Ends all waits, and those to come. */
    void stop() {
        stopped = true;
        VarHandle.fullFence();
        keys.values().forEach(KeyWaits::stop);
    }
}
