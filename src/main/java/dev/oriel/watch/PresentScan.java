package dev.oriel.watch;

import dev.oriel.store.Change;
import dev.oriel.store.Entry;
import dev.oriel.store.KeyRange;
import dev.oriel.store.Lookup;
import dev.oriel.store.Replica;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is present in a replica, page by page in the order of keys, for a watch that follows the history beside it. An
 * entry may be newer than the place that the watch has come to in the history: then it covers the changes that led to it.
 */
final class PresentScan {

    private final Replica replica;
    private final KeyFilter filter;
    private final Covered covered;
    private final Map<Integer, Long> reached;
    private byte @Nullable [] lastKey;
    private boolean complete;

    /**
     * A scan that has read nothing.
     *
     * @param replica what to read
     * @param filter which keys
     * @param covered learns of entries that are newer than the place in the history
     * @param place the offsets of that place; see {@link ChangeHistory.Place}
     */
    PresentScan(Replica replica, KeyFilter filter, Covered covered, Map<Integer, Long> place) {
        this.replica = replica;
        this.filter = filter;
        this.covered = covered;
        this.reached = new TreeMap<>(place);
    }

    /** The offsets of the place that the watch has come to in the history, by partition; it keeps them up to date. */
    Map<Integer, Long> reached() {
        return reached;
    }

    /** Whether the key's state as of some page has been told. The others will be told later, with what changes meanwhile. */
    boolean hasPassed(byte[] key) {
        byte[] last = lastKey;
        return last != null && Arrays.compareUnsigned(key, last) <= 0;
    }

    /** Whether everything has been read. */
    boolean isComplete() {
        return complete;
    }

    /** The next states; nothing at all if the replica has been closed. */
    Optional<List<KeyState>> next() {
        return switch (filter) {
            case KeyFilter.Only only -> look(only);
            case KeyFilter.Prefix prefix -> page(prefix);
        };
    }

    private Optional<List<KeyState>> look(KeyFilter.Only only) {
        complete = true;
        return switch (replica.read(only.partition(), only.key())) {
            case Lookup.Gone gone -> Optional.empty();
            case Lookup.Found found -> {
                KeyState state = present(only.key(), found.entry());
                // Of one key all that led to the entry is told with it, so the position may say so.
                reached.merge(found.entry().partition(), found.entry().offset(), Math::max);
                yield Optional.of(List.of(state));
            }
            case Lookup.Absent absent -> {
                covered.absent(only.partition(), absent.position());
                reached.merge(only.partition(), absent.position(), Math::max);
                yield Optional.of(List.of(new KeyState.Absent(only.key())));
            }
        };
    }

    private Optional<List<KeyState>> page(KeyFilter.Prefix prefix) {
        KeyRange all = KeyRange.startingWith(prefix.prefix());
        byte[] last = lastKey;
        Optional<List<Change.Put>> page =
                replica.page(last == null ? all : all.after(last), ChangeReader.BATCH, ChangeReader.BATCH_BYTES);
        if (page.isEmpty()) {
            return Optional.empty();
        }
        List<KeyState> states = new ArrayList<>();
        for (Change.Put put : page.get()) {
            states.add(present(put.key(), Entry.decode(put.entry())));
            lastKey = put.key();
        }
        complete = states.isEmpty();
        return Optional.of(states);
    }

    private KeyState present(byte[] key, Entry entry) {
        if (entry.offset() > reached.getOrDefault(entry.partition(), -1L)) {
            covered.entry(key, entry.partition(), entry.offset());
        }
        return new KeyState.Present(key, entry);
    }
}
