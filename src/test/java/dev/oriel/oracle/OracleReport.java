package dev.oriel.oracle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What a run came to.
 *
 * @param violations what was wrong, each with all that is known of it
 * @param counts how often there was what
 * @param slowestEnd by how much the slowest wait missed its deadline
 * @param slowestAnswer what the slowest answer took, of those in quiet times, from the moment when it could be given
 */
record OracleReport(
        long seed, List<String> violations, Map<String, Long> counts, Duration slowestEnd, Duration slowestAnswer) {

    static final String FAULT = "fault: ";

    static OracleReport of(long seed, Findings findings, Judge judge) {
        List<String> violations = new ArrayList<>(findings.violations());
        Duration slowest = Duration.ZERO;
        for (Observation seen : findings.observations()) {
            judge.judge(seen).ifPresent(violations::add);
            Optional<Duration> delay = judge.delay(seen);
            if (delay.isPresent() && delay.get().compareTo(slowest) > 0) {
                slowest = delay.get();
            }
        }
        return new OracleReport(seed, List.copyOf(violations), findings.counts(), findings.slowestOvershoot(), slowest);
    }

    long counted(String what) {
        return counts.getOrDefault(what, 0L);
    }

    /** In one line: operations, statuses, faults, times. */
    String line() {
        return String.format(
                Locale.ROOT,
                "oracle, seed %d: %d violations; %s; statuses %s; faults %s; the slowest wait ended %d ms after its deadline,"
                        + " the slowest answer in quiet times came after %d ms",
                seed,
                violations.size(),
                list(what -> !isStatus(what) && !what.startsWith(FAULT)),
                list(OracleReport::isStatus),
                list(what -> what.startsWith(FAULT)).replace(FAULT, ""),
                slowestEnd.toMillis(),
                slowestAnswer.toMillis());
    }

    private static boolean isStatus(String what) {
        return Character.isDigit(what.charAt(0));
    }

    private String list(Predicate<String> which) {
        return counts.entrySet().stream()
                .filter(each -> which.test(each.getKey()))
                .map(each -> String.format(Locale.ROOT, "%s: %,d", each.getKey(), each.getValue()))
                .collect(Collectors.joining(", "));
    }
}
