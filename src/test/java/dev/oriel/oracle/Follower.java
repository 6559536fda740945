package dev.oriel.oracle;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Follows one key for a while: waits for its next change, for a later version, for it to be there and for it to be gone, as long as
 * that takes or its patience lasts.
 */
final class Follower extends Actor {

    static final String CHANGE = "long polls";
    static final String VERSION = "waits for a version";
    static final String GONE = "waits for a deletion";

    private static final int ROUNDS = 12;

    private String view = someView();
    private String key = someKey();
    private Optional<Position> position = Optional.empty();
    private OptionalLong version = OptionalLong.empty();
    private boolean known;
    private int round;

    Follower(long seed, Fleet fleet, Findings findings) {
        super(seed, fleet, findings);
    }

    @Override
    void act() throws InterruptedException {
        if (round++ % ROUNDS == 0) {
            view = someView();
            key = someKey();
            known = false;
        }
        Optional<Answer> answer = client.ask(known ? waiting() : looking());
        answer.ifPresent(this::take);
    }

    private Asked looking() {
        return new Asked("plain reads", view, key, List.of(), new Condition.Any(), Duration.ZERO);
    }

    private Asked waiting() {
        List<Position> after = position.stream().toList();
        Duration wait = Duration.ofMillis(200 + (long) random.nextInt(12) * random.nextInt(1_000));
        if (version.isEmpty()) {
            return new Asked(VERSION, view, key, after, new Condition.AtLeast(0), wait);
        }
        return switch (random.nextInt(5)) {
            case 0 -> new Asked(GONE, view, key, after, new Condition.Gone(), wait);
            case 1, 2 -> new Asked(VERSION, view, key, after, new Condition.AtLeast(version.getAsLong() + 1), wait);
            default -> new Asked(CHANGE, view, key, after, new Condition.ChangeOf(version.getAsLong()), wait);
        };
    }

    private void take(Answer answer) {
        position = answer.position().or(() -> position);
        if (answer.tellsState()) {
            version = answer.version();
            known = true;
        } else {
            // What there is instead is for the next look to tell.
            known = answer.status() == 304 && version.equals(answer.version());
        }
    }
}
