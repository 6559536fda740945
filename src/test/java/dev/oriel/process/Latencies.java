package dev.oriel.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Times of one round, in nanoseconds. */
final class Latencies {

    private final List<Long> nanos = new ArrayList<>();

    void add(long time) {
        nanos.add(time);
    }

    void addAll(Latencies others) {
        nanos.addAll(others.nanos);
    }

    /** The time that a share of all do not exceed, in milliseconds. */
    double quantile(double share) {
        List<Long> sorted = nanos.stream().sorted().toList();
        return sorted.get((int) Math.min(sorted.size() - 1L, (long) (share * sorted.size()))) / 1e6;
    }

    /** The median of a quantile over rounds, with the lowest and the highest. */
    static String spread(List<Latencies> rounds, double share) {
        List<Double> quantiles =
                rounds.stream().map(round -> round.quantile(share)).sorted().toList();
        return String.format(
                Locale.ROOT,
                "%.2f (%.2f–%.2f)",
                quantiles.get(quantiles.size() / 2),
                quantiles.getFirst(),
                quantiles.getLast());
    }
}
