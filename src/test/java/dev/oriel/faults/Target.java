package dev.oriel.faults;

/** What is aimed at, and told of but not asserted. */
final class Target {

    private static final double OVERLOAD_FACTOR = 3;

    private Target() {}

    /** Whether a measured row of Oriel's met it. */
    static String of(Row row) {
        return switch (row.fault()) {
            case SIGKILL -> told("no key > 1 s with `stale=10s`", row.number("keysBeyondStale") == 0);
            case ROLLING, SCALE ->
                told(
                        "0 failed reads",
                        row.number("failedStale") + row.number("failedDefault") + row.number("failedWaits") == 0);
            case OVERLOAD ->
                told(
                        "p99 of answered lookups within 3 ×",
                        millis(row, "p99FaultMillis") <= OVERLOAD_FACTOR * millis(row, "p99CalmMillis"));
            default -> "–";
        };
    }

    private static String told(String target, boolean met) {
        return target + (met ? ": met" : ": not met");
    }

    private static double millis(Row row, String name) {
        return row.figures().get(name) instanceof Number number ? number.doubleValue() : Double.NaN;
    }
}
