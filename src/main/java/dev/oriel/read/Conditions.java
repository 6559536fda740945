package dev.oriel.read;

import dev.oriel.api.EntityTags;
import dev.oriel.api.Position;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a read asks for beyond "now". All that is given must hold; it is judged in the order of the components.
 *
 * @param after positions that the answer must reflect
 * @param version the entry's version must be at least this one, so there must be an entry
 * @param ifMatch the entry must be one of these
 * @param ifNoneMatch the entry must be none of these
 */
public record Conditions(
        List<Position> after, OptionalLong version, Optional<EntityTags> ifMatch, Optional<EntityTags> ifNoneMatch) {

    /** None at all. */
    public static final Conditions NONE =
            new Conditions(List.of(), OptionalLong.empty(), Optional.empty(), Optional.empty());

    public Conditions {
        after = List.copyOf(after);
    }

    /** Whether nothing is asked for, so that there is nothing to wait for either. */
    public boolean isEmpty() {
        return after.isEmpty() && version.isEmpty() && ifMatch.isEmpty() && ifNoneMatch.isEmpty();
    }
}
