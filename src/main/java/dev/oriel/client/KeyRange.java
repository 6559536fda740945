package dev.oriel.client;

import java.util.List;
import java.util.Optional;

/**
 * Some of a view's keys, in one order or the other. Immutable.
 *
 * @param prefix what the keys begin with; never together with a bound, unless the range goes on within the prefix
 * @param from the least key, inclusive
 * @param to the greatest key, exclusive
 * @param descending whether the greatest key comes first
 */
record KeyRange(Optional<String> prefix, Optional<String> from, Optional<String> to, boolean descending)
        implements EntryRange {

    static final KeyRange ALL = new KeyRange(Optional.empty(), Optional.empty(), Optional.empty(), false);

    KeyRange withPrefix(String begin) {
        return new KeyRange(Optional.of(begin), from, to, descending);
    }

    KeyRange withFrom(String least) {
        return new KeyRange(prefix, Optional.of(least), to, descending);
    }

    KeyRange withTo(String greatest) {
        return new KeyRange(prefix, from, Optional.of(greatest), descending);
    }

    KeyRange inDescendingOrder() {
        return new KeyRange(prefix, from, to, true);
    }

    boolean hasBounds() {
        return from.isPresent() || to.isPresent();
    }

    /**
     * What follows a key that came, which itself is the first one of it in ascending order. A server takes no bounds beside a prefix,
     * so that of what comes then must be seen whether this still {@link #holds} it. What the key begins with is the prefix as the
     * view writes it: UUIDs may be asked for in upper case.
     */
    @Override
    public Optional<EntryRange> behind(String key) {
        Optional<String> asWritten = prefix.map(begin -> key.substring(0, Math.min(begin.length(), key.length())));
        return Optional.of(
                descending
                        ? new KeyRange(asWritten, from, Optional.of(key), true)
                        : new KeyRange(asWritten, Optional.of(key), to, false));
    }

    @Override
    public boolean holds(String key) {
        return prefix.isEmpty() || !hasBounds() || key.startsWith(prefix.get());
    }

    /** None comes before the empty key, and an empty bound might be taken for none. */
    @Override
    public boolean isEmpty() {
        return to.isPresent() && to.get().isEmpty();
    }

    @Override
    public String listPath() {
        return "/entries";
    }

    @Override
    public List<String> listParameters() {
        return EntryRange.bounds(hasBounds() ? Optional.empty() : prefix, from, to);
    }

    @Override
    public List<String> countParameters() {
        return listParameters();
    }
}
