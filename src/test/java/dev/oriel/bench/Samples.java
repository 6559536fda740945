package dev.oriel.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** What was measured of one thing, round by round. */
final class Samples {

    private final List<Double> values = new ArrayList<>();

    void add(double value) {
        values.add(value);
    }

    double median() {
        return sorted().get(values.size() / 2);
    }

    /**
     * The median, with the lowest and the highest in brackets.
     *
     * @param format of each, as {@link String#format} takes it
     */
    String spread(String format) {
        List<Double> sorted = sorted();
        return String.format(
                Locale.ROOT, "%1$s (%1$s–%1$s)".formatted(format), median(), sorted.getFirst(), sorted.getLast());
    }

    /** The same in another unit. */
    Samples times(double factor) {
        Samples scaled = new Samples();
        values.forEach(value -> scaled.add(value * factor));
        return scaled;
    }

    private List<Double> sorted() {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted;
    }
}
