package dev.oriel.http;

import dev.oriel.api.Headers;
import dev.oriel.api.ProblemType;
import dev.oriel.config.HostPort;
import dev.oriel.read.Outcome;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** From a refusal, of a read or of a watch, to its response. Stateless; safe for all threads. */
final class Refusals {

    private final boolean toPeers;
    private final Function<HostPort, Map<String, Object>> describe;

    /**
     * For one listener.
     *
     * @param toPeers whether it is the one that other instances call; they are told the reason, or the owner, in a header too
     * @param describe names an instance in a problem; must not block
     */
    Refusals(boolean toPeers, Function<HostPort, Map<String, Object>> describe) {
        this.toPeers = toPeers;
        this.describe = describe;
    }

    /** Answers a request for a declared view. */
    void send(Exchange exchange, String view, Outcome.Refusal refusal) {
        send(exchange, view, List.of(), refusal);
    }

    /**
     * The same, of a request that reads several partitions.
     *
     * @param partitions all that cannot be read, of which the refusal speaks of the first; may be empty
     */
    void send(Exchange exchange, String view, List<Integer> partitions, Outcome.Refusal refusal) {
        switch (refusal) {
            case Outcome.NotTheOwner refused -> {
                if (toPeers) {
                    exchange.headers().put(Headers.OWNER, refused.owner().toString());
                }
                exchange.send(notTheOwner(view, refused));
            }
            case Outcome.Unavailable unavailable -> {
                if (toPeers) {
                    exchange.headers().put(Headers.UNAVAILABLE, unavailable.state());
                }
                exchange.send(unavailable(view, partitions, unavailable));
            }
            case Outcome.Overloaded overloaded ->
                exchange.send(new Problem(
                        ProblemType.OVERLOADED, overloaded.detail() + ".", Map.of(), retry(overloaded.retryAfter())));
        }
    }

    private Problem notTheOwner(String view, Outcome.NotTheOwner refused) {
        Map<String, Object> owner = describe.apply(refused.owner());
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("view", view);
        members.put("partition", refused.partition());
        members.put("owner", owner);
        return new Problem(
                ProblemType.NOT_THE_OWNER,
                "Partition " + refused.partition() + " of view '" + view + "' is owned by '" + owner.get("instance")
                        + "'.",
                members,
                Map.of());
    }

    private static Problem unavailable(String view, List<Integer> partitions, Outcome.Unavailable unavailable) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("view", view);
        unavailable.partition().ifPresent(partition -> members.put("partition", partition));
        if (!partitions.isEmpty()) {
            members.put("partitions", partitions);
        }
        members.put("state", unavailable.state());
        unavailable.remaining().ifPresent(records -> members.put("remaining", records));
        String subject = unavailable.partition().isPresent()
                ? "Partition " + unavailable.partition().getAsInt() + " of view '" + view + "'"
                : "View '" + view + "'";
        return new Problem(
                ProblemType.PARTITION_UNAVAILABLE,
                subject + " cannot be read now (" + unavailable.state() + "): " + unavailable.detail() + ".",
                members,
                retry(unavailable.retryAfter()));
    }

    private static Map<String, String> retry(Duration after) {
        return Map.of("Retry-After", Long.toString(Math.max(1, after.toSeconds())));
    }
}
