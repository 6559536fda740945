package dev.oriel.client;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which topics each view reads, asked of the catalog when first needed. Safe for all threads; remembers {@value #MOST} views at
 * most.
 */
final class ViewSources {

    private static final int MOST = 1_000;

    private final Transport transport;
    private final Map<String, Set<String>> topics = new ConcurrentHashMap<>();

    ViewSources(Transport transport) {
        this.transport = transport;
    }

    /** The topics of a view, if they have been asked for. */
    Optional<Set<String>> known(String view) {
        return Optional.ofNullable(topics.get(view));
    }

    /** Asks for a view's description. */
    CompletableFuture<Reply> fetch(String view) {
        return transport.call(ReadRequest.get(KeyQuery.path(view), List.of(), Map.of(), Duration.ZERO));
    }

    /** Reads and remembers the topics in a view's description; empty if the reply is none. */
    Optional<Set<String>> learn(String view, Reply reply) {
        Optional<Set<String>> learnt =
                reply instanceof Reply.Answered answered && answered.answer().status() == 200
                        ? read(answered.answer().text())
                        : Optional.empty();
        if (learnt.isPresent()) {
            if (topics.size() >= MOST) {
                topics.clear();
            }
            topics.put(view, learnt.get());
        }
        return learnt;
    }

    private static Optional<Set<String>> read(String description) {
        try {
            if (!(Json.parse(description).values().get("sources") instanceof List<?> sources)) {
                return Optional.empty();
            }
            Set<String> names = new HashSet<>();
            for (Object source : sources) {
                if (source instanceof Map<?, ?> fields && fields.get("topic") instanceof String topic) {
                    names.add(topic);
                }
            }
            return Optional.of(Set.copyOf(names));
        } catch (IllegalArgumentException notJson) {
            return Optional.empty();
        }
    }
}
