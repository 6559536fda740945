package dev.oriel.read;

import dev.oriel.config.HostPort;
import dev.oriel.read.WatchSources.Place;
import dev.oriel.read.WatchSources.Start;
import dev.oriel.store.Replica;
import dev.oriel.view.Materialization;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The sources of one watch: together they have its partitions, as far as those can be had. Partitions without a source are looked
 * for again and again, at most twenty times a second and soon only twice. Not thread-safe.
 */
final class SourceSet {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);
    private static final int SILENT_HEARTBEATS = 3;

    private final WatchSources places;
    private final Duration heartbeat;
    private final List<WatchSource> sources = new ArrayList<>();
    private final Set<Integer> begun = new HashSet<>();
    private Optional<Outcome.Refusal> missing = Optional.empty();
    private Duration pause = FIRST_PAUSE;
    private long retryAt = System.nanoTime();
    private long lastCheck = System.nanoTime();

    SourceSet(WatchSources places, Duration heartbeat) {
        this.places = places;
        this.heartbeat = heartbeat;
    }

    /** The sources; what they are may change with each call of another method. */
    List<WatchSource> all() {
        return List.copyOf(sources);
    }

    /** Whether each of them is open. */
    boolean allOpen() {
        return sources.stream().allMatch(WatchSource::isOpen);
    }

    /** How long to wait before looking again for what is missing. */
    Duration pause() {
        return pause;
    }

    /** Something of these partitions has been told, so from now on they can only be gone on with. */
    void begun(Set<Integer> partitions) {
        begun.addAll(partitions);
    }

    /**
     * Looks for sources of the partitions that have none.
     *
     * @param made where to look
     * @param position where to go on in partitions that have begun
     * @param atLeast what others must reflect when they begin
     * @return why some still have none; nothing if all have one
     */
    Optional<Outcome.Refusal> complete(Materialization made, WatchPosition position, Map<Integer, Long> atLeast) {
        dropUseless();
        Set<Integer> open = new TreeSet<>(position.partitions());
        sources.forEach(source -> open.removeAll(source.partitions()));
        if (open.isEmpty()) {
            missing = Optional.empty();
            if (allOpen()) {
                pause = FIRST_PAUSE;
            }
        } else if (System.nanoTime() - retryAt >= 0) {
            missing = open(open, made, position, atLeast);
            missing.ifPresent(refusal -> retryLater());
        }
        return missing;
    }

    private Optional<Outcome.Refusal> open(
            Set<Integer> partitions, Materialization made, WatchPosition position, Map<Integer, Long> atLeast) {
        Optional<Outcome.Refusal> nowhere = Optional.empty();
        Set<Replica> here = new LinkedHashSet<>();
        Map<HostPort, Set<Integer>> there = new LinkedHashMap<>();
        for (int partition : partitions) {
            switch (places.place(made, partition)) {
                case Place.Here place -> here.add(place.replica());
                case Place.There place ->
                    there.computeIfAbsent(place.peer(), peer -> new TreeSet<>()).add(partition);
                case Place.Nowhere place -> nowhere = nowhere.or(() -> Optional.of(place.reason()));
            }
        }
        for (Replica replica : here) {
            Set<Integer> held = replica.partitions().boxed().collect(Collectors.toSet());
            Optional<WatchSource> source = places.here(replica, made, start(held, position, atLeast));
            source.ifPresent(sources::add);
            nowhere = source.isPresent() ? nowhere : Optional.of(WatchSources.closing(replica));
        }
        there.forEach((peer, asked) -> byStart(asked)
                .forEach(some -> sources.add(places.there(peer, some, position, start(some, position, atLeast)))));
        return nowhere;
    }

    /** Partitions that have begun apart from those that have not, since a peer is asked to begin all in one way. */
    private List<Set<Integer>> byStart(Set<Integer> partitions) {
        Map<Boolean, Set<Integer>> byStart =
                partitions.stream().collect(Collectors.partitioningBy(begun::contains, Collectors.toSet()));
        return byStart.values().stream().filter(some -> !some.isEmpty()).toList();
    }

    private Start start(Set<Integer> partitions, WatchPosition position, Map<Integer, Long> atLeast) {
        if (begun.containsAll(partitions)) {
            return new Start.After(position.of(partitions));
        }
        Map<Integer, Long> ofThese = new HashMap<>();
        partitions.forEach(partition -> ofThese.put(partition, atLeast.getOrDefault(partition, WatchPosition.NOWHERE)));
        return new Start.Present(ofThese);
    }

    private void dropUseless() {
        for (WatchSource source : all()) {
            Optional<Outcome.Refusal> refused = source.refused();
            if (refused.isPresent()) {
                drop(source, refused.get());
            }
        }
        long now = System.nanoTime();
        if (now - lastCheck
                < Math.min(heartbeat.toNanos(), Duration.ofSeconds(1).toNanos())) {
            return;
        }
        lastCheck = now;
        Duration silence = heartbeat.multipliedBy(SILENT_HEARTBEATS).plusSeconds(1);
        for (WatchSource source : all()) {
            if (source instanceof PeerSource peer && (!places.isStillOwner(peer) || peer.isSilentFor(silence))) {
                drop(source, peer.lost());
            }
        }
    }

    /** A source is of no more use; its partitions are looked for again, after a moment. */
    void drop(WatchSource source, Outcome.Refusal reason) {
        source.close();
        sources.remove(source);
        missing = Optional.of(reason);
        retryLater();
    }

    private void retryLater() {
        retryAt = System.nanoTime() + pause.toNanos();
        pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
    }

    /** Lets go of all sources, and of what has begun. */
    void clear() {
        sources.forEach(WatchSource::close);
        sources.clear();
        begun.clear();
    }
}
