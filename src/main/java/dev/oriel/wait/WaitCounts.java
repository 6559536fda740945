package dev.oriel.wait;

import java.util.function.LongConsumer;

/** How the waits of a view ended, and how soon those were told for whom something had come. Safe for all threads. */
public final class WaitCounts {

    /** The ways to end. */
    public enum Way {
        /** What it waited for has come. */
        SATISFIED,
        /** Its time was up. */
        EXPIRED,
        /** Its replica moved, and it went on elsewhere. */
        MOVED,
        /** Its client left. */
        CANCELLED,
        /** The instance stopped. */
        STOPPED,
        /** It could not be looked at. */
        FAILED
    }

    private final Tally<Way> ended = new Tally<>(Way.class);
    private volatile LongConsumer onWakeUp = nanos -> {};

    WaitCounts() {}

    /**
     * From now on tells of each wait that was satisfied by a change that came while it waited, how many nanoseconds lay between the change
     * and the end of its answer's making.
     *
     * @param then must neither block nor throw
     */
    public void onWakeUp(LongConsumer then) {
        onWakeUp = then;
    }

    /** How many have ended in each way. */
    public Tally<Way> ended() {
        return ended;
    }

    void wokeUp(long nanos) {
        onWakeUp.accept(nanos);
    }

    static Way way(Ending<?> ending) {
        return switch (ending) {
            case Ending.Satisfied<?> satisfied -> Way.SATISFIED;
            case Ending.Expired<?> expired -> Way.EXPIRED;
            case Ending.Moved<?> moved -> Way.MOVED;
            case Ending.Stopped<?> stopped -> Way.STOPPED;
            case Ending.Failed<?> failed -> Way.FAILED;
        };
    }
}
