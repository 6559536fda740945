package dev.oriel.read;

import dev.oriel.api.Role;
import dev.oriel.store.Replica;
import dev.oriel.watch.Polled;
import dev.oriel.watch.ReplicaWatch;
import dev.oriel.watch.WatchedState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A replica of this instance that owns its partitions, for as long as it does. */
final class LocalSource implements WatchSource {

    private final ReplicaWatch watch;
    private final Set<Integer> partitions;
    private boolean historyLost;

    private LocalSource(ReplicaWatch watch, boolean historyLost) {
        this.watch = watch;
        this.partitions = watch.replica().partitions().boxed().collect(Collectors.toUnmodifiableSet());
        this.historyLost = historyLost;
    }

    /** Begins with what is present as soon as it reflects some offsets. */
    static LocalSource present(ReplicaWatch watch, Map<Integer, Long> atLeast) {
        watch.beginWithPresent(atLeast);
        return new LocalSource(watch, false);
    }

    /** Begins behind some offsets. */
    static LocalSource after(ReplicaWatch watch, Map<Integer, Long> offsets) {
        return new LocalSource(watch, !watch.beginAfter(offsets));
    }

    /** Whether the replica may speak for a partition: it owns it, and its entries are of one moment. */
    static boolean maySpeak(Replica replica, int partition) {
        Role role = replica.role();
        return (role == Role.ACTIVE || role == Role.GLOBAL) && replica.settled(partition);
    }

    @Override
    public Set<Integer> partitions() {
        return partitions;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public Optional<Outcome.Refusal> refused() {
        return Optional.empty();
    }

    @Override
    public Found poll() {
        Polled polled = historyLost ? new Polled.HistoryLost() : watch.poll();
        // Afterwards: a replica that was demoted meanwhile may have been emptied, and what it showed proves nothing.
        if (!partitions.stream().allMatch(partition -> maySpeak(watch.replica(), partition))) {
            return ended();
        }
        return switch (polled) {
            case Polled.News news -> new Found.News(events(news));
            case Polled.NotYet notYet -> new Found.NotYet();
            case Polled.HistoryLost lost -> new Found.HistoryLost();
            case Polled.ReplicaClosed closed -> ended();
        };
    }

    private List<Event> events(Polled.News news) {
        List<Event> events = new ArrayList<>(news.states().size());
        for (WatchedState told : news.states()) {
            events.add(new Event(new WatchEvent.Content.State(told.state(), told.conflated()), told.reached()));
        }
        if (events.isEmpty() && news.completesPresent()) {
            events.add(new Event(new WatchEvent.Content.Nothing(), watch.reached()));
        }
        return events;
    }

    private Found ended() {
        return new Found.Ended(WatchSources.closing(watch.replica()));
    }

    @Override
    public Map<Integer, Long> reached() {
        return watch.reached();
    }

    @Override
    public void close() {
        watch.close();
    }
}
