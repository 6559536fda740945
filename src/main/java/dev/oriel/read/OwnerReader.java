package dev.oriel.read;

import dev.oriel.api.Headers;
import dev.oriel.config.HostPort;
import dev.oriel.route.PeerAnswer;
import dev.oriel.route.PeerClient;
import dev.oriel.route.PeerUnreachableException;
import dev.oriel.route.RoutingTables;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Asks the instance that owns a key, or says who that is. Safe for several threads at once. */
final class OwnerReader {

    private static final int MISDIRECTED = 421;

    /** What an answer that was given in time may take to arrive here. */
    private static final Duration ON_THE_WAY = Duration.ofSeconds(1);

    private final RoutingTables tables;
    private final PeerClient peers;

    OwnerReader(RoutingTables tables, PeerClient peers) {
        this.tables = tables;
        this.peers = peers;
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
    Outcome ask(PlacedRead placed) throws InterruptedException {
        int partition = placed.partition();
        Optional<HostPort> owner = owner(placed);
        if (owner.isEmpty()) {
            return Unavailability.noOwner(partition);
        }
        if (owner.get().equals(tables.self())) {
            return Unavailability.takingOver(placed.read().view(), partition);
        }
        Duration left = placed.read().end().left();
        if (left.isZero()) {
            return Unavailability.unreachable(partition, "there was no time left");
        }
        Duration atMost = placed.read().waits() ? left.plus(ON_THE_WAY) : left;
        try {
            Map<String, String> headers = headers(placed);
            PeerAnswer answer = peers.read(owner.get(), path(placed.read(), headers), headers, left, atMost);
            return answer.status() == MISDIRECTED
                    ? Unavailability.moved(partition, owner.get())
                    : new Outcome.Relayed(answer);
        } catch (PeerUnreachableException e) {
            return Unavailability.unreachable(partition, "its owner " + e.getMessage());
        }
    }

    private Optional<HostPort> owner(PlacedRead placed) {
        return tables.table(placed.read().view()).owner(placed.partition());
    }

    /**
     * The path with what is left of the wait, so that the owner ends it when this instance would; unless nothing is left to wait
     * for, since positions of other partitions are met anyway and do not go along.
     *
     * @param headers the conditions that go along as headers
     */
    private static String path(KeyRead read, Map<String, String> headers) {
        OptionalLong version = read.conditions().version();
        StringBuilder path = new StringBuilder(read.path());
        char separator = '?';
        if (version.isPresent()) {
            path.append(separator).append("version=").append(version.getAsLong());
            separator = '&';
        }
        if (read.waits() && (version.isPresent() || !headers.isEmpty())) {
            long millis =
                    read.patience().map(Deadline::left).orElse(Duration.ZERO).toMillis();
            path.append(separator).append("wait=").append(millis).append("ms");
        }
        return path.toString();
    }

    private static Map<String, String> headers(PlacedRead placed) {
        Map<String, String> headers = new LinkedHashMap<>();
        Conditions conditions = placed.read().conditions();
        if (!placed.after().isEmpty()) {
            headers.put(Headers.AFTER, placed.requestedPositions());
        }
        conditions.ifMatch().ifPresent(tags -> headers.put("If-Match", tags.toString()));
        conditions.ifNoneMatch().ifPresent(tags -> headers.put("If-None-Match", tags.toString()));
        return headers;
    }
}
