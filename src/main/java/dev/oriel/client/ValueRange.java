package dev.oriel.client;

import dev.oriel.api.PathSegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The entries whose values in an index are some, in one order or the other. Immutable.
 *
 * <p>Values are written as a server reads them: strings in double quotes, so that none is taken for a number.
 *
 * @param index the index's name
 * @param value the one value; never together with a prefix or a bound
 * @param prefix what the values begin with; never together with a bound
 * @param from the least value, inclusive
 * @param to the greatest value, exclusive; of the same sort as the least
 * @param descending whether the greatest value comes first
 */
record ValueRange(
        String index,
        Optional<String> value,
        Optional<String> prefix,
        Optional<String> from,
        Optional<String> to,
        boolean descending)
        implements EntryRange {

    ValueRange {
        boolean bounded = from.isPresent() || to.isPresent();
        if ((value.isPresent() && (prefix.isPresent() || bounded)) || (prefix.isPresent() && bounded)) {
            throw new IllegalArgumentException("expected a value, a prefix or bounds, found more than one of them");
        }
        if (from.isPresent() && to.isPresent() && isString(from.get()) != isString(to.get())) {
            throw new IllegalArgumentException(
                    "expected two strings or two numbers as bounds, found " + from.get() + " and " + to.get());
        }
    }

    static ValueRange allOf(String index) {
        return new ValueRange(index, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false);
    }

    private static boolean isString(String value) {
        return value.startsWith("\"");
    }

    ValueRange withValue(String only) {
        return new ValueRange(index, Optional.of(only), prefix, from, to, descending);
    }

    ValueRange withPrefix(String begin) {
        return new ValueRange(index, value, Optional.of(begin), from, to, descending);
    }

    ValueRange withFrom(String least) {
        return new ValueRange(index, value, prefix, Optional.of(least), to, descending);
    }

    ValueRange withTo(String greatest) {
        return new ValueRange(index, value, prefix, from, Optional.of(greatest), descending);
    }

    ValueRange inDescendingOrder() {
        return new ValueRange(index, value, prefix, from, to, true);
    }

    @Override
    public String listPath() {
        return "/indexes/" + PathSegment.encode(index)
                + value.map(only -> "/" + PathSegment.encode(only)).orElse("");
    }

    @Override
    public List<String> listParameters() {
        return EntryRange.bounds(prefix, from, to);
    }

    @Override
    public List<String> countParameters() {
        List<String> parameters = new ArrayList<>();
        parameters.add("index=" + PathSegment.encode(index));
        value.ifPresent(only -> parameters.add("value=" + PathSegment.encode(only)));
        parameters.addAll(listParameters());
        return parameters;
    }

    /** An entry does not tell under which value it came. */
    @Override
    public Optional<EntryRange> behind(String key) {
        return Optional.empty();
    }

    @Override
    public boolean holds(String key) {
        return true;
    }

    @Override
    public boolean isEmpty() {
        return false;
    }
}
