package dev.oriel.scan;

import dev.oriel.api.Position;
import dev.oriel.api.ServedBy;
import dev.oriel.read.Outcome;
import dev.oriel.store.Count;
import dev.oriel.store.Entry;
import dev.oriel.view.SourceTopic;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;

/** How a read of more than one key ended. */
public sealed interface Listing {

    /**
     * What an answer reflects, and who has given it.
     *
     * @param positions of each partition, in their order
     * @param servedBy each instance that has a part in it
     */
    record Proof(List<Position> positions, List<ServedBy> servedBy) {
        public Proof {
            positions = List.copyOf(positions);
            servedBy = List.copyOf(servedBy);
        }

        /** Of the partitions of a topic, by the offsets that are reflected of them. */
        static Proof of(SourceTopic source, NavigableMap<Integer, Long> reached, List<ServedBy> servedBy) {
            return new Proof(
                    reached.entrySet().stream()
                            .map(offset -> new Position(
                                    source.name(), offset.getKey(), offset.getValue(), Optional.of(source.id())))
                            .toList(),
                    servedBy);
        }
    }

    /**
     * A stretch of a range.
     *
     * @param rows the entries, in order
     * @param next the rank of the last of them; nothing if there are no more behind it
     * @param proof what it reflects
     * @param missing the partitions that are left out
     */
    record Page(List<Row> rows, Optional<byte[]> next, Proof proof, List<Integer> missing) implements Listing {
        public Page {
            rows = List.copyOf(rows);
            missing = List.copyOf(missing);
        }
    }

    /**
     * What some keys have.
     *
     * @param items in the order asked
     * @param proof what it reflects
     */
    record Found(List<Item> items, Proof proof) implements Listing {
        public Found {
            items = List.copyOf(items);
        }
    }

    /**
     * One key that was asked for.
     *
     * @param entry its entry; nothing if it is absent
     */
    @SuppressWarnings("ArrayRecordComponent") // compared nowhere
    record Item(byte[] key, Optional<Entry> entry) {}

    /**
     * How many entries there are.
     *
     * @param count the number
     * @param proof what it reflects
     * @param missing the partitions that are left out
     */
    record Counted(Count count, Proof proof, List<Integer> missing) implements Listing {
        public Counted {
            missing = List.copyOf(missing);
        }
    }

    /**
     * The entries of the keys come to more than an answer may.
     *
     * @param limit in bytes
     */
    record TooLong(long limit) implements Listing {}

    /**
     * Replicas have not come as far as the read asked for.
     *
     * @param requested the positions that are not reflected
     * @param reached how far they have come instead, in the same partitions
     */
    record NotReached(List<Position> requested, List<Position> reached) implements Listing {
        public NotReached {
            requested = List.copyOf(requested);
            reached = List.copyOf(reached);
        }
    }

    /**
     * The read must reflect a position of a log that the view does not read.
     *
     * @param which the position
     */
    record Foreign(Outcome.PositionUnknown which) implements Listing {}

    /**
     * Partitions cannot be read now.
     *
     * @param partitions all that cannot; none before the view's topic is known
     * @param reason why the first cannot
     */
    record Refused(List<Integer> partitions, Outcome.Refusal reason) implements Listing {
        public Refused {
            partitions = List.copyOf(partitions);
        }
    }
}
