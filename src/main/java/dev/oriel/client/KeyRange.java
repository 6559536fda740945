package dev.oriel.client;

import dev.oriel.api.PathSegment;
import java.util.ArrayList;
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
record KeyRange(Optional<String> prefix, Optional<String> from, Optional<String> to, boolean descending) {

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
    KeyRange behind(String key) {
        Optional<String> asWritten = prefix.map(begin -> key.substring(0, Math.min(begin.length(), key.length())));
        return descending
                ? new KeyRange(asWritten, from, Optional.of(key), true)
                : new KeyRange(asWritten, Optional.of(key), to, false);
    }

    /** Whether a key that came is one of these, as far as the server has not seen to it. */
    boolean holds(String key) {
        return prefix.isEmpty() || !hasBounds() || key.startsWith(prefix.get());
    }

    /** Whether no key can be in it: none comes before the empty one, and an empty bound might be taken for none. */
    boolean isEmpty() {
        return to.isPresent() && to.get().isEmpty();
    }

    List<String> parameters() {
        List<String> parameters = new ArrayList<>();
        if (!hasBounds()) {
            prefix.ifPresent(begin -> parameters.add("prefix=" + PathSegment.encode(begin)));
        }
        from.ifPresent(least -> parameters.add("from=" + PathSegment.encode(least)));
        to.ifPresent(greatest -> parameters.add("to=" + PathSegment.encode(greatest)));
        if (descending) {
            parameters.add("order=desc");
        }
        return parameters;
    }
}
