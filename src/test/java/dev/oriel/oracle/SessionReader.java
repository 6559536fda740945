package dev.oriel.oracle;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads any keys from any views of the topic, passes on all the positions it was given, and so must never go back in time. */
final class SessionReader extends Actor {

    static final String KIND = "reads of a session";

    private static final Duration WAIT = Duration.ofSeconds(10);

    private final Map<Integer, Position> session = new HashMap<>();

    SessionReader(long seed, Fleet fleet, Findings findings) {
        super(seed, fleet, findings);
    }

    @Override
    void act() throws InterruptedException {
        boolean plain = random.nextInt(4) == 0;
        Optional<Answer> answer = client.ask(new Asked(
                plain ? "plain reads" : KIND,
                someView(),
                someKey(),
                plain ? List.of() : List.copyOf(session.values()),
                new Condition.Any(),
                plain || session.isEmpty() ? Duration.ZERO : WAIT));
        answer.flatMap(Answer::position).ifPresent(this::carry);
        pause(10, 100);
    }

    private void carry(Position position) {
        session.merge(position.partition(), position, (a, b) -> a.offset() >= b.offset() ? a : b);
    }
}
