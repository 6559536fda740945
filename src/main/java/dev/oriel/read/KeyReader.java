package dev.oriel.read;

import dev.oriel.config.ReadsConfig;
import dev.oriel.route.PeerClient;
import dev.oriel.route.PeerHealth;
import dev.oriel.route.RoutingTables;
import dev.oriel.store.Access;
import dev.oriel.view.SourceTopic;
import dev.oriel.wait.Bound;
import dev.oriel.wait.Look;
import dev.oriel.wait.Parked;
import dev.oriel.wait.Tally;
import dev.oriel.wait.WaitRegistry;
import dev.oriel.wait.WaitRegistry.Permit;
import dev.oriel.wait.Waiter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Decides who answers a read of one key, and when. Most reads end in {@link #here}, at once and on the caller's thread; the others
 * become {@link #pend pending}: they wait at this instance's replica, or ask the owner and ride out rebalances for as long as
 * they may.
 */
public final class KeyReader {

    private static final Duration RETRY_SOON = Duration.ofSeconds(1);

    private final String instance;
    private final RoutingTables tables;
    private final PeerReader peers;
    private final ReplicaReader replicas;
    private final WaitRegistry<Sighting> waits;
    private final ReadsConfig bounds;
    private final Bound pending;
    private final Bound forwards;
    private volatile boolean stopping;

    /**
     * A reader for an instance.
     *
     * @param instance the instance's name
     * @param tables who owns what
     * @param peers how to ask them
     * @param health which of them are down
     * @param waits who waits for what
     * @param bounds how many reads may be pending
     */
    public KeyReader(
            String instance,
            RoutingTables tables,
            PeerClient peers,
            PeerHealth health,
            WaitRegistry<Sighting> waits,
            ReadsConfig bounds) {
        this.instance = instance;
        this.tables = tables;
        this.peers = new PeerReader(tables, peers, health);
        this.replicas = new ReplicaReader(instance, this.peers, health, bounds.hedgeAfter());
        this.waits = waits;
        this.bounds = bounds;
        this.pending = new Bound("pending reads", bounds.maxWaiters());
        this.forwards = new Bound("forwards", bounds.maxForwards());
    }

    /**
     * What this instance can tell at once.
     *
     * @param access with {@link Access#MEMORY} it does not block
     */
    public Here here(KeyRead read, Access access) {
        return switch (place(read, Optional.empty())) {
            case Placing.Nowhere nowhere -> new Here.Told(nowhere.outcome());
            case PlacedRead placed -> here(placed, access);
        };
    }

    private Here here(PlacedRead placed, Access access) {
        KeyRead read = placed.read();
        Glance glance = LocalReader.glance(
                read.view(),
                placed.made(),
                placed.partition(),
                read.key(),
                read.standbys().ownerPassedOver(),
                access);
        return switch (glance) {
            case Glance.Seen seen -> told(placed, seen.sighting());
            case Glance.OnDisk onDisk -> Here.OnDisk.ON_DISK;
            case Glance.Nothing nothing -> elsewhere(placed, access);
        };
    }

    private Here told(PlacedRead placed, Sighting seen) {
        KeyRead read = placed.read();
        Outcome outcome = judge(placed, seen);
        boolean othersMayAnswer = Unavailability.is(outcome) && read.origin() == KeyRead.Origin.CLIENT;
        boolean goesOn = othersMayAnswer || (read.waits() && !isConclusive(outcome));
        return goesOn ? Here.Later.LATER : new Here.Told(outcome);
    }

    private Here elsewhere(PlacedRead placed, Access access) {
        KeyRead read = placed.read();
        if (read.origin() == KeyRead.Origin.CLIENT) {
            return read.waits() ? Here.Later.LATER : new Here.Elsewhere(this, placed);
        }
        return access == Access.MEMORY && placed.mayUseStandbys()
                ? Here.OnDisk.ON_DISK
                : new Here.Told(answerOrRefuse(placed));
    }

    /** Asks the owner without holding a thread, if that can be done now; see {@link Here.Elsewhere#ask}. */
    boolean askAtOnce(PlacedRead placed, Consumer<Optional<Outcome>> then) {
        Duration atMost = placed.mayUseStandbys() ? bounds.hedgeAfter() : bounds.timeout();
        if (atMost.isZero()) {
            return false;
        }
        if (!forwards.tryEnter()) {
            then.accept(Optional.of(overloaded(placed.read())));
            return true;
        }
        boolean asked = peers.askOwner(placed, atMost, outcome -> {
            forwards.leave();
            then.accept(outcome);
        });
        if (!asked) {
            forwards.leave();
        }
        return asked;
    }

    /** Between two roles, a replica can show what a standby can. */
    private Outcome answerOrRefuse(PlacedRead placed) {
        return replicas.standbyHere(placed).orElseGet(() -> peers.refuse(placed));
    }

    /** A read that goes on for longer, not yet begun. */
    public Pending pend(KeyRead read, Pending.Reply reply) {
        return new PendingRead(this, read, reply);
    }

    /** What bounds the reads that go on for longer: those that look for a replica, and those that are forwarded. */
    public List<Bound> bounded() {
        return List.of(pending, forwards);
    }

    /** How often owners were passed over. */
    public Tally<PassedOver> passedOver() {
        return replicas.passedOver();
    }

    /** Ends all reads that wait, since this instance stops; the client of each is told to ask elsewhere. */
    public void stop() {
        stopping = true;
        waits.stop();
        tables.refresh();
    }

    boolean isStopping() {
        return stopping;
    }

    Placing place(KeyRead read, Optional<SourceTopic> before) {
        return Placing.of(read, before);
    }

    /**
     * The key as this instance has it.
     *
     * @param standbyToo whether a standby is to be looked at, which may be behind the owner
     */
    Optional<Sighting> look(PlacedRead placed, boolean standbyToo) {
        KeyRead read = placed.read();
        return standbyToo
                ? replicas.standby(placed)
                : LocalReader.look(read.view(), placed.made(), placed.partition(), read.key());
    }

    Outcome judge(PlacedRead placed, Sighting seen) {
        return placed.judge(seen, instance);
    }

    /** Whether it stands, whatever else might be seen later. */
    static boolean isConclusive(Outcome outcome) {
        return !outcome.isUnmet() && !Unavailability.is(outcome);
    }

    /** Waits here, at most so long; whoever waits for a key sees what any of them sees, and judges by himself. */
    Parked park(PlacedRead placed, Duration atMost, Waiter<Sighting> waiter) {
        KeyRead read = placed.read();
        Look<Sighting> look = () -> read.view()
                .materialization()
                .flatMap(
                        made -> LocalReader.lookAtAny(read.view(), made, PlacedRead.partition(read, made), read.key()));
        long nanos = Math.min(read.patience().map(Deadline::nanosLeft).orElse(0L), atMost.toNanos());
        return waits.of(read.view().name()).park(read.key(), look, placed.after(), nanos, waiter);
    }

    /**
     * Waits at the owner, if that can be done without a thread.
     *
     * @param then gets the outcome, or nothing; see {@link PeerReader#waitAtOwner}
     * @return the wait, to be {@linkplain OwnerWait#begin begun}; nothing if there is no owner to wait at
     */
    Optional<OwnerWait> waitAtOwner(PlacedRead placed, Consumer<Optional<Outcome>> then) {
        return peers.waitAtOwner(placed, then);
    }

    /**
     * The outcome from wherever it can be had; of a read that another instance has forwarded, from here.
     *
     * @param patience how long it may take, in nanoseconds, until the read is among those that are under way to other instances; when
     *     that is over, it is refused as overloaded
     */
    Outcome askOrRefuse(PlacedRead placed, long patience) throws InterruptedException {
        KeyRead read = placed.read();
        if (read.origin() != KeyRead.Origin.CLIENT) {
            return answerOrRefuse(placed);
        }
        if (read.waits() || !peers.hasAnyoneToAsk(placed)) {
            return replicas.ask(placed);
        }
        if (!forwards.tryEnter(patience)) {
            return overloaded(read);
        }
        try {
            return replicas.ask(placed);
        } finally {
            forwards.leave();
        }
    }

    /** How often the routing tables have been made anew. */
    long epoch() {
        return tables.epoch();
    }

    /** Waits for newer routing tables than those of {@code seen}, at most so long. */
    void awaitAfter(long seen, long nanos) throws InterruptedException {
        tables.awaitAfter(seen, nanos);
    }

    /** A place among the reads that are pending; nothing when all are taken. */
    Optional<Permit> admit(KeyRead read) {
        if (read.waits()) {
            return waits.admit(read.view().name());
        }
        return pending.tryEnter() ? Optional.of(Permit.once(pending::leave)) : Optional.empty();
    }

    /** What to say when there is no place. */
    Outcome overloaded(KeyRead read) {
        return new Outcome.Overloaded(
                read.waits()
                        ? bounds.maxWaiters() + " reads wait already, or " + bounds.maxWaitersPerView()
                                + " on this view (reads.max-waiters, reads.max-waiters-per-view)"
                        : bounds.maxForwards() + " reads are being forwarded already, or " + bounds.maxWaiters()
                                + " wait for the end of a rebalance (reads.max-forwards, reads.max-waiters)",
                RETRY_SOON);
    }
}
