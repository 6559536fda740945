package dev.oriel.wait;

import dev.oriel.store.KeyBytes;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One wait, from its registration to its end. It ends once: whoever wins {@link #claim} ends it. */
final class ParkedWait<G> implements Parked {

    private final ViewWaits<G> home;
    private final KeyBytes key;
    private final Waiter<G> waiter;
    private final List<AwaitedOffset> offsets;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile DeadlineTimer.@Nullable Task timeout;
    private volatile boolean expired;
    private volatile long stirred;

    ParkedWait(ViewWaits<G> home, KeyBytes key, Waiter<G> waiter, List<AwaitedOffset> offsets) {
        this.home = home;
        this.key = key;
        this.waiter = waiter;
        this.offsets = offsets;
    }

    KeyBytes key() {
        return key;
    }

    /** The offsets whose passing wakes it, beside its key's changes. */
    List<AwaitedOffset> offsets() {
        return offsets;
    }

    /** Takes over its deadline, and ends that at once if the wait is over already. */
    void timeout(DeadlineTimer.Task task) {
        timeout = task;
        if (isOver()) {
            task.cancel();
        }
    }

    /** Its time is up: whatever is seen next is its answer. */
    void expire() {
        expired = true;
        home.stir(key);
    }

    /** What is looked at on its behalf changed at that moment, as {@link System#nanoTime}. */
    void stirred(long when) {
        stirred = when;
    }

    /** How it ends, given what is seen now; null while it goes on. */
    @Nullable
    Ending<G> judge(G seen) {
        if (waiter.satisfiedBy(seen)) {
            return new Ending.Satisfied<>(seen);
        }
        return expired ? new Ending.Expired<>(seen) : null;
    }

    /** Ends it, if nobody has; the caller who gets true must {@link #complete} it. */
    boolean claim() {
        if (!over.compareAndSet(false, true)) {
            return false;
        }
        DeadlineTimer.Task task = timeout;
        if (task != null) {
            task.cancel();
        }
        home.leave(this);
        return true;
    }

    boolean isOver() {
        return over.get();
    }

    void complete(Ending<G> ending) {
        WaitCounts counts = home.counts();
        counts.ended().add(WaitCounts.way(ending));
        waiter.ended(ending);
        if (stirred != 0 && ending instanceof Ending.Satisfied<G>) {
            counts.wokeUp(System.nanoTime() - stirred);
        }
    }

    @Override
    public boolean cancel() {
        boolean ended = claim();
        if (ended) {
            home.counts().ended().add(WaitCounts.Way.CANCELLED);
        }
        return ended;
    }
}
