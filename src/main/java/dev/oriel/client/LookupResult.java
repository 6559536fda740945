package dev.oriel.client;

import dev.oriel.api.Position;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The values of many keys. Immutable.
 *
 * @param entries the keys in the order asked, each as it was asked for, with its entry; empty for a key that has no value
 * @param positions how far the replicas that answered had read: what a later read may be asked to reflect
 */
public record LookupResult(Map<String, Optional<ListedEntry>> entries, List<Position> positions) {
    public LookupResult {
        entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        positions = List.copyOf(positions);
    }

    /**
     * A key's entry; empty if it has no value.
     *
     * @throws IllegalArgumentException if the key was not asked for
     */
    public Optional<ListedEntry> get(String key) {
        return Optional.ofNullable(entries.get(key))
                .orElseThrow(() -> new IllegalArgumentException("expected a key that was asked for"));
    }

    /** The entries that there are, in the order asked. */
    public List<ListedEntry> found() {
        return entries.values().stream().flatMap(Optional::stream).toList();
    }
}
