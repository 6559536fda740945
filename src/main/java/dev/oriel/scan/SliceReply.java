package dev.oriel.scan;

import java.util.List;
import java.util.Optional;

/**
 * What comes of a {@link SliceRequest}: a slice of the partitions that could be read, and why the others could not.
 *
 * @param slice what was read; nothing if no partition could be
 * @param gaps the partitions that are not in it
 */
record SliceReply(Optional<Slice> slice, List<Gap> gaps) {

    SliceReply {
        gaps = List.copyOf(gaps);
    }
}
