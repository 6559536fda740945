package dev.oriel.read;

import dev.oriel.api.Position;
import dev.oriel.api.Role;
import dev.oriel.store.Entry;
import dev.oriel.view.SourceTopic;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A key as a replica of this instance had it at one moment; the same for all who read it then.
 *
 * @param source the topic that the replica was made of
 * @param entry the entry; none when the key is absent
 * @param partition the source partition that {@code offset} is of: the entry's, or that of an absent key
 * @param offset the highest offset of the partition that is known to be reflected; -1 for none
 * @param watermarks of a global view, what is known to be reflected of every partition; otherwise empty
 * @param role the replica's role
 * @param staleMillis how far it was behind at most, in milliseconds, if that is known
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
public record Sighting(
        SourceTopic source,
        Optional<Entry> entry,
        int partition,
        long offset,
        long[] watermarks,
        Role role,
        OptionalLong staleMillis) {

    /** The entry's version; none when the key is absent. */
    OptionalLong version() {
        return entry.isPresent() ? OptionalLong.of(entry.get().version()) : OptionalLong.empty();
    }

    /** The highest offset of a source partition that is known to be reflected; -1 for none. */
    long reached(int of) {
        long watermark = of < watermarks.length ? watermarks[of] : -1;
        return of == partition ? Math.max(offset, watermark) : watermark;
    }

    /** What is reflected of a partition, as a position. */
    Position position(int of) {
        return new Position(source.name(), of, reached(of), Optional.of(source.id()));
    }
}
