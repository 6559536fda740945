package dev.oriel.cli;

import dev.oriel.api.PathSegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code oriel scan}: the entries of a range of keys. */
@Command(
        name = "scan",
        description = "Print the entries of a range of keys in their order, each on a line as JSON.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:the server answered with an error, perhaps after some entries",
            "2:wrong usage, or the server cannot be reached"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  oriel scan orders                             the first 100",
            "  oriel scan orders --prefix o-10 --all | jq -c .value",
            "  oriel scan balances --from 1000 --to 2000 --desc --limit 10"
        })
final class ScanCommand implements Runnable {

    /** How many entries are asked for at once: a server takes up to ten times as many, but who waits for them sees nothing. */
    private static final int PAGE = 1_000;

    private static final long UNLESS_SAID = 100;

    private final Terminal terminal;

    @Mixin
    private final ServerOptions server;

    @Mixin
    private final RangeOptions range = new RangeOptions();

    @Parameters(index = "0", paramLabel = "VIEW", description = "The view's name.")
    private String view = "";

    @Option(names = "--limit", paramLabel = "N", description = "How many entries at most; by default 100.")
    private long limit = UNLESS_SAID;

    @Option(names = "--all", description = "All entries, however many; --limit is not regarded.")
    private boolean all;

    @Option(
            names = "--partial",
            description = "Leave partitions out that cannot be read, and say which, instead of failing.")
    private boolean partial;

    ScanCommand(Terminal terminal) {
        this.terminal = terminal;
        this.server = new ServerOptions(terminal);
    }

    @Override
    public void run() {
        if (limit < 1) {
            throw new CliException(ExitCode.USAGE, "--limit must be at least 1");
        }
        long left = all ? Long.MAX_VALUE : limit;
        List<String> parameters = range.parameters();
        parameters.add("limit=" + Math.min(left, PAGE));
        if (partial) {
            parameters.add("partial=allow");
        }
        print(left, parameters);
    }

    private void print(long atMost, List<String> parameters) {
        ServerConnection connection = server.connection();
        Set<Integer> missing = new TreeSet<>();
        List<String> asked = parameters;
        long left = atMost;
        while (true) {
            EntriesPage page = connection.entries(connection
                    .request(RangeOptions.path(view, asked), range.patience())
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
