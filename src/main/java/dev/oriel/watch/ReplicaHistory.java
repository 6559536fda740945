package dev.oriel.watch;

import dev.oriel.store.Change;
import dev.oriel.store.KeyBytes;
import java.lang.invoke.VarHandle;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * One replica's latest changes, and who wants to know of them.
 *
 * <p><b>No stream thread is held up.</b> It appends a change and, if there is any interest, hands over one task unless one is
 * ordered already. The task, on a worker, looks at what has been appended since the last and marks the interests it concerns;
 * finding a key's takes a lookup, those in prefixes are gone through one by one.
 *
 * <p><b>No change is missed.</b> An interest is registered first and takes the number to begin with then; the store's thread
 * appends first and looks for interests then, with a full fence between the two steps of either side. So either the watch begins
 * behind the change, and with a state that reflects it, or the worker finds the interest.
 */
final class ReplicaHistory implements Runnable {

    private final ChangeHistory changes;
    private final Executor workers;
    private final Map<KeyBytes, Set<Interest>> byKey = new ConcurrentHashMap<>();
    private final Set<Interest> byPrefix = ConcurrentHashMap.newKeySet();
    private final AtomicInteger interested = new AtomicInteger();
    private final AtomicBoolean ordered = new AtomicBoolean();
    private volatile ChangeHistory.Place examined;

    ReplicaHistory(ChangeHistory changes, Executor workers) {
        this.changes = changes;
        this.workers = workers;
        this.examined = changes.end();
    }

    ChangeHistory changes() {
        return changes;
    }

    /** Appends a change. Called by the thread that applied it. */
    void append(int partition, Change change) {
        changes.append(partition, change);
        VarHandle.fullFence();
        if (interested.get() > 0 && !ordered.get() && ordered.compareAndSet(false, true)) {
            hand(this);
        }
    }

    private void hand(Runnable task) {
        try {
            workers.execute(task);
        } catch (RejectedExecutionException stopped) {
            // The workers have been sent home: the instance has stopped, and with it all watches.
            ordered.set(false);
        }
    }

    /** Registers an interest, for changes from {@link ChangeHistory#next} on as it is afterwards. */
    void register(Interest interest) {
        switch (interest.filter()) {
            case KeyFilter.Only only ->
                byKey.compute(KeyBytes.of(only.key()), (key, known) -> {
                    Set<Interest> interests = known == null ? ConcurrentHashMap.newKeySet(1) : known;
                    interests.add(interest);
                    return interests;
                });
            case KeyFilter.Prefix prefix -> byPrefix.add(interest);
        }
        interested.incrementAndGet();
        VarHandle.fullFence();
    }

    /** Takes an interest out; to be called once for each. */
    void unregister(Interest interest) {
        switch (interest.filter()) {
            case KeyFilter.Only only ->
                byKey.computeIfPresent(KeyBytes.of(only.key()), (key, interests) -> {
                    interests.remove(interest);
                    return interests.isEmpty() ? null : interests;
                });
            case KeyFilter.Prefix prefix -> byPrefix.remove(interest);
        }
        interested.decrementAndGet();
    }

    /** How far changes have been looked at; whom none of these has marked, none of them concerns. */
    ChangeHistory.Place examined() {
        return examined;
    }

    /** Looks at what has been appended. */
    @Override
    public void run() {
        // Before the look, so that whatever is appended during the look orders another.
        ordered.set(false);
        examine();
    }

    private synchronized void examine() {
        ChangeHistory.Place end = changes.end();
        long number = examined.next();
        while (number < end.next()) {
            HeldChange change = changes.get(number);
            if (change == null) {
                // Too late for this one and perhaps for others: everybody looks, and finds out what they have missed.
                long missed = number;
                forEach(interest -> interest.mark(missed));
                number = Math.max(number + 1, changes.oldest());
            } else {
                see(change);
                number++;
            }
        }
        examined = end;
    }

    private void see(HeldChange change) {
        if (!byKey.isEmpty()) {
            Set<Interest> ofKey = byKey.get(KeyBytes.of(change.key()));
            if (ofKey != null) {
                ofKey.forEach(interest -> interest.see(change));
            }
        }
        byPrefix.forEach(interest -> interest.see(change));
    }

    /** The replica is another than it was: everybody is to look. Neither blocks nor throws. */
    void callAll() {
        hand(() -> forEach(Interest::call));
    }

    private void forEach(Consumer<Interest> action) {
        byKey.values().forEach(interests -> interests.forEach(action));
        byPrefix.forEach(action);
    }
}
