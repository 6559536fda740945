package dev.oriel.read;

import dev.oriel.config.HostPort;
import dev.oriel.config.ReadsConfig;
import dev.oriel.route.PartitionTable;
import dev.oriel.route.Partitioner;
import dev.oriel.route.PeerAnswer;
import dev.oriel.route.PeerClient;
import dev.oriel.route.PeerUnreachableException;
import dev.oriel.route.RoutingTables;
import dev.oriel.view.Materialization;
import dev.oriel.view.View;
import dev.oriel.view.ViewState;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Semaphore;

/**
 * Decides who answers a read of one key. Most reads end in {@link #here}, at once and on the caller's thread; the others go on
 * in {@link #elsewhere}, which asks the owner and rides out rebalances for as long as the read's deadline allows.
 */
public final class KeyReader {

    private static final Duration RETRY_SOON = Duration.ofSeconds(1);
    private static final long PAUSE_NANOS = Duration.ofMillis(50).toNanos();
    private static final int MISDIRECTED = 421;
    private static final String REBALANCING = "rebalancing";
    private static final String UNREACHABLE = "unreachable";

    /** What lasts no longer than the group takes to find the partition another place, or its owner to come back. */
    private static final Set<String> PASSING = Set.of(REBALANCING, UNREACHABLE, new ViewState.Stopping().wireName());

    private final RoutingTables tables;
    private final PeerClient peers;
    private final LocalReader local;
    private final Semaphore forwards;
    private final int maxForwards;

    /**
     * A reader for an instance.
     *
     * @param instance the instance's name
     * @param tables who owns what
     * @param peers how to ask them
     * @param bounds how many forwards may be under way
     */
    public KeyReader(String instance, RoutingTables tables, PeerClient peers, ReadsConfig bounds) {
        this.tables = tables;
        this.peers = peers;
        this.local = new LocalReader(instance);
        this.maxForwards = bounds.maxForwards();
        this.forwards = new Semaphore(maxForwards);
    }

    /** The outcome, if this instance can tell at once. Does not block. */
    public Optional<Outcome> here(KeyRead read) {
        View view = read.view();
        Optional<Materialization> made = view.materialization();
        if (made.isEmpty()) {
            return Optional.of(notYet(view));
        }
        int partition = partition(read, made.get());
        Optional<Outcome> answer = local.read(view, made.get(), partition, read.key(), read.hops());
        if (answer.isPresent() || read.origin() == KeyRead.Origin.CLIENT) {
            return answer;
        }
        return Optional.of(refuse(read, partition));
    }

    private static Outcome notYet(View view) {
        ViewState state = view.state();
        String detail = state.detail().isEmpty() ? "its topic has not been found yet" : state.detail();
        return new Outcome.Unavailable(OptionalInt.empty(), state.wireName(), detail, RETRY_SOON);
    }

    private static int partition(KeyRead read, Materialization made) {
        return Partitioner.of(read.view().config().partitioner())
                .partition(read.key(), made.source().partitions());
    }

    private Outcome refuse(KeyRead read, int partition) {
        Optional<HostPort> owner = tables.table(read.view()).owner(partition);
        if (owner.isEmpty()) {
            return noOwner(partition);
        }
        return owner.get().equals(tables.self())
                ? ownButNotReady(read.view(), partition)
                : new Outcome.NotTheOwner(partition, owner.get());
    }

    private static Outcome noOwner(int partition) {
        return new Outcome.Unavailable(
                OptionalInt.of(partition), REBALANCING, "it has no owner at the moment", RETRY_SOON);
    }

    private static Outcome ownButNotReady(View view, int partition) {
        String state = view.state() instanceof ViewState.Running
                ? REBALANCING
                : view.state().wireName();
        String detail = view.state().detail().isEmpty()
                ? "its owner is taking it over"
                : view.state().detail();
        return new Outcome.Unavailable(OptionalInt.of(partition), state, detail, RETRY_SOON);
    }

    /**
     * Gets the outcome of a client's read from wherever it can be had. Blocks, so it wants a virtual thread; an interrupt ends
     * it, and the call to the peer with it.
     */
    public Outcome elsewhere(KeyRead read) throws InterruptedException {
        if (!forwards.tryAcquire()) {
            return new Outcome.Overloaded(
                    maxForwards + " reads are being forwarded already (reads.max-forwards)", RETRY_SOON);
        }
        try {
            while (true) {
                long seen = tables.epoch();
                Optional<Outcome> answer = here(read);
                Outcome outcome = answer.isPresent() ? answer.get() : askOwner(read);
                if (!worthAnotherTry(outcome) || read.deadline().passed()) {
                    return outcome;
                }
                tables.awaitAfter(
                        seen, Math.min(PAUSE_NANOS, Math.max(1, read.deadline().nanosLeft())));
            }
        } finally {
            forwards.release();
        }
    }

    private Outcome askOwner(KeyRead read) throws InterruptedException {
        View view = read.view();
        int partition = partition(read, view.materialization().orElseThrow());
        PartitionTable table = tables.table(view);
        Optional<HostPort> owner = table.owner(partition);
        if (owner.isEmpty()) {
            return noOwner(partition);
        }
        if (owner.get().equals(tables.self())) {
            return ownButNotReady(view, partition);
        }
        return ask(owner.get(), read, partition);
    }

    private Outcome ask(HostPort owner, KeyRead read, int partition) throws InterruptedException {
        Duration left = read.deadline().left();
        if (left.isZero()) {
            return new Outcome.Unavailable(
                    OptionalInt.of(partition), UNREACHABLE, "there was no time left", RETRY_SOON);
        }
        try {
            PeerAnswer answer = peers.read(owner, read.path(), read.conditions(), left);
            return answer.status() == MISDIRECTED
                    ? new Outcome.Unavailable(
                            OptionalInt.of(partition), REBALANCING, owner + " does not own it any more", RETRY_SOON)
                    : new Outcome.Relayed(answer);
        } catch (PeerUnreachableException e) {
            return new Outcome.Unavailable(
                    OptionalInt.of(partition), UNREACHABLE, "its owner " + e.getMessage(), RETRY_SOON);
        }
    }

    /** A rebuild takes its time, and a decision made by the owner stands; what a rebalance or a stop causes passes. */
    private static boolean worthAnotherTry(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Unavailable unavailable -> PASSING.contains(unavailable.state());
            case Outcome.Relayed relayed ->
                relayed.answer().unavailable().filter(PASSING::contains).isPresent();
            case Outcome.Found found -> false;
            case Outcome.Absent absent -> false;
            case Outcome.NotTheOwner refused -> false;
            case Outcome.Overloaded overloaded -> false;
        };
    }
}
