package dev.oriel.scan;

import dev.oriel.api.ServedBy;
import dev.oriel.store.Count;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one instance has of an answer, all of one moment.
 *
 * @param reached how far it reflects each of its partitions
 * @param servedBy who answers; of several replicas the role that counts for least, and the longest that any is behind
 * @param content the part of the answer
 */
record Slice(Map<Integer, Long> reached, ServedBy servedBy, Content content) {

    Slice {
        reached = Map.copyOf(reached);
    }

    /** A part of an answer. */
    sealed interface Content {

        /**
         * What some keys have.
         *
         * @param stored their encoded entries, in the order asked
         */
        record Found(List<Optional<byte[]>> stored) implements Content {}

        /** What some keys have comes to more than a lookup may. */
        record TooLong() implements Content {}

        /** How many entries there are. */
        record Counted(Count count) implements Content {}

        /**
         * A stretch of a range.
         *
         * @param rows the entries, in order
         * @param more whether there may be more behind them
         */
        record Rows(List<Row> rows, boolean more) implements Content {}
    }
}
