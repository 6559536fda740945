package dev.oriel.bench;

import dev.oriel.process.Cores;
import dev.oriel.process.ProcessCost;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Contenders one after the other, over and over: each on one core while the load runs on another one, and those that run on a JVM
 * warmed up on all cores before.
 */
final class Race {

    private static final double MICROS = 1e6;
    private static final int SERVER_CORE = 0;
    private static final int LOAD_CORE = 1;
    private static final int WARM_UP_SECONDS = Integer.getInteger("bench.warmup", 60);
    private static final int SECONDS = Integer.getInteger("bench.seconds", 8);

    static final int ROUNDS = Integer.getInteger("bench.rounds", 5);

    /**
     * One turn of one contender.
     *
     * @param cost microseconds of processor time a request
     * @param allocated bytes a request, of what runs on a JVM
     */
    record Turn(double rate, double p50, double p99, double cost, double allocated) {}

    private final Wrk wrk;
    private final List<Contender> contenders;
    private final int connections;
    private final Map<Contender, List<Turn>> turns = new LinkedHashMap<>();
    private final Map<Long, Allocation> allocations = new HashMap<>();

    Race(Wrk wrk, List<Contender> contenders, int connections) {
        this.wrk = wrk;
        this.contenders = List.copyOf(contenders);
        this.connections = connections;
    }

    /** Warms all up, and lets each have its turn in every round. */
    Race run() throws InterruptedException, IOException {
        for (Contender contender : contenders) {
            if (contender.isJava()) {
                Wrk.Result unused = wrk.run(contender, connections, WARM_UP_SECONDS, -1, 1);
            }
        }
        for (Contender contender : contenders) {
            for (long pid : contender.pids()) {
                Cores.pin(pid, Integer.toString(SERVER_CORE));
            }
        }
        for (int round = -1; round < ROUNDS; round++) {
            for (Contender contender : contenders) {
                Turn turn = turn(contender, round);
                if (round >= 0) {
                    turns.computeIfAbsent(contender, first -> new ArrayList<>()).add(turn);
                }
            }
        }
        for (Allocation allocation : allocations.values()) {
            allocation.close();
        }
        return this;
    }

    private Turn turn(Contender contender, int round) throws InterruptedException, IOException {
        double before = seconds(contender);
        long allocatedBefore = allocated(contender);
        Wrk.Result result = wrk.run(contender, connections, SECONDS, LOAD_CORE, round + 2L);
        double cost = (seconds(contender) - before) * MICROS / result.count();
        double allocated = (double) (allocated(contender) - allocatedBefore) / result.count();
        return new Turn(result.rate(), result.p50(), result.p99(), cost, allocated);
    }

    private long allocated(Contender contender) {
        return contender.isJava()
                ? contender.pids().stream()
                        .mapToLong(pid ->
                                allocations.computeIfAbsent(pid, Allocation::of).bytes())
                        .sum()
                : 0;
    }

    private static double seconds(Contender contender) throws IOException {
        double sum = 0;
        for (long pid : contender.pids()) {
            sum += new ProcessCost(pid).seconds();
        }
        return sum;
    }

    /** Rate, p50, p99 and cost, as a report shows them. */
    List<String> figures(Contender contender) {
        return List.of(
                spread(contender, Turn::rate, "%,.0f"),
                spread(contender, Turn::p50, "%.2f"),
                spread(contender, Turn::p99, "%.2f"),
                spread(contender, Turn::cost, "%.1f"));
    }

    /** The same with the ratio of the median rates behind the rate. */
    List<String> figuresBeside(Contender contender, Contender baseline) {
        List<String> figures = new ArrayList<>(figures(contender));
        double ratio = median(contender, Turn::rate) / median(baseline, Turn::rate);
        figures.add(1, String.format(Locale.ROOT, "%.2f", ratio));
        return figures;
    }

    /** The median over the rounds. */
    double median(Contender contender, ToDoubleFunction<Turn> what) {
        double[] sorted = sorted(contender, what);
        return sorted[sorted.length / 2];
    }

    /** The median, with the lowest and the highest. */
    private String spread(Contender contender, ToDoubleFunction<Turn> what, String format) {
        double[] sorted = sorted(contender, what);
        String all = "%s (%s–%s)".formatted(format, format, format);
        return String.format(Locale.ROOT, all, sorted[sorted.length / 2], sorted[0], sorted[sorted.length - 1]);
    }

    private double[] sorted(Contender contender, ToDoubleFunction<Turn> what) {
        return turns.getOrDefault(contender, List.of()).stream()
                .mapToDouble(what)
                .sorted()
                .toArray();
    }

    /** In one sentence, for the report. */
    String method() {
        return "wrk with one thread and " + connections
                + " connections on one core, the contender on the other; medians of "
                + ROUNDS + " interleaved rounds of " + SECONDS + " s each, lowest and highest in brackets, after "
                + WARM_UP_SECONDS
                + " s of warming up on both cores and one round that does not count.";
    }
}
