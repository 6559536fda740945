package dev.oriel.faults;

import dev.oriel.faults.Tally.Kind;
import dev.oriel.process.BenchReport;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code docs/reliability.md}. */
final class ReliabilityText {

    private static final List<String> ORIEL_COLUMNS = List.of(
            "fault",
            "requests (per s)",
            "failed `stale=10s`",
            "failed default",
            "failed waits",
            "failures by type",
            "retries",
            "gap `stale=10s`, ms",
            "gap default, ms",
            "wrong",
            "old",
            "waits lost",
            "watches lost",
            "reads well after, s",
            "whole after, s",
            "p99 before / during",
            "target");

    private static final List<String> PLAIN_COLUMNS = List.of(
            "fault",
            "requests (per s)",
            "failed",
            "failures by type",
            "retries",
            "gap, ms",
            "wrong",
            "old",
            "reads well after, s",
            "ready after, s",
            "p99 before / during");

    private ReliabilityText() {}

    static String of(ReliabilityReport report) {
        int rate = report.settings().rate();
        StringBuilder text = new StringBuilder(how(rate));
        text.append("\n## Oriel\n\n");
        table(text, report, Subject.ORIEL, ORIEL_COLUMNS);
        text.append("\n## The plain server\n\n");
        table(text, report, Subject.PLAIN, PLAIN_COLUMNS);
        text.append("\n").append(report.date()).append(", ").append(BenchReport.machine());
        text.append(", JVM options `")
                .append(System.getProperty("oriel.process.options"))
                .append("`, commit ")
                .append(commits(report))
                .append(". ")
                .append(report.note())
                .append("\n\n    ")
                .append(report.command())
                .append("\n");
        return text.toString();
    }

    private static String how(int rate) {
        return """
            # What clients notice when something goes wrong

            Written by the fault suite; do not edit. Three instances and a broker, each a process of its own on one machine, a topic of
            %d partitions with %,d keys, one standby for each partition, `session.timeout.ms: %d`, `heartbeat.interval.ms: %d`, all else
            as it is by default. %,d requests are begun in a second, whether those before have been answered or not: of 100 there are
            48 lookups with `stale=10s` and 28 without, which ask %d keys in turn (ten for each partition on average), 12 lookups of any
            key, and 12 writes, each of which is read at once with `after` its position and `wait=10s`. %d watches go on all the time. The
            plain server (`src/test/java/dev/oriel/plain`: Kafka Streams, interactive queries and Javalin as the guides show them) gets
            the same lookups, all without `stale`, and the same writes.

            Clients behave as behind a load balancer: they ask the instances that say that they are ready (`/health/ready`, asked
            four times a second) in turn over kept connections, give an attempt %d s, leave an instance out for a second when a
            connection to it fails or stays silent, and make the request once more at another one.
            That is no failure but a *retry*. Any answer but 200 is a *failure*, also a 503 that says why.

            - **gap**: the longest time between two answers to one key, over all %d keys; it includes the pace at which a key is asked
              (Oriel: every %.0f ms with `stale=10s`, every %.0f ms without; plain server: every %.0f ms). In parentheses: how many keys
              were without an answer for more than a second.
            - **wrong**: a value that nobody has written, a 404 for a key that exists, a value older than the position it was asked
              for, with `stale=10s` one that was older than ten seconds when it was asked for, a watch that went back.
            - **old**: right answers without a promise that were more than ten seconds old.
            - **waits lost**: neither answered nor ended 5 s after their deadline by an instance that was running all the time.
            - **watches lost**: those that have not told the last value within a minute after the end.
            - **reads well after**: from the fault until the last read failed. **whole after**: from the moment at which the cause was
              gone until the three instances were ready and, which only Oriel tells, every partition had an owner and a standby. Each
              is looked upon for %d s.
            - **p99**: of answered lookups in ms, before and during the fault. The load runs on the same cores as the servers, but for
              the last row: there it shares one core with the broker, the servers share the others, run without
              `-XX:TieredStopAtLevel=1` and with `-Xmx2g`, and have been loaded for a while before.

            A link that is cut leads over a proxy (`TcpProxy`): to drop is to accept and swallow, and connections that lost something are
            reset when the link is whole again. The instance that it befalls is the third of three; it owns a third of the partitions.
            """.formatted(
                        Ledger.PARTITIONS,
                        Ledger.KEYS,
                        Cluster.SESSION_TIMEOUT_MILLIS,
                        Cluster.HEARTBEAT_MILLIS,
                        rate,
                        Reads.HOT_KEYS,
                        Watching.WATCHES,
                        Reads.LOOKUP_PATIENCE.toSeconds(),
                        Reads.HOT_KEYS,
                        1000 / Load.pace(Subject.ORIEL, Kind.STALE, rate),
                        1000 / Load.pace(Subject.ORIEL, Kind.DEFAULT, rate),
                        1000 / Load.pace(Subject.PLAIN, Kind.DEFAULT, rate),
                        FaultRun.HEAL_AT_MOST.toSeconds());
    }

    private static String commits(ReliabilityReport report) {
        return List.of(Subject.values()).stream()
                .flatMap(subject -> report.rows(subject).stream())
                .map(row -> row.text("commit"))
                .filter(commit -> !commit.isEmpty())
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private static void table(StringBuilder text, ReliabilityReport report, Subject subject, List<String> columns) {
        text.append("| ").append(String.join(" | ", columns)).append(" |\n");
        text.append("|---".repeat(columns.size())).append("|\n");
        int seconds = (int) report.settings().time().toSeconds();
        for (Row row : report.rows(subject)) {
            List<String> cells = row.isMeasured()
                    ? (subject == Subject.ORIEL ? oriel(row) : plain(row))
                    : List.of(row.text("notRun") + " |".repeat(columns.size() - 2));
            text.append("| ").append(row.fault().title(seconds)).append(" | ");
            text.append(String.join(" | ", cells)).append(" |\n");
        }
    }

    private static List<String> oriel(Row row) {
        return List.of(
                requests(row),
                row.text("failedStale"),
                row.text("failedDefault"),
                row.text("failedWaits"),
                counts(row, "failures", "–"),
                row.text("retries"),
                gap(row, "Stale"),
                gap(row, "Default"),
                wrong(row),
                row.text("old"),
                row.text("waitsLost"),
                row.text("watchesLost"),
                seconds(row, "readsWellAfterMillis"),
                seconds(row, "wholeAfterMillis"),
                row.text("p99CalmMillis") + " / " + row.text("p99FaultMillis"),
                Target.of(row));
    }

    private static List<String> plain(Row row) {
        return List.of(
                requests(row),
                row.text("failedDefault"),
                counts(row, "failures", "–"),
                row.text("retries"),
                gap(row, "Default"),
                wrong(row),
                row.text("old"),
                seconds(row, "readsWellAfterMillis"),
                seconds(row, "wholeAfterMillis"),
                row.text("p99CalmMillis") + " / " + row.text("p99FaultMillis"));
    }

    private static String requests(Row row) {
        String leftOut = row.number("leftOut") == 0 ? "" : ", " + row.text("leftOut") + " not begun";
        return row.text("requests") + " (" + row.text("perSecond") + ")" + leftOut;
    }

    private static String gap(Row row, String kind) {
        return row.text("gap" + kind + "Millis") + " (" + row.text("keysBeyond" + kind) + ")";
    }

    private static String wrong(Row row) {
        return row.figures().get("wrong") instanceof Number ? row.text("wrong") : counts(row, "wrong", "0");
    }

    private static String counts(Row row, String name, String none) {
        return row.figures().get(name) instanceof Map<?, ?> counts && !counts.isEmpty()
                ? counts.entrySet().stream()
                        .map(each -> each.getKey() + " × " + each.getValue())
                        .collect(Collectors.joining(", "))
                : none;
    }

    private static String seconds(Row row, String name) {
        return row.figures().get(name) instanceof Number millis
                ? String.format(Locale.ROOT, "%.1f", millis.longValue() / 1000.0)
                : row.text(name) + " " + FaultRun.HEAL_AT_MOST.toSeconds();
    }
}
