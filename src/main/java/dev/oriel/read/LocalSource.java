package dev.oriel.read;

import dev.oriel.api.Role;
import dev.oriel.store.Replica;
import dev.oriel.watch.Polled;
import dev.oriel.watch.ReplicaWatch;
import dev.oriel.watch.Sighting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
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
    public Optional<WatchRefusal> refused() {
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
        List<Event> events = new ArrayList<>(news.sightings().size());
        for (Sighting sighting : news.sightings()) {
            events.add(new Event(
                    new WatchEvent.Content.State(sighting.state(), sighting.conflated()), sighting.reached()));
        }
        if (events.isEmpty() && news.completesPresent()) {
            events.add(new Event(new WatchEvent.Content.Nothing(), watch.reached()));
        }
        return events;
    }

    private Found ended() {
        return new Found.Ended(new WatchRefusal.Unavailable(
                OptionalInt.of(
                        partitions.stream().mapToInt(Integer::intValue).min().orElseThrow()),
                WatchRefusal.Unavailable.REBALANCING,
                "its owner has given it up"));
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
