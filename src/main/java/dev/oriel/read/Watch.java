package dev.oriel.read;

import dev.oriel.read.WatchEvent.Content;
import dev.oriel.read.WatchSource.Found;
import dev.oriel.view.Materialization;
import dev.oriel.watch.Wakeup;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One watch as it goes on: it gathers what happens from wherever its partitions are, and when one moves it goes on at its new
 * owner, behind what has been told. Where that cannot be done without a gap it begins anew, and says so.
 *
 * <p>A watch for another instance has only what is here, and is over when one of its partitions is not.
 *
 * <p>One thread uses it, and blocks in it; {@link #end} may be called by any.
 */
public final class Watch implements AutoCloseable {

    private final WatchRead read;
    private final WatchSources places;
    private final SourceSet sources;
    private final Wakeup wakeup;
    private final Duration heartbeat;

    private @Nullable WatchPosition position;
    private Map<Integer, Long> atLeast = Map.of();
    private boolean mustReset;
    private boolean notReady;
    private int turn;
    private String lastId = "";
    private volatile boolean over;

    Watch(WatchRead read, WatchSources places, Wakeup wakeup, Duration heartbeat) {
        this.read = read;
        this.places = places;
        this.sources = new SourceSet(places, heartbeat);
        this.wakeup = wakeup;
        this.heartbeat = heartbeat;
    }

    /**
     * Finds all its partitions; a client's watch rides out rebalances for as long as it may take.
     *
     * @return why it cannot begin, if it cannot
     */
    public Optional<Outcome.Refusal> begin(Deadline deadline) throws InterruptedException {
        while (true) {
            Optional<Outcome.Refusal> missing = arrange();
            if (missing.isEmpty() && sources.allOpen()) {
                return Optional.empty();
            }
            boolean worthAnotherTry =
                    !read.fromPeer() && missing.map(Unavailability::passes).orElse(true);
            if (over || !worthAnotherTry || deadline.passed()) {
                return Optional.of(missing.orElseGet(this::unanswered));
            }
            wakeup.await(Math.min(sources.pause().toNanos(), Math.max(1, deadline.nanosLeft())));
        }
    }

    private Outcome.Refusal unanswered() {
        int partition = sources.all().stream()
                .filter(source -> !source.isOpen())
                .flatMap(source -> source.partitions().stream())
                .findFirst()
                .orElse(0);
        return Unavailability.unreachable(partition, "its owner does not answer in time");
    }

    /**
     * Waits for something to tell, until a heartbeat is due.
     *
     * @return what happened, in order; empty when nothing did or the watch is {@linkplain #isOver over}
     */
    public List<WatchEvent> next() throws InterruptedException {
        long until = System.nanoTime() + heartbeat.toNanos();
        while (!over) {
            List<WatchEvent> events = gather();
            if (!events.isEmpty()) {
                return events;
            }
            long left = until - System.nanoTime();
            if (left <= 0) {
                return progress();
            }
            wakeup.await(notReady ? Math.min(left, sources.pause().toNanos()) : left);
        }
        return List.of();
    }

    private List<WatchEvent> gather() {
        Optional<Outcome.Refusal> missing = arrange();
        notReady = missing.isPresent();
        if (notReady && read.fromPeer()) {
            over = true;
            return List.of();
        }
        if (mustReset) {
            mustReset = false;
            return List.of(event(new Content.Reset(), Map.of()));
        }
        List<WatchSource> all = sources.all();
        for (int i = 0; i < all.size(); i++) {
            turn = (turn + 1) % all.size();
            List<WatchEvent> events = poll(all.get(turn));
            if (!events.isEmpty()) {
                return events;
            }
        }
        return List.of();
    }

    private List<WatchEvent> poll(WatchSource source) {
        switch (source.poll()) {
            case Found.News news -> {
                if (!news.events().isEmpty()) {
                    sources.begun(source.partitions());
                }
                return news.events().stream()
                        .map(event -> event(event.content(), event.reached()))
                        .toList();
            }
            case Found.NotYet notYet -> notReady = true;
            case Found.HistoryLost lost -> {
                reset();
                return List.of(event(new Content.Reset(), Map.of()));
            }
            case Found.Ended ended -> {
                sources.drop(source, ended.reason());
                notReady = true;
            }
        }
        return List.of();
    }

    /** Begins anew, and not with anything older than what has been told. */
    private void reset() {
        atLeast = at().known();
        at().forget();
        sources.clear();
        lastId = "";
        // The sources are found again by the next look, which is not to wait for a call.
        wakeup.call();
    }

    private WatchPosition at() {
        WatchPosition now = position;
        if (now == null) {
            throw new IllegalStateException("the watch has not begun");
        }
        return now;
    }

    /** Sees to it that all partitions have a source; why some have none, if they have none. */
    private Optional<Outcome.Refusal> arrange() {
        Optional<Materialization> made = read.view().materialization();
        if (made.isEmpty()) {
            return Optional.of(Unavailability.notYet(read.view()));
        }
        WatchPosition before = position;
        if (before == null) {
            WatchPosition from = new WatchPosition(made.get().source(), places.partitions(made.get()));
            if (read.fromPeer() && from.isOfAnotherLife(read.named())) {
                // Its events would be told on under the ids of a log that they are not of. One of the two is yet to
                // notice.
                return Optional.of(Unavailability.rebalancing(
                        from.partitions().iterator().next(), "its topic has been deleted and made again"));
            }
            begin(from);
        } else if (!before.source().equals(made.get().source())) {
            beginAnew(made.get());
        }
        return sources.complete(made.get(), at(), atLeast);
    }

    private void begin(WatchPosition from) {
        position = from;
        if (read.lastEventId().isEmpty()) {
            atLeast = from.offsetsIn(read.after());
            return;
        }
        Optional<Map<Integer, Long>> resumed = from.resumed(read.lastEventId().get());
        if (resumed.isPresent()) {
            from.reach(resumed.get());
            sources.begun(from.partitions());
        } else {
            atLeast = from.offsetsIn(read.lastEventId().get());
            mustReset = true;
        }
    }

    /** The topic has become another, so nothing that was told holds any more. Another instance finds that out by itself. */
    private void beginAnew(Materialization made) {
        over = over || read.fromPeer();
        sources.clear();
        position = new WatchPosition(made.source(), places.partitions(made));
        atLeast = Map.of();
        mustReset = true;
        lastId = "";
    }

    /** For a heartbeat: how far it has come in silence, if that is news. */
    private List<WatchEvent> progress() {
        sources.all().forEach(source -> at().reach(source.reached()));
        String id = read.fromPeer() ? at().format(at().known()) : at().toString();
        if (id.isEmpty() || id.equals(lastId)) {
            return List.of();
        }
        lastId = id;
        return List.of(new WatchEvent(new Content.Nothing(), id));
    }

    /** A client is told of all partitions in each event, another instance only of those that have come further. */
    private WatchEvent event(Content content, Map<Integer, Long> reached) {
        at().reach(reached);
        if (read.fromPeer()) {
            return new WatchEvent(content, at().format(reached));
        }
        if (!reached.isEmpty() || lastId.isEmpty()) {
            lastId = at().toString();
        }
        return new WatchEvent(content, lastId);
    }

    /** Whether all of it is had from this instance, as of now. */
    public boolean isLocal() {
        return sources.all().stream().noneMatch(PeerSource.class::isInstance);
    }

    /** Whether it has come to an end, and will tell nothing more. */
    public boolean isOver() {
        return over;
    }

    /** Ends it: whoever waits in it is woken. Any thread may call it. */
    public void end() {
        over = true;
        wakeup.call();
    }

    /** Lets go of everything, here and at other instances. */
    @Override
    public void close() {
        sources.clear();
    }
}
