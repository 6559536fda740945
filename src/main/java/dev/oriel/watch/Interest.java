package dev.oriel.watch;

import java.util.concurrent.atomic.AtomicLong;

/** Who wants to know of changes of a replica, and the first change that concerns them and that they have not asked for yet. */
final class Interest {

    /** Nothing concerns them. */
    static final long NONE = Long.MAX_VALUE;

    private final KeyFilter filter;
    private final Wakeup wakeup;
    private final AtomicLong pendingFrom = new AtomicLong(NONE);

    Interest(KeyFilter filter, Wakeup wakeup) {
        this.filter = filter;
        this.wakeup = wakeup;
    }

    KeyFilter filter() {
        return filter;
    }

    /** Looks at a change. */
    void see(HeldChange change) {
        if (pendingFrom.get() == NONE && filter.matches(change.key())) {
            mark(change.number());
        }
    }

    /** Changes from this number on may concern them. */
    void mark(long number) {
        if (pendingFrom.compareAndSet(NONE, number)) {
            wakeup.call();
        }
    }

    /** Something else has happened that they should look at. */
    void call() {
        wakeup.call();
    }

    /** The number of the first change that concerns them since they last asked, or {@link #NONE}. */
    long take() {
        return pendingFrom.get() == NONE ? NONE : pendingFrom.getAndSet(NONE);
    }
}
