package dev.oriel.cli;

import dev.oriel.api.PathSegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** How many entries of a range are printed, and whether partitions may be missing. They are asked for page by page. */
final class PageOptions {

    /** How many entries are asked for at once: a server takes up to ten times as many, but who waits for them sees nothing. */
    private static final int PAGE = 1_000;

    private static final long UNLESS_SAID = 100;

    @Option(names = "--limit", paramLabel = "N", description = "How many entries at most; by default 100.")
    private long limit = UNLESS_SAID;

    @Option(names = "--all", description = "All entries, however many; --limit is not regarded.")
    private boolean all;

    @Option(
            names = "--partial",
            description = "Leave partitions out that cannot be read, and say which, instead of failing.")
    private boolean partial;

    /**
     * Prints the entries of a range, each on a line.
     *
     * @param path what to read, without the range's parameters
     */
    void print(Terminal terminal, ServerConnection connection, String path, RangeOptions range) {
        if (limit < 1) {
            throw new CliException(ExitCode.USAGE, "--limit must be at least 1");
        }
        long left = all ? Long.MAX_VALUE : limit;
        List<String> parameters = range.parameters();
        parameters.add("limit=" + Math.min(left, PAGE));
        if (partial) {
            parameters.add("partial=allow");
        }
        Set<Integer> missing = new TreeSet<>();
        List<String> asked = parameters;
        while (true) {
            EntriesPage page = connection.entries(connection
                    .request(RangeOptions.path(path, asked), range.patience())
                    .header("Accept", "application/json")
                    .build());
            missing.addAll(page.missing());
            page.lines().stream().limit(left).forEach(terminal::printBytes);
            left -= page.lines().size();
            if (page.next().isEmpty() || left <= 0 || terminal.out().checkError()) {
                break;
            }
            asked = new ArrayList<>(parameters);
            asked.add("cursor=" + PathSegment.encode(page.next().get()));
        }
        if (!missing.isEmpty()) {
            terminal.err()
                    .println("oriel: without partitions "
                            + missing.stream().map(String::valueOf).collect(Collectors.joining(", "))
                            + ", which cannot be read now");
        }
    }
}
