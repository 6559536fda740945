package dev.oriel.read;

import dev.oriel.api.Position;
import dev.oriel.view.Materialization;
import dev.oriel.view.SourceTopic;
import java.util.List;
import java.util.Optional;

/** Where a read belongs: a partition, or nowhere. */
sealed interface Placing permits PlacedRead, Placing.Nowhere {

    /**
     * It cannot be placed.
     *
     * @param outcome why
     */
    record Nowhere(Outcome outcome) implements Placing {}

    /**
     * Places a read by what its view is made of now.
     *
     * @param before the topic it was placed by before, if it was: when the topic was made anew while the read waited, then no
     *     position of the old one will ever be reached
     */
    static Placing of(KeyRead read, Optional<SourceTopic> before) {
        Optional<Materialization> made = read.view().materialization();
        if (made.isEmpty()) {
            return new Nowhere(Unavailability.notYet(read.view()));
        }
        List<Position> after = read.conditions().after();
        if (!after.isEmpty()) {
            SourceTopic source = made.get().source();
            boolean remade = before.isPresent() && !before.get().id().equals(source.id());
            Optional<Outcome.PositionUnknown> foreign = ForeignPositions.first(after, source, remade);
            if (foreign.isPresent()) {
                return new Nowhere(foreign.get());
            }
        }
        return PlacedRead.of(read, made.get());
    }
}
