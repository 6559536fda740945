package dev.oriel.read;

import dev.oriel.config.Durations;
import dev.oriel.config.HostPort;
import dev.oriel.route.Abandonment;
import dev.oriel.route.LinkReply;
import dev.oriel.route.PartitionTable;
import dev.oriel.route.PeerAnswer;
import dev.oriel.route.PeerClient;
import dev.oriel.route.PeerHealth;
import dev.oriel.route.PeerUnreachableException;
import dev.oriel.route.Registration;
import dev.oriel.route.RoutingTables;
import dev.oriel.trace.Trace;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Asks other instances for a key: the one that owns it, and those that follow. Safe for several threads at once. */
final class PeerReader {

    private static final int MISDIRECTED = 421;
    private static final Duration RETRY_SOON = Duration.ofSeconds(1);
    private static final Duration AT_ONE_THAT_IS_DOWN = Duration.ofMillis(500);

    private static final Outcome SILENT = new Outcome.Overloaded(
            "the owner is slow to answer, as it is for so many that not all of them can be asked elsewhere too",
            RETRY_SOON);

    private final RoutingTables tables;
    private final PeerClient peers;
    private final PeerHealth health;
    private final HedgeBudget hedges = new HedgeBudget();

    PeerReader(RoutingTables tables, PeerClient peers, PeerHealth health) {
        this.tables = tables;
        this.peers = peers;
        this.health = health;
    }

    /** What to say to someone who is not to be forwarded, when this instance cannot answer. */
    Outcome refuse(PlacedRead placed) {
        Optional<HostPort> owner = owner(placed);
        if (owner.isEmpty()) {
            return Unavailability.noOwner(placed.read().view(), placed.partition());
        }
        return owner.get().equals(tables.self())
                ? Unavailability.takingOver(placed.read().view(), placed.partition())
                : new Outcome.NotTheOwner(placed.partition(), owner.get());
    }

    /** The owner's answer. Blocks, so it wants a virtual thread; an interrupt ends the call. */
    Outcome askOwner(PlacedRead placed) throws InterruptedException {
        int partition = placed.partition();
        Optional<HostPort> owner = owner(placed);
        if (owner.isEmpty()) {
            return Unavailability.noOwner(placed.read().view(), partition);
        }
        if (owner.get().equals(tables.self())) {
            return Unavailability.takingOver(placed.read().view(), partition);
        }
        Outcome outcome = askOwner(placed, owner.get(), owner);
        return outcome instanceof Outcome.NotTheOwner moved ? askNext(placed, moved.owner(), owner) : outcome;
    }

    /**
     * Asks the owner over the link to it, if there is one that is up, and returns at once.
     *
     * @param atMost how long it may take
     * @param then gets the outcome; nothing if there is no answer, or if it says no more than why the owner cannot answer
     * @return whether it has been asked
     */
    boolean askOwner(PlacedRead placed, Duration atMost, Consumer<Optional<Outcome>> then) {
        Optional<HostPort> owner = owner(placed);
        if (owner.isEmpty()
                || owner.get().equals(tables.self())
                || health.down(owner.get()).isPresent()) {
            return false;
        }
        Trace.Call traced = placed.read().trace().call(owner.get().toString());
        ForwardedRead read = ForwardedRead.toOwner(placed, atMost).tracedBy(traced);
        return peers.lookUp(owner.get(), read.path(), read.headers(), read.left(), reply -> {
            traced.end();
            then.accept(lookedUp(placed, reply));
        });
    }

    /** What a lookup is to be told; nothing if it goes on as a pending read. */
    Optional<Outcome> lookedUp(PlacedRead placed, LinkReply reply) {
        switch (reply) {
            case LinkReply.Answered answered -> hedges.answered();
            case LinkReply.Declined declined -> hedges.answered();
            case LinkReply.TimedOut timedOut -> {
                // Others may be asked only so often, lest all are asked twice when all are slow.
                if (placed.mayUseStandbys() && !hedges.spend()) {
                    return Optional.of(SILENT);
                }
            }
            case LinkReply.Broken broken -> {}
            case LinkReply.Shed shed -> {}
        }
        return outcome(reply);
    }

    /**
     * Has a read wait at the owner over the link to it, if there is one that is up, and returns at once.
     *
     * @param then gets the outcome; nothing if the owner has not told one, or no more than why it cannot, or is not to be waited for
     *     any more
     * @return the wait, not begun; nothing if there is no owner to wait at
     */
    Optional<OwnerWait> waitAtOwner(PlacedRead placed, Consumer<Optional<Outcome>> then) {
        return owner(placed)
                .filter(owner ->
                        !owner.equals(tables.self()) && health.down(owner).isEmpty())
                .map(owner -> new OwnerWait(
                        wait -> watch(placed, owner, wait), told -> sendToWait(placed, owner, told), then));
    }

    private Optional<Runnable> sendToWait(PlacedRead placed, HostPort owner, Consumer<Optional<Outcome>> then) {
        Trace.Call traced = placed.read().trace().call(owner.toString());
        ForwardedRead read =
                ForwardedRead.toOwner(placed, placed.read().end().left()).tracedBy(traced);
        return peers.await(owner, read.path(), read.headers(), read.left(), reply -> {
                    traced.end();
                    then.accept(outcome(reply));
                })
                .map(ending -> () -> {
                    traced.end();
                    ending.run();
                });
    }

    /** The owner is left when it is found to be down, or another to be the owner. */
    private List<Registration> watch(PlacedRead placed, HostPort owner, OwnerWait wait) {
        Runnable onChange =
                () -> owner(placed).filter(now -> !now.equals(owner)).ifPresent(now -> wait.leave());
        List<Registration> registrations =
                List.of(tables.onChange(placed.read().view(), onChange), health.onDown(owner, wait::leave));
        // It may have become another before there was someone to hear of it.
        onChange.run();
        return registrations;
    }

    private static Optional<Outcome> outcome(LinkReply reply) {
        return switch (reply) {
            case LinkReply.Answered answered ->
                isFinal(answered.answer()) ? Optional.of(new Outcome.Relayed(answered.answer())) : Optional.empty();
            case LinkReply.Declined declined -> Optional.empty();
            case LinkReply.TimedOut timedOut -> Optional.empty();
            case LinkReply.Broken broken -> Optional.empty();
            case LinkReply.Shed shed -> Optional.of(new Outcome.Overloaded(shed.detail(), RETRY_SOON));
        };
    }

    private static boolean isFinal(PeerAnswer answer) {
        return answer.status() != MISDIRECTED && answer.unavailable().isEmpty();
    }

    /** Asks the one that is named by the one that was taken for the owner, and leaves it at that. */
    private Outcome askNext(PlacedRead placed, HostPort named, Optional<HostPort> ownerHere)
            throws InterruptedException {
        if (named.equals(tables.self())) {
            return Unavailability.takingOver(placed.read().view(), placed.partition());
        }
        Outcome outcome = askOwner(placed, named, ownerHere);
        return outcome instanceof Outcome.NotTheOwner ? Unavailability.moved(placed.partition(), named) : outcome;
    }

    private Outcome askOwner(PlacedRead placed, HostPort owner, Optional<HostPort> ownerHere)
            throws InterruptedException {
        Duration left = placed.read().end().left();
        // One that is down is tried again and again rather than for long, lest it takes all the places of reads to
        // others.
        boolean briefly = !placed.read().waits() && health.down(owner).isPresent();
        ForwardedRead read =
                ForwardedRead.toOwner(placed, briefly ? Durations.shorter(left, AT_ONE_THAT_IS_DOWN) : left);
        return ask(placed, owner, "its owner", read, ownerHere);
    }

    /**
     * A standby's answer. Blocks, as {@link #askOwner} does.
     *
     * @param atMost how long the read may wait there, if it waits
     */
    Outcome askStandby(PlacedRead placed, HostPort standby, Duration atMost) throws InterruptedException {
        return ask(placed, standby, "its standby", ForwardedRead.toStandby(placed, atMost), owner(placed));
    }

    private Outcome ask(PlacedRead placed, HostPort peer, String who, ForwardedRead read, Optional<HostPort> ownerHere)
            throws InterruptedException {
        int partition = placed.partition();
        if (read.left().isZero()) {
            String why = health.down(peer).orElse(peer + " was not asked, since there was no time left");
            return Unavailability.unreachable(partition, who + " " + why);
        }
        Trace.Call traced = placed.read().trace().call(peer.toString());
        ForwardedRead sent = read.tracedBy(traced);
        try {
            PeerAnswer answer = read.waits()
                    ? askWaiting(placed, peer, sent, ownerHere)
                    : peers.read(peer, sent.path(), sent.headers(), sent.left());
            return answer.status() == MISDIRECTED ? misdirected(partition, peer, answer) : new Outcome.Relayed(answer);
        } catch (PeerUnreachableException e) {
            traced.fail(String.valueOf(e.getMessage()));
            return Unavailability.unreachable(partition, who + " " + e.getMessage());
        } finally {
            traced.end();
        }
    }

    /**
     * Waits at a peer until another instance is heard to have become the owner, of which the peer itself may be the last to hear.
     *
     * @param ownerHere who was the owner, as far as this instance knew, when the peer was chosen
     */
    private PeerAnswer askWaiting(PlacedRead placed, HostPort peer, ForwardedRead read, Optional<HostPort> ownerHere)
            throws PeerUnreachableException, InterruptedException {
        Abandonment abandonment = new Abandonment();
        Runnable onChange = () -> owner(placed)
                .filter(now -> !now.equals(peer) && !ownerHere.equals(Optional.of(now)))
                .ifPresent(now -> abandonment.abandon(peer + " is left for " + now + ", which has become the owner"));
        Registration registration = tables.onChange(placed.read().view(), onChange);
        try {
            onChange.run();
            return peers.readWaiting(peer, read.path(), read.headers(), read.left(), abandonment);
        } finally {
            registration.close();
        }
    }

    private static Outcome misdirected(int partition, HostPort peer, PeerAnswer answer) {
        return answer.owner()
                .filter(named -> !named.equals(peer))
                .<Outcome>map(named -> new Outcome.NotTheOwner(partition, named))
                .orElseGet(() -> Unavailability.moved(partition, peer));
    }

    /** Whether there is another instance that owns the key, as far as is known, or follows. */
    boolean hasAnyoneToAsk(PlacedRead placed) {
        return owner(placed).filter(owner -> !owner.equals(tables.self())).isPresent()
                || !standbys(placed).isEmpty();
    }

    /** The instance that owns the key, if that is known. */
    Optional<HostPort> owner(PlacedRead placed) {
        return row(placed).flatMap(PartitionTable.Row::owner);
    }

    /** The other instances that follow. */
    List<HostPort> standbys(PlacedRead placed) {
        return row(placed).map(PartitionTable.Row::standbys).orElse(List.of()).stream()
                .filter(host -> !host.equals(tables.self()))
                .toList();
    }

    private Optional<PartitionTable.Row> row(PlacedRead placed) {
        return tables.table(placed.read().view()).row(placed.partition());
    }
}
