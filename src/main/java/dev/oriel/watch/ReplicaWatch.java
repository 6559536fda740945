package dev.oriel.watch;

import dev.oriel.store.Lookup;
import dev.oriel.store.Replica;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A watch of one replica. It begins either with what is present or behind positions that the watcher has reached elsewhere; from
 * there on it tells changes, pulled from the replica's history when it is polled. It holds no more of them than one poll
 * returns, and never a snapshot of the store: what is present is read page by page, and changes that come along meanwhile are
 * told of the keys that have been passed.
 *
 * <p>Not thread-safe: its watcher's one thread uses it.
 */
public final class ReplicaWatch implements AutoCloseable {

    private final Replica replica;
    private final ReplicaHistory history;
    private final Interest interest;
    private final ChangeReader reader;
    private final Map<Integer, Long> reached = new TreeMap<>();
    private Covered covered = new Covered();
    private @Nullable PresentScan scan;
    private Map<Integer, Long> notBefore = Map.of();
    private long next;
    private boolean behind;
    private boolean closed;

    ReplicaWatch(Replica replica, ReplicaHistory history, KeyFilter filter, Wakeup wakeup) {
        this.replica = replica;
        this.history = history;
        this.interest = new Interest(filter, wakeup);
        this.reader = new ChangeReader(history.changes());
        history.register(interest);
    }

    /** The replica that is watched. */
    public Replica replica() {
        return replica;
    }

    /**
     * Begins with what is present.
     *
     * @param atLeast offsets, by partition, that it must reflect; until then {@link #poll} says that it is not yet time
     */
    public void beginWithPresent(Map<Integer, Long> atLeast) {
        notBefore = Map.copyOf(atLeast);
        reached.clear();
        covered = new Covered();
        ChangeHistory.Place end = history.changes().end();
        next = end.next();
        scan = new PresentScan(replica, interest.filter(), covered, end.offsets());
        behind = true;
    }

    /**
     * Begins with what comes after the given offsets.
     *
     * @param offsets by partition, for all of the replica's
     * @return false, with nothing begun, if the changes since then are not all held any more
     */
    public boolean beginAfter(Map<Integer, Long> offsets) {
        OptionalLong number = history.changes().numberAfter(offsets);
        if (number.isPresent()) {
            begin(number.getAsLong(), offsets);
            return true;
        }
        ChangeHistory.Place end = history.changes().end();
        if (interest.filter() instanceof KeyFilter.Only only && isUnchanged(only, offsets)) {
            begin(end.next(), offsets);
            passOver(end);
            return true;
        }
        return false;
    }

    private void begin(long number, Map<Integer, Long> offsets) {
        scan = null;
        notBefore = Map.of();
        covered = new Covered();
        reached.clear();
        reached.putAll(offsets);
        next = number;
        behind = true;
    }

    /** A single key's entry tells by itself that there has been no change since; that it is gone does not. */
    private boolean isUnchanged(KeyFilter.Only only, Map<Integer, Long> offsets) {
        return replica.read(only.partition(), only.key()) instanceof Lookup.Found found
                && offsets.getOrDefault(found.entry().partition(), -1L)
                        >= found.entry().offset();
    }

    /**
     * What there is to tell now, as far as it fits a batch; does not wait. To be called again, without waiting, until there is
     * nothing.
     */
    public Polled poll() {
        if (!notBefore.entrySet().stream().allMatch(each -> replica.watermark(each.getKey()) >= each.getValue())) {
            return new Polled.NotYet();
        }
        notBefore = Map.of();
        PresentScan telling = scan;
        return telling == null ? changes() : changesAndPresent(telling);
    }

    private Polled changes() {
        if (!behind) {
            ChangeHistory.Place end = history.changes().end();
            ChangeHistory.Place examined = history.examined();
            long pending = interest.take();
            if (pending == Interest.NONE) {
                passOver(examined.next() >= end.next() ? end : examined);
                return Polled.News.NONE;
            }
            next = Math.max(next, pending);
        }
        Optional<ChangeReader.Taken> taken = take();
        return taken.isPresent() ? new Polled.News(taken.get().states(), false) : lost();
    }

    /** Nothing that lies before the place concerns this watch. */
    private void passOver(ChangeHistory.Place place) {
        next = Math.max(next, place.next());
        place.offsets().forEach((partition, offset) -> reached.merge(partition, offset, Math::max));
    }

    private Optional<ChangeReader.Taken> take() {
        Optional<ChangeReader.Taken> taken;
        do {
            taken = reader.take(next, this::concerns);
            taken.ifPresent(this::pass);
        } while (taken.isPresent() && taken.get().more() && taken.get().states().isEmpty());
        return taken;
    }

    private void pass(ChangeReader.Taken taken) {
        next = taken.next();
        behind = taken.more();
        covered.passed(next);
        taken.reached().forEach((partition, offset) -> passed().merge(partition, offset, Math::max));
    }

    /**
     * The offsets before which nothing is to be told any more. They may lie beyond the place in the history: a watch that was
     * resumed has seen elsewhere what this replica is still to apply.
     */
    private Map<Integer, Long> passed() {
        PresentScan telling = scan;
        return telling == null ? reached : telling.reached();
    }

    private boolean concerns(HeldChange change) {
        PresentScan telling = scan;
        // What covers a change has to see it, so that is asked before its offset is.
        return interest.filter().matches(change.key())
                && (telling == null || telling.hasPassed(change.key()))
                && !covered.covers(change)
                && change.offset() > passed().getOrDefault(change.partition(), -1L);
    }

    /** Changes are missing; which is of no matter if the one key that is watched has not changed. */
    private Polled lost() {
        ChangeHistory.Place end = history.changes().end();
        if (interest.filter() instanceof KeyFilter.Only only && isUnchanged(only, reached)) {
            covered = new Covered();
            passOver(end);
            return Polled.News.NONE;
        }
        return new Polled.HistoryLost();
    }

    private Polled changesAndPresent(PresentScan telling) {
        Optional<ChangeReader.Taken> taken = take();
        if (taken.isEmpty()) {
            return new Polled.HistoryLost();
        }
        Optional<List<KeyState>> page = telling.next();
        if (page.isEmpty()) {
            return new Polled.ReplicaClosed();
        }
        // Until all that is present has been told, no position is reached: whoever resumes from before begins anew.
        List<WatchedState> states = new ArrayList<>();
        taken.get().states().forEach(change -> states.add(change.reaching(Map.of())));
        page.get().forEach(state -> states.add(new WatchedState(state, 0, Map.of())));
        if (telling.isComplete()) {
            scan = null;
            reached.putAll(telling.reached());
            if (!states.isEmpty()) {
                states.add(states.removeLast().reaching(reached));
            }
        }
        return new Polled.News(states, telling.isComplete());
    }

    /** The offsets up to which everything has been told, by partition; empty until all that was present has been. */
    public Map<Integer, Long> reached() {
        return Map.copyOf(reached);
    }

    /** Ends the watch. Idempotent. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            history.unregister(interest);
        }
    }
}
