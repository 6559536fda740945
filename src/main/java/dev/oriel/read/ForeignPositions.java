package dev.oriel.read;

import dev.oriel.api.Position;
import dev.oriel.view.SourceTopic;
import java.util.List;
import java.util.Optional;

/** Finds positions that are not of the log that a view reads. Stateless. */
public final class ForeignPositions {

    private ForeignPositions() {}

    /**
     * The first position of another log, if there is one.
     *
     * @param remade whether the topic has been deleted and made again since the positions were given, so that one without the topic's
     *     id is of another log too
     */
    public static Optional<Outcome.PositionUnknown> first(
            List<Position> positions, SourceTopic source, boolean remade) {
        for (Position position : positions) {
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
