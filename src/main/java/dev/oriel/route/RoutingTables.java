package dev.oriel.route;

import dev.oriel.config.HostPort;
import dev.oriel.config.ViewConfig;
import dev.oriel.view.HostReplicas;
import dev.oriel.view.Materialization;
import dev.oriel.view.View;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partition tables of all views on this instance, made anew whenever an assignment is announced. Reading one takes no lock;
 * whoever found it unhelpful can wait for the next.
 */
public final class RoutingTables {

    private static final Logger log = LoggerFactory.getLogger(RoutingTables.class);

    private final HostPort self;
    private final Map<String, View> views;
    private final Map<String, PartitionTable> tables = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> moves = new ConcurrentHashMap<>();
    private final Listeners<String> listeners = new Listeners<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, Map<Integer, HostPort>> heard = new ConcurrentHashMap<>();
    private volatile Map<String, List<HostReplicas>> told = Map.of();
    private long epoch;

    /**
     * For the views of an instance.
     *
     * @param self where other instances reach this one
     * @param views all declared views
     */
    public RoutingTables(HostPort self, Collection<View> views) {
        this.self = self;
        this.views = new TreeMap<>();
        views.forEach(view -> this.views.put(view.name(), view));
    }

    /** Where other instances reach this one. */
    public HostPort self() {
        return self;
    }

    /** The table of a view. */
    public PartitionTable table(View view) {
        return tables.getOrDefault(view.name(), PartitionTable.EMPTY);
    }

    /** All other instances in any table, in a stable order. */
    public List<HostPort> others() {
        return tables.values().stream()
                .flatMap(table -> table.hosts().stream())
                .filter(host -> !host.equals(self))
                .distinct()
                .sorted(Comparator.comparing(HostPort::toString))
                .toList();
    }

    /** How often a partition of a view has been found to have another owner than the one before. */
    public long ownerChanges(View view) {
        return moves(view).sum();
    }

    private LongAdder moves(View view) {
        return moves.computeIfAbsent(view.name(), name -> new LongAdder());
    }

    /** Makes the tables anew from what the views know now, and wakes those who wait. */
    public void refresh() {
        List<String> others = new ArrayList<>();
        lock.lock();
        try {
            // Under the lock, lest one refresh puts what it saw earlier over what another saw later.
            for (View view : views.values()) {
                PartitionTable table = build(view);
                PartitionTable before = tables.put(view.name(), table);
                if (!table.equals(before)) {
                    others.add(view.name());
                    moves(view).add(before == null ? 0 : table.ownersUnlike(before));
                }
            }
            epoch++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        others.forEach(listeners::tell);
    }

    /**
     * Tells each time the table of a view has become another, from whatever thread finds it.
     *
     * @param then must not block
     */
    public Registration onChange(View view, Runnable then) {
        return listeners.add(view.name(), then);
    }

    /**
     * From here on takes others' word for who holds what, since this instance has left the group, or is about to, and does not hear
     * of assignments any more.
     *
     * @param holdings what each of the others holds, by the view's name
     */
    public void take(Map<String, List<HostReplicas>> holdings) {
        told = Map.copyOf(holdings);
        refresh();
    }

    /**
     * Takes others' word for who owns partitions of a view, over what its last assignment says.
     *
     * @param owners by partition
     * @return those of them that the assignment does not name
     */
    Map<Integer, HostPort> hear(View view, Map<Integer, HostPort> owners) {
        PartitionTable assigned = assigned(view);
        Map<Integer, HostPort> news = new HashMap<>(owners);
        news.entrySet().removeIf(claim -> assigned.owner(claim.getKey()).equals(Optional.of(claim.getValue())));
        Map<Integer, HostPort> before = news.isEmpty() ? heard.remove(view.name()) : heard.put(view.name(), news);
        if (!news.equals(before == null ? Map.of() : before)) {
            log.info("view {}: owners by what the others say: {}", view.name(), news);
            refresh();
        }
        return news;
    }

    /** Whether others' word counts for partitions of a view. */
    boolean hasHeard(View view) {
        return heard.containsKey(view.name());
    }

    private PartitionTable build(View view) {
        return assigned(view).withOwners(heard.getOrDefault(view.name(), Map.of()));
    }

    private PartitionTable assigned(View view) {
        int partitions = view.materialization()
                .map(Materialization::source)
                .map(source -> source.partitions())
                .orElse(0);
        List<HostReplicas> others = told.get(view.name());
        if (others != null) {
            return PartitionTable.of(partitions, others);
        }
        if (view.config().kind() == ViewConfig.Kind.GLOBAL) {
            // A global view has no group and no assignment: each instance holds all of it, and reads its own.
            return new PartitionTable(
                    Collections.nCopies(partitions, new PartitionTable.Row(Optional.of(self), List.of())));
        }
        return PartitionTable.of(partitions, view.assignment());
    }

    /** How often the tables have been made anew; to be read before a table that may turn out unhelpful. */
    public long epoch() {
        lock.lock();
        try {
            return epoch;
        } finally {
            lock.unlock();
        }
    }

    /** How many wait for newer tables. */
    public int waiting() {
        lock.lock();
        try {
            return lock.getWaitQueueLength(changed);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until tables newer than those of {@code seen} are there, at most so long. */
    public void awaitAfter(long seen, long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (epoch == seen && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
