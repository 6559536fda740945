package dev.oriel.read;

import dev.oriel.api.Position;
import dev.oriel.trace.Trace;
import dev.oriel.view.View;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A request to watch.
 *
 * @param view the view to watch
 * @param target which of its keys
 * @param lastEventId the positions after which to go on; without them it begins with what is present
 * @param after positions that what is present must reflect
 * @param path the request's path, encoded, with the query if there is one, to forward it by
 * @param fromPeer whether another instance asks; it gets what is here and no more
 * @param trace the trace of the request
 */
public record WatchRead(
        View view,
        Target target,
        Optional<List<Position>> lastEventId,
        List<Position> after,
        String path,
        boolean fromPeer,
        Trace trace) {

    public WatchRead {
        lastEventId = lastEventId.map(List::copyOf);
        after = List.copyOf(after);
    }

    /** All positions that the request names. */
    List<Position> named() {
        return Stream.concat(lastEventId.stream().flatMap(List::stream), after.stream())
                .toList();
    }

    /** What is watched. */
    public sealed interface Target {

        /**
         * One key.
         *
         * @param key the key's bytes
         */
        @SuppressWarnings("ArrayRecordComponent") // compared nowhere
        record Key(byte[] key) implements Target {}

        /**
         * All keys that start with some bytes.
         *
         * @param prefix the bytes; none for all keys
         * @param partitions only those in these partitions; without them, in all
         */
        @SuppressWarnings("ArrayRecordComponent") // compared nowhere
        record Prefix(byte[] prefix, Optional<Set<Integer>> partitions) implements Target {
            public Prefix {
                partitions = partitions.map(Set::copyOf);
            }
        }
    }
}
