package dev.oriel.oracle;

import dev.oriel.oracle.FactLog.Fact;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Knows the log, and tells which answers are not what may be relied on. To be asked when the run is over. */
final class Judge {

    /** What an answer may take, in quiet times, from the moment when it could be given. */
    static final Duration LATE = Duration.ofSeconds(5);

    /** By how much a server's clock may be ahead of ours over one wait. */
    private static final Duration CLOCKS = Duration.ofMillis(5);

    private static final Set<String> UNAVAILABLE = Set.of("partition-unavailable", "overloaded");

    private final FactLog log;
    private final Disturbances disturbances;

    Judge(FactLog log, Disturbances disturbances) {
        this.log = log;
        this.disturbances = disturbances;
    }

    /** What is wrong with an answer, if anything is. */
    Optional<String> judge(Observation seen) {
        return content(seen).or(() -> lateness(seen)).map(wrong -> "%s; %s".formatted(wrong, describe(seen)));
    }

    private Optional<String> content(Observation seen) {
        Answer answer = seen.answer();
        return switch (answer.status()) {
            case 200 -> position(seen).or(() -> value(seen)).or(() -> age(seen));
            case 404 -> position(seen).or(() -> absence(seen)).or(() -> age(seen));
            case 304 -> tooEarly(seen).or(() -> position(seen)).or(() -> unmet(seen));
            case 412 ->
                answer.problem().equals("position-not-reached")
                        ? tooEarly(seen).or(() -> notReached(seen))
                        : tooEarly(seen).or(() -> position(seen)).or(() -> unmet(seen));
            case 503 -> unavailable(seen);
            default -> Optional.of("a status that may not come");
        };
    }

    /** The answer tells what it reflects, of the key's own partition, and that is what was asked for. */
    private Optional<String> position(Observation seen) {
        Optional<Position> position = seen.answer().position();
        if (position.isEmpty()) {
            return Optional.of("no position");
        }
        int partition = position.get().partition();
        OptionalLong own = log.partition(seen.asked().key());
        if (own.isPresent() && own.getAsLong() != partition) {
            return Optional.of("a position of another partition than the key's, which is " + own.getAsLong());
        }
        return position.get().offset() < seen.asked().after(partition)
                ? Optional.of("it does not reflect the position that was asked for")
                : Optional.empty();
    }

    private Optional<String> value(Observation seen) {
        Answer answer = seen.answer();
        Fact fact = log.of(seen.asked().key()).get(answer.version().orElse(-1));
        if (fact == null || !fact.value().equals(Optional.of(answer.value()))) {
            return Optional.of("nobody has written that");
        }
        if (!possible(seen).contains(fact)) {
            return Optional.of("it misses what its position claims");
        }
        return seen.asked().condition().isMetBy(fact) ? Optional.empty() : Optional.of("not what was waited for");
    }

    private Optional<String> absence(Observation seen) {
        if (!seen.answer().problem().equals("key-not-found")) {
            return Optional.of("a problem that may not come");
        }
        if (possible(seen).stream().allMatch(Fact::isPut)) {
            return Optional.of("the key has not been absent since what its position claims");
        }
        return seen.asked().condition().isMetBy(Fact.NONE) ? Optional.empty() : Optional.of("not what was waited for");
    }

    /** What was there so long before the read was sent must be reflected. */
    private Optional<String> age(Observation seen) {
        if (!seen.asked().stale().isPositive()) {
            return Optional.empty();
        }
        long then = seen.began() - seen.asked().stale().toNanos();
        long position = seen.answer().position().map(Position::offset).orElse(-1L);
        return log.of(seen.asked().key()).tailMap(position, false).values().stream()
                        .anyMatch(fact -> fact.acknowledged().isPresent()
                                && fact.acknowledged().getAsLong() - then < 0)
                ? Optional.of("it is older than it may be")
                : Optional.empty();
    }

    private Optional<String> unmet(Observation seen) {
        Condition condition = seen.asked().condition();
        if (seen.answer().status() != condition.unmetStatus()) {
            return Optional.of("a status that may not come");
        }
        return possible(seen).stream().allMatch(condition::isMetBy)
                ? Optional.of("what was waited for has been there since what its position claims")
                : Optional.empty();
    }

    private static Optional<String> notReached(Observation seen) {
        if (seen.answer().position().isEmpty()) {
            return Optional.of("no position");
        }
        return seen.answer().lacking().stream()
                        .allMatch(position -> position.offset() >= seen.asked().after(position.partition()))
                ? Optional.of("what was asked for is reflected")
                : Optional.empty();
    }

    private static Optional<String> tooEarly(Observation seen) {
        return seen.took().plus(CLOCKS).compareTo(seen.asked().patience()) < 0
                ? Optional.of("it gave up before its time")
                : Optional.empty();
    }

    private Optional<String> unavailable(Observation seen) {
        if (!seen.answer().retryable() || !UNAVAILABLE.contains(seen.answer().problem())) {
            return Optional.of("a 503 that does not say why or when to ask again");
        }
        return disturbances.isQuiet(seen.began(), seen.ended())
                ? Optional.of("no answer, although nothing is amiss")
                : Optional.empty();
    }

    /** What the key may have been: what it was at the answer's position, and what it became until the answer was there. */
    private List<Fact> possible(Observation seen) {
        NavigableMap<Long, Fact> facts = log.of(seen.asked().key());
        long position = seen.answer().position().map(Position::offset).orElse(-1L);
        Map.Entry<Long, Fact> then = facts.floorEntry(position);
        List<Fact> possible = new ArrayList<>();
        possible.add(then == null ? Fact.NONE : then.getValue());
        facts.tailMap(position, false).values().stream()
                .filter(fact -> mayHaveBeenThere(fact, seen.ended()))
                .forEach(possible::add);
        return possible;
    }

    private static boolean mayHaveBeenThere(Fact fact, long when) {
        return fact.sent().isEmpty() || fact.sent().getAsLong() - when <= 0;
    }

    private Optional<String> lateness(Observation seen) {
        return delay(seen)
                .filter(delay -> delay.compareTo(LATE) > 0)
                .map(delay -> "it came %d ms late, although nothing is amiss".formatted(delay.toMillis()));
    }

    /** How long an answer came after it could have been given or had to be, if nothing was amiss meanwhile. */
    Optional<Duration> delay(Observation seen) {
        OptionalLong due = due(seen);
        return due.isPresent() && !seen.stoodStill() && disturbances.isQuiet(due.getAsLong(), seen.ended())
                ? Optional.of(Duration.ofNanos(seen.ended() - due.getAsLong()))
                : Optional.empty();
    }

    /** When the answer could have been given; else, when the time to wait for it was up. */
    private OptionalLong due(Observation seen) {
        OptionalLong fulfilled = fulfilled(seen);
        boolean gaveUp = seen.answer().status() == 304 || seen.answer().status() == 412;
        return fulfilled.isEmpty() && gaveUp
                ? OptionalLong.of(seen.began() + seen.asked().patience().toNanos())
                : fulfilled;
    }

    /**
     * From when on what was waited for was there to stay: since the last record that made the key so, without another after it that
     * made it something else. Nothing if that is not known, or never was.
     */
    private OptionalLong fulfilled(Observation seen) {
        Condition condition = seen.asked().condition();
        if (condition instanceof Condition.Any) {
            // A position is known only when it has been acknowledged.
            return OptionalLong.of(seen.began());
        }
        List<Fact> known = log.of(seen.asked().key()).values().stream()
                .filter(fact -> mayHaveBeenThere(fact, seen.ended()))
                .toList();
        if (known.stream().anyMatch(fact -> fact.acknowledged().isEmpty())) {
            return OptionalLong.empty();
        }
        OptionalLong since = OptionalLong.empty();
        for (Fact fact : known.reversed()) {
            if (!condition.isMetBy(fact)) {
                break;
            }
            since = fact.acknowledged();
        }
        return since.isPresent() ? OptionalLong.of(Math.max(seen.began(), since.getAsLong())) : since;
    }

    private String describe(Observation seen) {
        long position = seen.answer().position().map(Position::offset).orElse(-1L);
        NavigableMap<Long, Fact> facts = log.of(seen.asked().key());
        Long from = facts.floorKey(Math.max(-1, position));
        return "%s; the key's records from there on: %s"
                .formatted(
                        seen,
                        facts.tailMap(from == null ? -1L : from, true).values().stream()
                                .limit(8)
                                .toList());
    }
}
