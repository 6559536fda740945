package dev.oriel.scan;

import dev.oriel.api.Position;
import dev.oriel.config.Durations;
import dev.oriel.config.HostPort;
import dev.oriel.config.ViewConfig;
import dev.oriel.read.Outcome;
import dev.oriel.read.Standbys;
import dev.oriel.read.Unavailability;
import dev.oriel.route.PartitionTable;
import dev.oriel.view.Materialization;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One gathering as it goes on; see {@link Gatherer}. For one thread. */
final class Gathering {

    private static final Duration AT_ONE_THAT_IS_DOWN = Duration.ofMillis(500);
    private static final Duration WAIT_AT_STANDBY = Duration.ofSeconds(1);
    private static final long FIRST_PAUSE_NANOS = 50_000_000;
    private static final long LONGEST_PAUSE_NANOS = 1_000_000_000;

    /** More than can be proved of any standby. */
    private static final Duration WHATEVER = Duration.ofDays(1);

    private final Gatherer gatherer;
    private final EntriesRead read;
    private final Materialization made;
    private final NavigableSet<Integer> pending;
    private final Function<NavigableSet<Integer>, Query> query;
    private final Map<Integer, Long> after;
    private final List<Gathered.Part> parts = new ArrayList<>();
    private final NavigableMap<Integer, Gap> gaps = new TreeMap<>();
    private final Map<Integer, HostPort> named = new HashMap<>();

    Gathering(
            Gatherer gatherer,
            EntriesRead read,
            Materialization made,
            NavigableSet<Integer> partitions,
            Function<NavigableSet<Integer>, Query> query) {
        this.gatherer = gatherer;
        this.read = read;
        this.made = made;
        this.pending = new TreeSet<>(partitions);
        this.query = query;
        this.after = read.after().stream()
                .filter(position -> position.offset() >= 0)
                .collect(Collectors.toMap(Position::partition, Position::offset, Math::max));
    }

    Gathered run() throws InterruptedException {
        long pause = FIRST_PAUSE_NANOS;
        while (true) {
            long epoch = gatherer.epoch();
            ask(owners());
            askStandbys();
            if (pending.isEmpty() || read.partial() || read.end().passed() || !allPass()) {
                gaps.keySet().retainAll(pending);
                return new Gathered(parts, gaps);
            }
            gatherer.awaitAfter(epoch, Math.min(pause, Math.max(1, read.end().nanosLeft())));
            pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
        }
    }

    /** Whether all that is missing may be there in a moment. */
    private boolean allPass() {
        boolean sameTopic = read.view()
                .materialization()
                .filter(now -> now.source().equals(made.source()))
                .isPresent();
        return sameTopic
                && pending.stream()
                        .allMatch(partition -> gaps.get(partition) instanceof Gap.Refused refused
                                && (refused.reason() instanceof Outcome.NotTheOwner
                                        || Unavailability.passes(refused.reason())));
    }

    /** One call to each instance that owns some of the partitions; those that nobody owns become gaps. */
    private List<SliceCall> owners() {
        Map<HostPort, NavigableSet<Integer>> places = new LinkedHashMap<>();
        for (int partition : pending) {
            Optional<HostPort> owner = Optional.ofNullable(named.remove(partition))
                    .or(() -> gatherer.row(read.view(), partition).flatMap(PartitionTable.Row::owner));
            if (owner.isEmpty()) {
                gaps.put(partition, new Gap.Refused(partition, Unavailability.noOwner(read.view(), partition)));
            } else if (mayUseStandbys(partition) && gatherer.down(owner.get()).isPresent()) {
                String why = "its owner " + gatherer.down(owner.get()).orElse("is passed over");
                gaps.put(partition, new Gap.Refused(partition, Unavailability.unreachable(partition, why)));
            } else {
                places.computeIfAbsent(owner.get(), first -> new TreeSet<>()).add(partition);
            }
        }
        Standbys none = new Standbys(read.standbys().stale(), false);
        return places.entrySet().stream()
                .map(place -> {
                    Duration left = read.end().left();
                    // One that is down is tried again and again rather than for long.
                    Duration atMost = gatherer.down(place.getKey()).isPresent()
                            ? Durations.shorter(left, AT_ONE_THAT_IS_DOWN)
                            : left;
                    return call(place.getKey(), "its owner", place.getValue(), none, read.mayWait(), atMost);
                })
                .toList();
    }

    private SliceCall call(
            HostPort host,
            String who,
            NavigableSet<Integer> partitions,
            Standbys standbys,
            Duration wait,
            Duration atMost) {
        Map<Integer, Long> relevant = new HashMap<>(after);
        relevant.keySet().retainAll(partitions);
        SliceRequest request =
                new SliceRequest(made.source().id(), partitions, query.apply(partitions), relevant, standbys, wait);
        return new SliceCall(host, who, request, read.trace(), atMost);
    }

    private void ask(List<SliceCall> calls) throws InterruptedException {
        List<SliceReply> replies = SideBySide.all(calls.stream()
                .map(call -> (SideBySide.Call<SliceReply>) () -> gatherer.ask(read.view(), made, call))
                .toList());
        for (int i = 0; i < calls.size(); i++) {
            SliceRequest request = calls.get(i).request();
            SliceReply reply = replies.get(i);
            reply.slice().ifPresent(slice -> {
                parts.add(new Gathered.Part(request, slice));
                pending.removeAll(slice.reached().keySet());
            });
            reply.gaps().forEach(this::note);
        }
    }

    private void note(Gap gap) {
        gaps.put(gap.partition(), gap);
        if (gap instanceof Gap.Refused refused
                && refused.reason() instanceof Outcome.NotTheOwner moved
                && !gatherer.isSelf(moved.owner())) {
            named.put(gap.partition(), moved.owner());
        }
    }

    /** Asks those that follow, one after the other, for what the owners did not tell. */
    private void askStandbys() throws InterruptedException {
        for (int turn = 0; true; turn++) {
            Map<HostPort, NavigableSet<Integer>> places = new LinkedHashMap<>();
            for (int partition : pending) {
                if (gaps.get(partition) instanceof Gap.Refused && mayUseStandbys(partition)) {
                    List<HostPort> standbys = standbys(partition);
                    if (turn < standbys.size()) {
                        places.computeIfAbsent(standbys.get(turn), first -> new TreeSet<>())
                                .add(partition);
                    }
                }
            }
            if (places.isEmpty()) {
                return;
            }
            askStandbys(places);
        }
    }

    private void askStandbys(Map<HostPort, NavigableSet<Integer>> places) throws InterruptedException {
        Standbys instead = new Standbys(stale(), true);
        Map<Integer, Gap> reasons = new TreeMap<>(gaps);
        ask(places.entrySet().stream()
                .map(place -> call(
                        place.getKey(),
                        "its standby",
                        place.getValue(),
                        instead,
                        Durations.shorter(read.mayWait(), WAIT_AT_STANDBY),
                        read.end().left()))
                .toList());
        // What the owner said counts for more than what a standby says that cannot answer either.
        gaps.putAll(reasons);
    }

    /** Who follows, first what is here; a replica of this instance may be between two roles, and then is in no table. */
    private List<HostPort> standbys(int partition) {
        List<HostPort> standbys = new ArrayList<>();
        if (made.replicas().find(partition).isPresent()) {
            standbys.add(gatherer.self());
        }
        gatherer.row(read.view(), partition).map(PartitionTable.Row::standbys).orElse(List.of()).stream()
                .filter(host -> !gatherer.isSelf(host) && gatherer.down(host).isEmpty())
                .forEach(standbys::add);
        return standbys;
    }

    private boolean mayUseStandbys(int partition) {
        return read.view().config().kind() == ViewConfig.Kind.TABLE
                && (after.containsKey(partition) || !stale().isZero());
    }

    private Duration stale() {
        Duration stale = read.standbys().stale();
        boolean anyhow = read.view().config().availability() == ViewConfig.Availability.PREFER_STANDBY;
        return stale.isZero() && anyhow ? WHATEVER : stale;
    }
}
