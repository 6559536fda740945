package dev.oriel.read;

import dev.oriel.api.Role;
import dev.oriel.config.HostPort;
import dev.oriel.view.View;
import dev.oriel.view.ViewState;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** The reasons for which no replica can answer now, and which of them pass. */
public final class Unavailability {

    private static final Duration RETRY_SOON = Duration.ofSeconds(1);

    /** So many records are restored within a fraction of a second, as a rule. */
    private static final long RESTORED_IN_A_MOMENT = 50_000;

    /** A source that is not seen for longer will not be seen for a while. */
    private static final Duration CAUGHT_UP_WITHIN = Duration.ofSeconds(2);

    private static final String REBALANCING = "rebalancing";
    private static final String UNREACHABLE = "unreachable";
    private static final String BEHIND = "behind";
    private static final String STOPPING = new ViewState.Stopping().wireName();
    private static final String CATCHING_UP = new ViewState.CatchingUp("").wireName();

    /** What is over in a moment as a rule: the partition finds another place, its owner comes back, or has read what is left. */
    private static final Set<String> PASSING = Set.of(REBALANCING, UNREACHABLE, STOPPING, CATCHING_UP);

    private Unavailability() {}

    /** The source of the view has not been found. */
    public static Outcome.Refusal notYet(View view) {
        ViewState state = view.state();
        String detail = state.detail().isEmpty() ? "its topic has not been found yet" : state.detail();
        return new Outcome.Unavailable(OptionalInt.empty(), state.wireName(), detail, OptionalLong.empty(), RETRY_SOON);
    }

    /** Nobody owns the partition, as far as is known here: between two assignments, or because the view has failed here. */
    public static Outcome.Refusal noOwner(View view, int partition) {
        ViewState state = view.state();
        return state instanceof ViewState.Failed
                ? of(partition, state.wireName(), state.detail())
                : rebalancing(partition, "it has no owner at the moment");
    }

    /** This instance owns the partition and cannot answer yet. */
    public static Outcome.Refusal takingOver(View view, int partition) {
        ViewState state = view.state();
        String detail = state.detail().isEmpty() ? "its owner is taking it over" : state.detail();
        return isTakenOverInAMoment(state)
                ? of(partition, REBALANCING, detail)
                : of(partition, state.wireName(), detail, remaining(state));
    }

    private static OptionalLong remaining(ViewState state) {
        return state instanceof ViewState.Restoring restoring
                ? OptionalLong.of(restoring.records())
                : OptionalLong.empty();
    }

    private static boolean isTakenOverInAMoment(ViewState state) {
        return switch (state) {
            case ViewState.Running running -> true;
            // It is about to take its partitions over; should it have to rebuild them, it says so in a moment.
            case ViewState.Starting starting -> true;
            case ViewState.Restoring restoring -> restoring.records() <= RESTORED_IN_A_MOMENT;
            case ViewState.CatchingUp catchingUp -> false;
            case ViewState.Waiting waiting -> false;
            case ViewState.Failed failed -> false;
            case ViewState.Stopping stopping -> false;
        };
    }

    /** The instance that was asked does not own the partition. */
    public static Outcome.Refusal moved(int partition, HostPort asked) {
        return rebalancing(partition, asked + " does not own it any more");
    }

    /** The partition is on its way from one instance to another. */
    public static Outcome.Refusal rebalancing(int partition, String detail) {
        return of(partition, REBALANCING, detail);
    }

    /** The owner gave no answer. */
    public static Outcome.Refusal unreachable(int partition, String detail) {
        return of(partition, UNREACHABLE, detail);
    }

    /** A replica would have to be nearer to the source to answer, which it may be in a moment if it is nearly near enough. */
    public static Outcome.Refusal behind(int partition, Role role, OptionalLong staleMillis, Duration allowed) {
        String who = role == Role.STANDBY ? "its owner is passed over, and a standby" : "its owner";
        if (staleMillis.isEmpty()) {
            return of(partition, UNREACHABLE, who + " does not know how far it is behind");
        }
        long millis = staleMillis.getAsLong();
        String state = millis - allowed.toMillis() < CAUGHT_UP_WITHIN.toMillis() ? UNREACHABLE : BEHIND;
        return of(
                partition,
                state,
                who + " is up to " + millis + " ms behind, and " + allowed.toMillis() + " ms are allowed");
    }

    /** This instance stops and could not find another place for the read. */
    public static Outcome.Refusal stopping() {
        return new Outcome.Unavailable(
                OptionalInt.empty(), STOPPING, "this instance is being stopped", OptionalLong.empty(), RETRY_SOON);
    }

    /** The partition is in a state, as the protocol spells it, in which it cannot be read. */
    public static Outcome.Refusal of(int partition, String state, String detail) {
        return of(partition, state, detail, OptionalLong.empty());
    }

    private static Outcome.Refusal of(int partition, String state, String detail, OptionalLong remaining) {
        return new Outcome.Unavailable(OptionalInt.of(partition), state, detail, remaining, RETRY_SOON);
    }

    /** Whether no replica was read. */
    static boolean is(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Unavailable unavailable -> true;
            case Outcome.Relayed relayed -> relayed.answer().unavailable().isPresent();
            default -> false;
        };
    }

    /** A rebuild takes its time, and a decision made by the owner stands; what a rebalance or a stop causes passes. */
    public static boolean passes(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Unavailable unavailable -> PASSING.contains(unavailable.state());
            case Outcome.Relayed relayed ->
                relayed.answer().unavailable().filter(PASSING::contains).isPresent();
            case Outcome.Found found -> false;
            case Outcome.Absent absent -> false;
            case Outcome.NotModified unmodified -> false;
            case Outcome.PositionNotReached unmet -> false;
            case Outcome.VersionNotReached unmet -> false;
            case Outcome.NotMatched unmet -> false;
            case Outcome.PositionUnknown unknown -> false;
            case Outcome.NotTheOwner refused -> false;
            case Outcome.Overloaded overloaded -> false;
        };
    }
}
