package dev.oriel.wait;

import dev.oriel.store.Change;
import dev.oriel.store.Replica;
import dev.oriel.store.ReplicaListener;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * The waits of one view for positions, whatever the key: of reads that need more than one. Each blocks a thread of its own, a virtual
 * one; how many there may be is for the caller to bound.
 *
 * <p>No wake-up is lost, for the same reason as in {@link ViewWaits}: who waits registers first and looks then, the store writes first
 * and looks for waits then, and between the two there is a full fence on either side. No stream thread is held up.
 */
public final class PositionWaits implements ReplicaListener {

    private final Executor workers;
    private final Map<Integer, OffsetWaits<Semaphore>> offsets = new ConcurrentHashMap<>();
    private final Set<Semaphore> sleepers = ConcurrentHashMap.newKeySet();
    private final AtomicLong numbers = new AtomicLong();
    private volatile boolean stopped;

    /**
     * For one view.
     *
     * @param workers wake those whose turn comes when there are many
     */
    public PositionWaits(Executor workers) {
        this.workers = workers;
    }

    /**
     * Waits until something holds; it is looked at again whenever one of some offsets is passed, or a replica has another role.
     *
     * @param after the offsets, by partition
     * @param done whether there is nothing to wait for any more; must neither block nor throw
     * @param nanos how long it may take
     * @return whether it holds; false when the time is over or the instance stops
     */
    public boolean await(Map<Integer, Long> after, BooleanSupplier done, long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        Semaphore sleeper = new Semaphore(0);
        List<AwaitedOffset> awaited = new ArrayList<>(after.size());
        after.forEach(
                (partition, offset) -> awaited.add(new AwaitedOffset(partition, offset, numbers.getAndIncrement())));
        sleepers.add(sleeper);
        try {
            while (true) {
                awaited.forEach(offset -> of(offset.partition()).add(offset, sleeper));
                VarHandle.fullFence();
                if (done.getAsBoolean()) {
                    return true;
                }
                long left = end - System.nanoTime();
                if (stopped || left <= 0) {
                    return false;
                }
                boolean unused = sleeper.tryAcquire(left, TimeUnit.NANOSECONDS);
                sleeper.drainPermits();
            }
        } finally {
            sleepers.remove(sleeper);
            awaited.forEach(offset -> of(offset.partition()).remove(offset));
        }
    }

    private OffsetWaits<Semaphore> of(int partition) {
        return offsets.computeIfAbsent(partition, absent -> new OffsetWaits<>(Semaphore::release, workers));
    }

    @Override
    public void applied(Replica replica, int partition, Change change) {}

    @Override
    public void reached(Replica replica, int partition, long watermark) {
        if (nobodyWaits()) {
            return;
        }
        OffsetWaits<Semaphore> awaiting = offsets.get(partition);
        if (awaiting != null) {
            awaiting.reached(watermark);
        }
    }

    @Override
    public void roleChanged(Replica replica) {
        if (!nobodyWaits()) {
            sleepers.forEach(Semaphore::release);
        }
    }

    private boolean nobodyWaits() {
        VarHandle.fullFence();
        return sleepers.isEmpty();
    }

    /** Whether the instance stops, so that nobody can wait any more. */
    public boolean isStopped() {
        return stopped;
    }

    /** Ends all waits, and those to come. */
    public void stop() {
        stopped = true;
        VarHandle.fullFence();
        sleepers.forEach(Semaphore::release);
    }
}
