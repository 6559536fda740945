package dev.oriel.watch;

import java.util.List;

/** What a watch of one replica finds when it looks. */
public sealed interface Polled {

    /**
     * What is new.
     *
     * @param states in order; empty when there is nothing new
     * @param completesPresent whether with these all that was present has been told
     */
    record News(List<WatchedState> states, boolean completesPresent) implements Polled {
        static final News NONE = new News(List.of(), false);

        public News {
            states = List.copyOf(states);
        }
    }

    /** The replica has not come as far as the watch has been elsewhere; look again soon. */
    record NotYet() implements Polled {}

    /** Changes are missing that are not held any more, so the watch has to begin anew. */
    record HistoryLost() implements Polled {}

    /** The replica has been closed. */
    record ReplicaClosed() implements Polled {}
}
