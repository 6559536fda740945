package dev.oriel.read;

import dev.oriel.config.HostPort;
import dev.oriel.route.PartitionTable;
import dev.oriel.route.PeerAnswer;
import dev.oriel.route.PeerClient;
import dev.oriel.route.PeerHealth;
import dev.oriel.route.PeerUnreachableException;
import dev.oriel.route.RoutingTables;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Asks other instances for a key: the one that owns it, and those that follow. Safe for several threads at once. */
final class PeerReader {

    private static final int MISDIRECTED = 421;

    private final RoutingTables tables;
    private final PeerClient peers;
    private final PeerHealth health;

    PeerReader(RoutingTables tables, PeerClient peers, PeerHealth health) {
        this.tables = tables;
        this.peers = peers;
        this.health = health;
    }

    /** What to say to someone who is not to be forwarded, when this instance cannot answer. */
    Outcome refuse(PlacedRead placed) {
        Optional<HostPort> owner = owner(placed);
        if (owner.isEmpty()) {
            return Unavailability.noOwner(placed.partition());
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
            return Unavailability.noOwner(partition);
        }
        if (owner.get().equals(tables.self())) {
            return Unavailability.takingOver(placed.read().view(), partition);
        }
        return ask(
                placed,
                owner.get(),
                "its owner",
                ForwardedRead.toOwner(placed, placed.read().end().left()));
    }

    /**
     * A standby's answer. Blocks, as {@link #askOwner} does.
     *
     * @param atMost how long the read may wait there, if it waits
     */
    Outcome askStandby(PlacedRead placed, HostPort standby, Duration atMost) throws InterruptedException {
        return ask(placed, standby, "its standby", ForwardedRead.toStandby(placed, atMost));
    }

    private Outcome ask(PlacedRead placed, HostPort peer, String who, ForwardedRead read) throws InterruptedException {
        int partition = placed.partition();
        if (read.left().isZero()) {
            String why = health.down(peer).orElse(peer + " was not asked, since there was no time left");
            return Unavailability.unreachable(partition, who + " " + why);
        }
        try {
            PeerAnswer answer = read.waits()
                    ? peers.readWaiting(peer, read.path(), read.headers(), read.left())
                    : peers.read(peer, read.path(), read.headers(), read.left());
            return answer.status() == MISDIRECTED ? Unavailability.moved(partition, peer) : new Outcome.Relayed(answer);
        } catch (PeerUnreachableException e) {
            return Unavailability.unreachable(partition, who + " " + e.getMessage());
        }
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
