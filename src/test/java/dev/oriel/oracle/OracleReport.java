package dev.oriel.oracle;

import dev.oriel.oracle.Findings.Slow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What a run came to.
 *
 * @param violations what was wrong, each with all that is known of it
 * @param counts how often there was what
 * @param slowestEnd the answer that missed its deadline by most
 * @param slowestAnswer the slowest answer of quiet times, from the moment on when it could be given or had to be
 */
record OracleReport(long seed, List<String> violations, Map<String, Long> counts, Slow slowestEnd, Slow slowestAnswer) {

    static final String FAULT = "fault: ";

    static OracleReport of(long seed, Findings findings, Judge judge) {
        List<String> violations = new ArrayList<>(findings.violations());
        Slow slowest = Slow.NONE;
        for (Observation seen : findings.observations()) {
            judge.judge(seen).ifPresent(violations::add);
            slowest = judge.delay(seen)
                    .map(delay -> new Slow(delay, seen.toString()))
                    .orElse(Slow.NONE)
                    .slower(slowest);
        }
        return new OracleReport(seed, List.copyOf(violations), findings.counts(), findings.slowestEnd(), slowest);
    }

    long counted(String what) {
        return counts.getOrDefault(what, 0L);
    }

    /** In one line: operations, statuses, faults, times. */
    String line() {
        return String.format(
                Locale.ROOT,
                "oracle, seed %d: %d violations; %s; statuses %s; faults %s; the slowest answer came %d ms after its"
                        + " deadline, in quiet times %d ms after it could be given",
                seed,
                violations.size(),
                list(what -> !isStatus(what) && !what.startsWith(FAULT)),
                list(OracleReport::isStatus),
                list(what -> what.startsWith(FAULT)).replace(FAULT, ""),
                slowestEnd.by().toMillis(),
                slowestAnswer.by().toMillis());
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
