package dev.oriel.client;

import dev.oriel.api.Position;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Reads that reflect what their session has seen.
 *
 * <p>A view refuses positions of topics that it does not read, and a session may know such from other views. So each read carries
 * the positions of its view's topics alone, which the catalog names. If a read is refused all the same, the topics are asked for
 * again, once: the view may have been declared anew.
 */
final class SessionReader implements Reader {

    private final SessionPositions session;
    private final Transport transport;
    private final ViewSources sources;

    SessionReader(SessionPositions session, Transport transport, ViewSources sources) {
        this.session = session;
        this.transport = transport;
        this.sources = sources;
    }

    @Override
    public CompletableFuture<Reply> send(ViewQuery query) {
        if (session.isEmpty()) {
            return transport.call(query.waitUpTo(wait(query)).request());
        }
        Pending<Reply> reply = Pending.create();
        Optional<Set<String>> known = sources.known(query.view());
        if (known.isPresent()) {
            readWith(known.get(), query, reply);
        } else {
            askForTopics(query, reply);
        }
        return reply;
    }

    private void readWith(Set<String> known, ViewQuery query, Pending<Reply> reply) {
        reply.then(transport.call(request(query, known)), answer -> {
            if (isConflict(answer)) {
                askAgain(query, reply, known, answer);
            } else {
                answer.completes(reply);
            }
        });
    }

    private void askForTopics(ViewQuery query, Pending<Reply> reply) {
        reply.then(sources.fetch(query.view()), description -> {
            Optional<Set<String>> topics = sources.learn(query.view(), description);
            if (topics.isPresent()) {
                reply.then(transport.call(request(query, topics.get())), outcome -> outcome.completes(reply));
            } else {
                description.completes(reply);
            }
        });
    }

    private void askAgain(ViewQuery query, Pending<Reply> reply, Set<String> refusedWith, Reply refusal) {
        reply.then(sources.fetch(query.view()), description -> {
            Optional<Set<String>> topics = sources.learn(query.view(), description);
            if (topics.isPresent() && !topics.get().equals(refusedWith)) {
                reply.then(transport.call(request(query, topics.get())), outcome -> outcome.completes(reply));
            } else {
                refusal.completes(reply);
            }
        });
    }

    private ReadRequest request(ViewQuery query, Set<String> topics) {
        List<Position> reached = session.positions().stream()
                .filter(position -> topics.contains(position.topic()))
                .toList();
        ViewQuery bound = query.after(reached);
        return bound.waitUpTo(wait(bound)).request();
    }

    /** A wait without a condition would be refused, and there is nothing to wait for. */
    private Optional<Duration> wait(ViewQuery query) {
        return query.hasCondition()
                ? query.maxWait().or(() -> Optional.of(transport.settings().sessionWait()))
                : Optional.empty();
    }

    private static boolean isConflict(Reply reply) {
        return reply instanceof Reply.Answered answered && answered.answer().status() == 409;
    }

    @Override
    public void saw(List<Position> positions) {
        session.add(positions);
    }
}
