package dev.oriel.scan;

import static java.util.Objects.requireNonNull;

import dev.oriel.api.Role;
import dev.oriel.api.ServedBy;
import dev.oriel.read.Outcome;
import dev.oriel.read.Standbys;
import dev.oriel.read.Unavailability;
import dev.oriel.route.Partitioner;
import dev.oriel.store.Count;
import dev.oriel.store.Replica;
import dev.oriel.store.ReplicaSnapshot;
import dev.oriel.view.Materialization;
import dev.oriel.view.View;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.IntFunction;

/**
 * One slice as it is read from this instance's replicas. It reads again until what it has read is of one moment and of replicas that
 * could speak for their partitions before and afterwards; those that cannot become gaps. For one thread, which must be able to wait for a
 * disk.
 */
final class SliceReading {

    /** How often it reads what turns out not to be of one moment, before changes are held off while it does. */
    private static final int OPTIMISTIC_TRIES = 3;

    /** How many entries are counted one by one, which takes some ten milliseconds. */
    private static final long COUNTED_AT_MOST = 100_000;

    private static final String BUILDING = "building";

    private final View view;
    private final Materialization made;
    private final SliceRequest request;
    private final NavigableMap<Integer, Replica> replicas = new TreeMap<>();
    private final NavigableMap<Integer, Gap> gaps = new TreeMap<>();
    private final IntFunction<Outcome.Refusal> refusal;

    /**
     * A reading that has read nothing.
     *
     * @param made what the view is made of; the request is for its topic
     * @param refusal why this instance cannot speak for a partition, if it cannot
     */
    SliceReading(View view, Materialization made, SliceRequest request, IntFunction<Outcome.Refusal> refusal) {
        this.view = view;
        this.made = made;
        this.request = request;
        this.refusal = refusal;
        request.partitions()
                .forEach(partition -> find(partition)
                        .ifPresentOrElse(replica -> replicas.put(partition, replica), () -> leaveOut(partition)));
    }

    private Optional<Replica> find(int partition) {
        return partition < made.source().partitions() ? made.replicas().find(partition) : Optional.empty();
    }

    private void leaveOut(int partition) {
        gaps.put(partition, new Gap.Refused(partition, refusal.apply(partition)));
    }

    /** The offsets that must be reflected, of the partitions that can be read here. */
    Map<Integer, Long> after() {
        leaveOutMute();
        Map<Integer, Long> after = new TreeMap<>(request.after());
        after.keySet().retainAll(replicas.keySet());
        return after;
    }

    /** Whether there is nothing to wait for: each offset is reflected, or will not be by the replica that was found here. */
    boolean isReached(Map<Integer, Long> after) {
        return after.entrySet().stream()
                .allMatch(offset -> watermark(offset.getKey()) >= offset.getValue() || !maySpeak(offset.getKey()));
    }

    private long watermark(int partition) {
        return requireNonNull(replicas.get(partition)).watermark(partition);
    }

    /**
     * Leaves out the partitions whose offsets are not reflected.
     *
     * @param stopping whether this instance stops, so that they may be had elsewhere before long
     */
    void leaveOutBehind(Map<Integer, Long> after, boolean stopping) {
        after.forEach((partition, offset) -> {
            long watermark = watermark(partition);
            if (watermark < offset && maySpeak(partition)) {
                gaps.put(
                        partition,
                        stopping
                                ? new Gap.Refused(
                                        partition, Unavailability.rebalancing(partition, "its owner is being stopped"))
                                : new Gap.NotReached(partition, watermark));
                replicas.remove(partition);
            }
        });
    }

    private boolean maySpeak(int partition) {
        Optional<Replica> held = Optional.ofNullable(replicas.get(partition));
        // One that has been closed is not to be found any more.
        return held.isPresent()
                && find(partition).equals(held)
                && held.get().settled(partition)
                && switch (held.get().role()) {
                    case ACTIVE, GLOBAL -> true;
                    // One that has just been given another role can show as much as a standby.
                    case STANDBY, RESTORING -> request.standbys().ownerPassedOver();
                };
    }

    /** Leaves out the partitions whose index is being built. */
    private void leaveOutUnindexed() {
        Optional<String> needed = switch (request.query()) {
            case Query.Keys keys -> Optional.empty();
            case Query.Count count -> count.index();
            case Query.Range range -> range.index();
        };
        if (needed.isEmpty()) {
            return;
        }
        String index = needed.get();
        List<Integer> unindexed = replicas.entrySet().stream()
                .filter(held -> !held.getValue().isBuilt(index))
                .map(Map.Entry::getKey)
                .toList();
        for (int partition : unindexed) {
            Replica replica = requireNonNull(replicas.remove(partition));
            String detail = "its index '" + index + "' is being built, and has come past " + replica.indexed()
                    + " entries of about " + replica.approximateEntries();
            gaps.put(partition, new Gap.Refused(partition, Unavailability.of(partition, BUILDING, detail)));
        }
    }

    /** Leaves out the partitions that this instance cannot speak for; whether there were any. */
    private boolean leaveOutMute() {
        List<Integer> mute = replicas.keySet().stream()
                .filter(partition -> !maySpeak(partition))
                .toList();
        mute.forEach(this::leaveOut);
        replicas.keySet().removeAll(mute);
        return !mute.isEmpty();
    }

    /**
     * Reads.
     *
     * @param instance the name of this instance
     * @param hops how many hops the answer makes
     */
    SliceReply read(String instance, int hops) {
        leaveOutMute();
        leaveOutUnindexed();
        Optional<Slice> slice = Optional.empty();
        while (!replicas.isEmpty() && slice.isEmpty()) {
            slice = attempt(instance, hops);
            // Afterwards: a replica that was demoted meanwhile may have been emptied, and what it showed proves
            // nothing.
            if (leaveOutMute()) {
                slice = Optional.empty();
            }
        }
        return new SliceReply(slice, List.copyOf(gaps.values()));
    }

    private Optional<Slice> attempt(String instance, int hops) {
        for (int tries = 0; true; tries++) {
            Optional<Snapshots> opened = Snapshots.open(replicas, tries >= OPTIMISTIC_TRIES);
            if (opened.isEmpty()) {
                return Optional.empty();
            }
            try (Snapshots snapshots = opened.get()) {
                Slice.Content content = content(snapshots);
                if (snapshots.areOfOneMoment()) {
                    return proved(snapshots.reached(), content, instance, hops);
                }
            }
        }
    }

    private Slice.Content content(Snapshots snapshots) {
        return switch (request.query()) {
            case Query.Keys keys -> found(keys, snapshots);
            case Query.Count count -> counted(count, snapshots);
            case Query.Range range ->
                MergedRows.read(snapshots.all(), view.keys().order(), range);
        };
    }

    private Slice.Content counted(Query.Count query, Snapshots snapshots) {
        Count count = Count.NONE;
        for (ReplicaSnapshot snapshot : snapshots.all()) {
            long exactUpTo = Math.max(0, COUNTED_AT_MOST - count.entries());
            count = count.plus(snapshot.count(query.index(), view.keys().order(), query.ranks(), exactUpTo));
        }
        return new Slice.Content.Counted(count);
    }

    /** A key of a partition that is left out has nothing here; whoever asked knows which those are. */
    private Slice.Content found(Query.Keys keys, Snapshots snapshots) {
        Partitioner partitioner = Partitioner.of(view.config().partitioner());
        NavigableMap<Integer, List<Integer>> places = new TreeMap<>();
        List<Optional<byte[]>> found = new ArrayList<>(keys.keys().size());
        for (int i = 0; i < keys.keys().size(); i++) {
            int partition =
                    partitioner.partition(keys.keys().get(i), made.source().partitions());
            places.computeIfAbsent(partition, first -> new ArrayList<>()).add(i);
            found.add(Optional.empty());
        }
        places.keySet().retainAll(replicas.keySet());
        places.forEach((partition, at) -> {
            List<Optional<byte[]>> stored = snapshots
                    .of(partition)
                    .getAll(at.stream().map(keys.keys()::get).toList());
            for (int i = 0; i < at.size(); i++) {
                found.set(at.get(i), stored.get(i));
            }
        });
        long bytes = found.stream()
                .mapToLong(stored -> stored.map(entry -> entry.length).orElse(0))
                .sum();
        return bytes > EntriesReader.MAX_LOOKUP_BYTES ? new Slice.Content.TooLong() : new Slice.Content.Found(found);
    }

    /** The slice, unless one of its partitions cannot prove to be as fresh as is asked for: then it is to be read without. */
    private Optional<Slice> proved(Map<Integer, Long> reflected, Slice.Content content, String instance, int hops) {
        Map<Integer, Long> reached = new TreeMap<>(reflected);
        reached.keySet().retainAll(replicas.keySet());
        Role least = Role.ACTIVE;
        OptionalLong stalest = OptionalLong.of(0);
        List<Integer> behind = new ArrayList<>();
        for (Map.Entry<Integer, Long> of : reached.entrySet()) {
            int partition = of.getKey();
            Role role = role(requireNonNull(replicas.get(partition)));
            OptionalLong stale = view.staleMillis(role, partition, of.getValue());
            if (!request.after().containsKey(partition) && !isFreshEnough(role, stale)) {
                gaps.put(partition, new Gap.Refused(partition, Unavailability.behind(partition, role, stale, stale())));
                behind.add(partition);
            }
            least = role == Role.ACTIVE ? least : role;
            stalest = stalest.isEmpty() || stale.isEmpty()
                    ? OptionalLong.empty()
                    : OptionalLong.of(Math.max(stalest.getAsLong(), stale.getAsLong()));
        }
        replicas.keySet().removeAll(behind);
        return behind.isEmpty()
                ? Optional.of(new Slice(reached, new ServedBy(instance, least, hops, stalest), content))
                : Optional.empty();
    }

    private static Role role(Replica replica) {
        return replica.role() == Role.RESTORING ? Role.STANDBY : replica.role();
    }

    private Duration stale() {
        return request.standbys().stale();
    }

    private boolean isFreshEnough(Role role, OptionalLong stale) {
        Standbys standbys = request.standbys();
        boolean asked = role == Role.STANDBY || !standbys.stale().isZero();
        return !asked || (stale.isPresent() && stale.getAsLong() <= stale().toMillis());
    }
}
