package dev.oriel.read;

import dev.oriel.api.Headers;
import dev.oriel.config.HostPort;
import dev.oriel.route.PeerAnswer;
import dev.oriel.route.PeerHealth;
import dev.oriel.wait.Tally;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Finds, for a client's read, the replica that answers: the owner of the key, and where the read lets them, its standbys, one after
 * the other, when those before cannot answer or keep silent. Safe for several threads at once.
 */
final class ReplicaReader {

    /** How long a read waits at a standby before the owner is tried again. */
    static final Duration WAIT_AT_STANDBY = Duration.ofSeconds(1);

    private static final Duration FOR_EVER = Duration.ofDays(1);
    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;
    private static final int NOT_FOUND = 404;

    private final String instance;
    private final PeerReader peers;
    private final PeerHealth health;
    private final Duration hedgeAfter;
    private final Tally<PassedOver> passedOver = new Tally<>(PassedOver.class);

    /**
     * A reader for an instance.
     *
     * @param instance the instance's name
     * @param hedgeAfter how long a replica may keep silent before the next is asked too
     */
    ReplicaReader(String instance, PeerReader peers, PeerHealth health, Duration hedgeAfter) {
        this.instance = instance;
        this.peers = peers;
        this.health = health;
        this.hedgeAfter = hedgeAfter;
    }

    /**
     * The answer, or why there is none: the owner's reason. Blocks, so it wants a virtual thread; an interrupt ends the calls.
     */
    Outcome ask(PlacedRead placed) throws InterruptedException {
        if (!placed.mayUseStandbys()) {
            return peers.askOwner(placed);
        }
        return placed.read().waits() ? askInTurn(placed) : askHedged(placed);
    }

    /** A wait is silent by nature, so that its owner is given up only when it is found to be down. */
    private Outcome askInTurn(PlacedRead placed) throws InterruptedException {
        Optional<String> down = ownerDown(placed);
        Outcome byOwner = down.isPresent() ? passedOver(placed, down.get()) : peers.askOwner(placed);
        return Unavailability.is(byOwner)
                ? HedgedCalls.first(standbys(placed), FOR_EVER).orElse(byOwner)
                : byOwner;
    }

    private Outcome askHedged(PlacedRead placed) throws InterruptedException {
        Optional<String> down = ownerDown(placed);
        AtomicReference<Outcome> reason =
                new AtomicReference<>(passedOver(placed, down.orElse("has not answered yet")));
        HedgedCalls.Call owner = () -> {
            Outcome outcome = peers.askOwner(placed);
            reason.set(outcome);
            if (Unavailability.is(outcome)) {
                passedOver.add(PassedOver.UNAVAILABLE);
            }
            return Unavailability.is(outcome) ? Optional.empty() : Optional.of(outcome);
        };
        List<HedgedCalls.Call> calls = new ArrayList<>(standbys(placed));
        // One that is down may be the only one that can answer all the same.
        calls.add(down.isPresent() ? calls.size() : 0, owner);
        return HedgedCalls.first(calls, hedgeAfter).orElseGet(reason::get);
    }

    private Optional<String> ownerDown(PlacedRead placed) {
        Optional<String> down = peers.owner(placed).flatMap(health::down);
        if (down.isPresent()) {
            passedOver.add(PassedOver.DOWN);
        }
        return down;
    }

    /** How often owners were passed over. */
    Tally<PassedOver> passedOver() {
        return passedOver;
    }

    private static Outcome passedOver(PlacedRead placed, String why) {
        return Unavailability.unreachable(placed.partition(), "its owner " + why);
    }

    private List<HedgedCalls.Call> standbys(PlacedRead placed) {
        boolean waits = placed.read().waits();
        List<HedgedCalls.Call> calls = new ArrayList<>();
        calls.add(() -> standbyHere(placed));
        for (HostPort standby : peers.standbys(placed)) {
            if (health.down(standby).isEmpty()) {
                calls.add(() -> Optional.of(peers.askStandby(placed, standby, waits ? WAIT_AT_STANDBY : FOR_EVER))
                        .filter(outcome -> isAnswer(outcome, waits)));
            }
        }
        return calls;
    }

    /** The answer of the replica that is here, if the read lets a standby answer and it can. */
    Optional<Outcome> standbyHere(PlacedRead placed) {
        if (!placed.mayUseStandbys()) {
            return Optional.empty();
        }
        return standby(placed)
                .map(seen -> placed.judge(seen, instance))
                .filter(outcome -> isAnswer(outcome, placed.read().waits()));
    }

    /** The key as the replica that is here has it, if there is one. */
    Optional<Sighting> standby(PlacedRead placed) {
        KeyRead read = placed.read();
        return LocalReader.lookAtAny(read.view(), placed.made(), placed.partition(), read.key());
    }

    /** Whether a standby's outcome is worth more than the owner's, which may still come. */
    private static boolean isAnswer(Outcome outcome, boolean waits) {
        return switch (outcome) {
            case Outcome.Found found -> true;
            case Outcome.Absent absent -> true;
            case Outcome.NotModified unmodified -> !waits;
            case Outcome.Relayed relayed -> isAnswer(relayed.answer(), waits);
            case Outcome.PositionNotReached unmet -> false;
            case Outcome.VersionNotReached unmet -> false;
            case Outcome.NotMatched unmet -> false;
            case Outcome.PositionUnknown unknown -> false;
            case Outcome.Refusal refusal -> false;
        };
    }

    private static boolean isAnswer(PeerAnswer answer, boolean waits) {
        return switch (answer.status()) {
            case OK -> true;
            case NOT_MODIFIED -> !waits;
            // A view that is not declared there is not found either.
            case NOT_FOUND -> answer.headers().containsKey(Headers.SERVED_BY);
            default -> false;
        };
    }
}
