package dev.oriel.oracle;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads any keys from any views of the topic, passes on all the positions it was given, and so must never go back in time. Now and then
 * it does without, and takes whatever there is, or what is no older than it says.
 */
final class SessionReader extends Actor {

    static final String KIND = "reads of a session";

    static final String STALE = "reads that may be stale";

    private static final Duration WAIT = Duration.ofSeconds(10);
    private static final Duration OLD = Duration.ofSeconds(3);

    private final Map<Integer, Position> session = new HashMap<>();

    SessionReader(long seed, Fleet fleet, Findings findings) {
        super(seed, fleet, findings);
    }

    @Override
    void act() throws InterruptedException {
        Optional<Answer> answer = client.ask(asked(someView(), someKey()));
        answer.flatMap(Answer::position).ifPresent(this::carry);
        pause(10, 100);
    }

    private Asked asked(String view, String key) {
        return switch (random.nextInt(5)) {
            case 0 -> new Asked("plain reads", view, key, List.of(), new Condition.Any(), Duration.ZERO);
            case 1 -> new Asked(STALE, view, key, List.of(), new Condition.Any(), Duration.ZERO, OLD);
            default ->
                new Asked(
                        KIND,
                        view,
                        key,
                        List.copyOf(session.values()),
                        new Condition.Any(),
                        session.isEmpty() ? Duration.ZERO : WAIT);
        };
    }

    private void carry(Position position) {
        session.merge(position.partition(), position, (a, b) -> a.offset() >= b.offset() ? a : b);
    }
}
