package dev.oriel.scan;

import dev.oriel.read.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

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

    /** Nothing of what was asked for, and why. */
    static SliceReply refused(SliceRequest request, IntFunction<Outcome.Refusal> reason) {
        return new SliceReply(
                Optional.empty(),
                request.partitions().stream()
                        .<Gap>map(partition -> new Gap.Refused(partition, reason.apply(partition)))
                        .toList());
    }
}
