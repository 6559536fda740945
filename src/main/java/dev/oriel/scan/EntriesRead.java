package dev.oriel.scan;

import dev.oriel.api.Position;
import dev.oriel.read.Deadline;
import dev.oriel.read.Standbys;
import dev.oriel.trace.Trace;
import dev.oriel.view.View;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A read of more than one key.
 *
 * @param view the view to read
 * @param after positions that the answer must reflect
 * @param standbys what a standby may do in the owner's place
 * @param patience until when it may wait for the positions; nothing when it is to be answered as things are
 * @param partial whether partitions that cannot answer may be left out
 * @param trace the trace of the request that it is for
 * @param deadline when it must be answered, if it does not wait for longer
 */
public record EntriesRead(
        View view,
        List<Position> after,
        Standbys standbys,
        Optional<Deadline> patience,
        boolean partial,
        Trace trace,
        Deadline deadline) {

    public EntriesRead {
        after = List.copyOf(after);
    }

    /** How long it may still wait for its positions. */
    Duration mayWait() {
        return patience.map(Deadline::left).orElse(Duration.ZERO);
    }

    /** When the last chance to answer it has passed. */
    public Deadline end() {
        return patience.map(deadline::later).orElse(deadline);
    }

    /** The same, to be answered by another time; it has waited for what it waits for. */
    public EntriesRead within(Deadline time) {
        return new EntriesRead(view, after, standbys, Optional.empty(), partial, trace, time);
    }
}
