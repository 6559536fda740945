package dev.oriel.scan;

import dev.oriel.api.Position;
import dev.oriel.api.ServedBy;
import dev.oriel.config.ViewConfig;
import dev.oriel.read.ForeignPositions;
import dev.oriel.read.Outcome;
import dev.oriel.read.Unavailability;
import dev.oriel.route.Partitioner;
import dev.oriel.route.PeerClient;
import dev.oriel.route.PeerHealth;
import dev.oriel.route.RoutingTables;
import dev.oriel.store.Count;
import dev.oriel.store.Entry;
import dev.oriel.store.KeyBytes;
import dev.oriel.view.Materialization;
import dev.oriel.view.View;
import dev.oriel.wait.Bound;
import dev.oriel.wait.PositionWaits;
import dev.oriel.wait.WaitRegistry;
import dev.oriel.wait.WaitRegistry.Permit;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Answers reads of more than one key, for this instance's clients and for other instances. Safe for several threads at once; each read
 * blocks the thread that it is on, which is to be a virtual one, and is ended by an interrupt.
 */
public final class EntriesReader implements AutoCloseable {

    /** How many bytes the entries of one lookup may come to. */
    public static final long MAX_LOOKUP_BYTES = 16L << 20;

    private static final Duration RETRY_SOON = Duration.ofSeconds(1);

    private final Gatherer gatherer;
    private final LocalSlices here;
    private final WaitRegistry<?> waiters;
    private final Bound forClients;
    private final Bound forPeers;
    private final ExecutorService readers = Executors.newFixedThreadPool(
            Math.max(2, Runtime.getRuntime().availableProcessors()),
            Thread.ofPlatform().daemon().name("scan-", 0).factory());

    /**
     * A reader for an instance.
     *
     * @param instance its name
     * @param tables who owns what
     * @param peers how to ask them
     * @param health which of them are down
     * @param waits of each view for positions, by name
     * @param waiters bounds how many may wait
     * @param max how many reads for clients may be under way at once, and how many for other instances
     */
    public EntriesReader(
            String instance,
            RoutingTables tables,
            PeerClient peers,
            PeerHealth health,
            Map<String, PositionWaits> waits,
            WaitRegistry<?> waiters,
            int max) {
        this.waiters = waiters;
        this.here = new LocalSlices(instance, tables, waits, readers);
        this.gatherer = new Gatherer(tables, health, here, new PeerSlices(peers));
        this.forClients = new Bound("scans", max);
        this.forPeers = new Bound("slices", max);
    }

    /** A place among the reads for clients that are under way; nothing when all are taken. */
    public Optional<Permit> admit() {
        return forClients.tryEnter() ? Optional.of(Permit.once(forClients::leave)) : Optional.empty();
    }

    /** What bounds the reads for clients and those for other instances. */
    public List<Bound> bounded() {
        return List.of(forClients, forPeers);
    }

    /** What to say when there is no place. */
    public Outcome.Refusal noPlace() {
        return new Outcome.Overloaded(
                forClients.limit() + " reads of more than one key are under way already (reads.max-scans)", RETRY_SOON);
    }

    /** A read as things are. */
    @FunctionalInterface
    private interface Attempt {
        Listing read(EntriesRead read, Materialization made) throws InterruptedException;
    }

    /** The entries of some keys, in the order asked. */
    public Listing lookUp(EntriesRead read, List<byte[]> keys) throws InterruptedException {
        return answer(read, (once, made) -> lookUp(once, made, keys));
    }

    /** The first entries of a range, as many as it wants at most. */
    public Listing page(EntriesRead read, Query.Range range) throws InterruptedException {
        return answer(read, (once, made) -> new Scan(gatherer, made, range).next(once, range.atMost(), range.bytes()));
    }

    /** How many entries there are in some ranges. */
    public Listing count(EntriesRead read, Query.Count query) throws InterruptedException {
        return answer(read, (once, made) -> count(once, made, query));
    }

    private Listing count(EntriesRead read, Materialization made, Query.Count query) throws InterruptedException {
        NavigableSet<Integer> all =
                IntStream.range(0, made.source().partitions()).boxed().collect(Collectors.toCollection(TreeSet::new));
        Gathered gathered = gatherer.gather(read, made, all, some -> query);
        if (!gathered.suffices(read)) {
            return Failures.of(read, made.source(), gathered.gaps());
        }
        Count count = Count.NONE;
        for (Gathered.Part part : gathered.parts()) {
            if (part.slice().content() instanceof Slice.Content.Counted counted) {
                count = count.plus(counted.count());
            }
        }
        return new Listing.Counted(
                count,
                proof(made, gathered.parts()),
                List.copyOf(gathered.gaps().keySet()));
    }

    private static Listing.Proof proof(Materialization made, List<Gathered.Part> parts) {
        NavigableMap<Integer, Long> reached = new TreeMap<>();
        parts.forEach(part -> reached.putAll(part.slice().reached()));
        List<ServedBy> servedBy =
                parts.stream().map(part -> part.slice().servedBy()).distinct().toList();
        return Listing.Proof.of(made.source(), reached, servedBy);
    }

    /** Those who wait take no place from those who read. */
    private Listing answer(EntriesRead read, Attempt attempt) throws InterruptedException {
        while (true) {
            Listing listing = attempt(read, attempt);
            if (!(listing instanceof Listing.NotReached) || read.mayWait().isZero()) {
                return listing;
            }
            Optional<Listing> inVain = await(read);
            if (inVain.isPresent()) {
                return inVain.get();
            }
        }
    }

    private Listing attempt(EntriesRead read, Attempt attempt) throws InterruptedException {
        Optional<Materialization> made = read.view().materialization();
        Optional<Listing> unreadable = unreadable(read, made);
        if (unreadable.isPresent()) {
            return unreadable.get();
        }
        Optional<Permit> place = admit();
        if (place.isEmpty()) {
            return new Listing.Refused(List.of(), noPlace());
        }
        Permit permit = place.get();
        try (permit) {
            return attempt.read(read.within(read.end()), made.orElseThrow());
        }
    }

    /**
     * Waits until a read's positions are reflected, as long as it may.
     *
     * @return why they are not, if they are not
     */
    public Optional<Listing> await(EntriesRead read) throws InterruptedException {
        Optional<Materialization> made = read.view().materialization();
        Optional<Listing> unreadable = unreadable(read, made);
        if (unreadable.isPresent() || read.after().isEmpty()) {
            return unreadable;
        }
        Optional<Permit> place = waiters.admit(read.view().name());
        if (place.isEmpty()) {
            return Optional.of(new Listing.Refused(
                    List.of(), new Outcome.Overloaded("As many reads wait as may (reads.max-waiters)", RETRY_SOON)));
        }
        Permit permit = place.get();
        try (permit) {
            NavigableSet<Integer> partitions =
                    read.after().stream().map(Position::partition).collect(Collectors.toCollection(TreeSet::new));
            Gathered gathered = gatherer.gather(read, made.orElseThrow(), partitions, some -> Query.Keys.NONE);
            return gathered.gaps().isEmpty()
                    ? Optional.empty()
                    : Optional.of(Failures.of(read, made.get().source(), gathered.gaps()));
        }
    }

    private Listing lookUp(EntriesRead read, Materialization made, List<byte[]> keys) throws InterruptedException {
        Partitioner partitioner = Partitioner.of(read.view().config().partitioner());
        NavigableMap<Integer, List<byte[]>> byPartition = new TreeMap<>();
        keys.forEach(key -> byPartition
                .computeIfAbsent(partitioner.partition(key, made.source().partitions()), first -> new ArrayList<>())
                .add(key));
        NavigableSet<Integer> partitions = new TreeSet<>(byPartition.keySet());
        if (read.view().config().kind() == ViewConfig.Kind.GLOBAL) {
            // Every partition of the topic may affect a key.
            IntStream.range(0, made.source().partitions()).forEach(partitions::add);
        }
        Gathered gathered = gatherer.gather(
                read,
                made,
                partitions,
                some -> new Query.Keys(some.stream()
                        .flatMap(partition -> byPartition.getOrDefault(partition, List.of()).stream())
                        .toList()));
        return gathered.gaps().isEmpty()
                ? found(keys, made, gathered)
                : Failures.of(read, made.source(), gathered.gaps());
    }

    private static Listing found(List<byte[]> keys, Materialization made, Gathered gathered) {
        Map<KeyBytes, Entry> entries = new HashMap<>();
        for (Gathered.Part part : gathered.parts()) {
            if (part.slice().content() instanceof Slice.Content.TooLong) {
                return new Listing.TooLong(MAX_LOOKUP_BYTES);
            }
            if (part.request().query() instanceof Query.Keys asked
                    && part.slice().content() instanceof Slice.Content.Found found) {
                for (int i = 0; i < asked.keys().size(); i++) {
                    KeyBytes key = KeyBytes.of(asked.keys().get(i));
                    found.stored().get(i).ifPresent(stored -> entries.put(key, Entry.decode(stored)));
                }
            }
        }
        List<Listing.Item> items = keys.stream()
                .map(key -> new Listing.Item(key, Optional.ofNullable(entries.get(KeyBytes.of(key)))))
                .toList();
        return new Listing.Found(items, proof(made, gathered.parts()));
    }

    /**
     * Goes through all entries of a range, stretch by stretch.
     *
     * @return nothing if the view's topic is not known yet
     */
    public Optional<Scan> scan(View view, Query.Range range) {
        return view.materialization().map(made -> new Scan(gatherer, made, range));
    }

    /** Why a read cannot be placed, if it cannot. */
    private static Optional<Listing> unreadable(EntriesRead read, Optional<Materialization> made) {
        if (made.isEmpty()) {
            return Optional.of(new Listing.Refused(List.of(), Unavailability.notYet(read.view())));
        }
        return ForeignPositions.first(read.after(), made.get().source(), false).map(Listing.Foreign::new);
    }

    /**
     * Answers another instance.
     *
     * @param question what it has sent
     * @throws IOException if that is no question
     */
    public byte[] answer(View view, byte[] question) throws IOException, InterruptedException {
        SliceRequest request = SliceFrames.request(question);
        if (request.query().equals(Query.Keys.NONE)) {
            return SliceFrames.encode(answer(view, request));
        }
        if (!forPeers.tryEnter()) {
            return SliceFrames.encode(SliceReply.refused(request, partition -> noPlace()));
        }
        try {
            return SliceFrames.encode(answer(view, request));
        } finally {
            forPeers.leave();
        }
    }

    private SliceReply answer(View view, SliceRequest request) throws InterruptedException {
        Optional<Materialization> made = view.materialization();
        return made.isPresent()
                ? here.read(view, made.get(), request, 1)
                : SliceReply.refused(
                        request,
                        partition -> Unavailability.rebalancing(partition, "its topic has not been found yet"));
    }

    /** Lets go of its threads. */
    @Override
    public void close() {
        readers.shutdown();
    }
}
