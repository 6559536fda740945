package dev.oriel.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    private final Terminal terminal;

    @Mixin
    private final ServerOptions server;

    @Mixin
    private final RangeOptions range = new RangeOptions();

    @Parameters(index = "0", paramLabel = "VIEW", description = "The view's name.")
    private String view = "";

    @Mixin
    private final PageOptions pages = new PageOptions();

    ScanCommand(Terminal terminal) {
        this.terminal = terminal;
        this.server = new ServerOptions(terminal);
    }

    @Override
    public void run() {
        pages.print(terminal, server.connection(), RangeOptions.path(view), range);
    }
}
