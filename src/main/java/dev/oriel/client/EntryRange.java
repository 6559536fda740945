package dev.oriel.client;

import dev.oriel.api.PathSegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which entries of a view are read, and in which order. Immutable. */
sealed interface EntryRange permits KeyRange, ValueRange {

    /** The path to list them, below the view's, encoded. */
    String listPath();

    /** The parameters to list them, but for the order, encoded. */
    List<String> listParameters();

    /** The parameters to count them, encoded. */
    List<String> countParameters();

    /** Whether the last one comes first. */
    boolean descending();

    /** What follows an entry that came, which may itself be the first of it; empty if its key does not tell. */
    Optional<EntryRange> behind(String key);

    /** Whether an entry that came is one of these, as far as the server has not seen to it. */
    boolean holds(String key);

    /** Whether no entry can be in it, so that no server need be asked. */
    boolean isEmpty();

    /** What bounds a range, as parameters, encoded. */
    static List<String> bounds(Optional<String> prefix, Optional<String> from, Optional<String> to) {
        List<String> parameters = new ArrayList<>();
        prefix.ifPresent(begin -> parameters.add("prefix=" + PathSegment.encode(begin)));
        from.ifPresent(least -> parameters.add("from=" + PathSegment.encode(least)));
        to.ifPresent(greatest -> parameters.add("to=" + PathSegment.encode(greatest)));
        return parameters;
    }
}
