package dev.oriel.read;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where a watch has some of its partitions from. Used by the watch's own thread. */
sealed interface WatchSource extends AutoCloseable permits LocalSource, PeerSource {

    /** The partitions it has. */
    Set<Integer> partitions();

    /** Whether it has been found able to tell what happens. */
    boolean isOpen();

    /** Why it never will be open, once that is known. */
    Optional<Outcome.Refusal> refused();

    /** What there is to tell now; does not wait. To be called again, without waiting, until there is nothing. */
    Found poll();

    /** The offsets up to which everything it has been asked for has been told, by partition; what is not known is left out. */
    Map<Integer, Long> reached();

    /** Lets go of everything; does not wait. */
    @Override
    void close();

    /**
     * An event before it has an id.
     *
     * @param content what it tells
     * @param reached the offsets reached with it, by partition; what has no news is left out
     */
    record Event(WatchEvent.Content content, Map<Integer, Long> reached) {}

    /** What a source finds when it looks. */
    sealed interface Found {

        /**
         * What is new.
         *
         * @param events in order
         */
        record News(List<Event> events) implements Found {}

        /** It is not ready; look again soon. */
        record NotYet() implements Found {}

        /** Changes are missing, so the watch has to begin anew. */
        record HistoryLost() implements Found {}

        /** It cannot go on; the partitions have to be had from elsewhere. */
        record Ended(Outcome.Refusal reason) implements Found {}
    }
}
