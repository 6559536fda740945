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
            Optional<Outcome> foreign = foreign(after, made.get().source(), before);
            if (foreign.isPresent()) {
                return new Nowhere(foreign.get());
            }
        }
        return PlacedRead.of(read, made.get());
    }

    private static Optional<Outcome> foreign(List<Position> after, SourceTopic source, Optional<SourceTopic> before) {
        boolean remade = before.isPresent() && !before.get().id().equals(source.id());
        for (Position position : after) {
            Optional<String> flaw = flaw(position, source, remade);
            if (flaw.isPresent()) {
                return Optional.of(new Outcome.PositionUnknown(position.toString(), flaw.get()));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> flaw(Position position, SourceTopic source, boolean remade) {
        if (!position.topic().equals(source.name())) {
            return Optional.of("the view reads topic " + source.name());
        }
        boolean ofAnother =
                position.topicId().map(id -> !id.equals(source.id())).orElse(remade);
        if (ofAnother) {
            return Optional.of("the topic has been deleted and made again since");
        }
        return position.partition() >= source.partitions()
                ? Optional.of("the topic has " + source.partitions() + " partitions")
                : Optional.empty();
    }
}
