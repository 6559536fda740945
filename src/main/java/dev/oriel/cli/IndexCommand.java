package dev.oriel.cli;

import dev.oriel.api.PathSegment;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code oriel index}: the entries that have a value in a secondary index, or in the order of its values. */
@Command(
        name = "index",
        description = {
            "Print the entries that have a value in an index of the view, each on a line as JSON.",
            "Without a value, entries in the order of their values; --prefix, --from and --to are then of values."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:the server answered with an error, perhaps after some entries",
            "2:wrong usage, or the server cannot be reached"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  oriel index orders by-status paid",
            "  oriel index orders by-total --from 100 --to 1000 --desc --all"
        })
final class IndexCommand implements Runnable {

    private final Terminal terminal;

    @Mixin
    private final ServerOptions server;

    @Mixin
    private final RangeOptions range = new RangeOptions();

    @Mixin
    private final PageOptions pages = new PageOptions();

    @Parameters(index = "0", paramLabel = "VIEW", description = "The view's name.")
    private String view = "";

    @Parameters(index = "1", paramLabel = "INDEX", description = "The index's name.")
    private String index = "";

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "VALUE",
            description = "The value; 42 is the number and the string, \"42\" in double quotes the string alone.")
    private Optional<String> value = Optional.empty();

    IndexCommand(Terminal terminal) {
        this.terminal = terminal;
        this.server = new ServerOptions(terminal);
    }

    @Override
    public void run() {
        String path = "/v1/views/" + PathSegment.encode(view) + "/indexes/" + PathSegment.encode(index)
                + value.map(text -> '/' + PathSegment.encode(text)).orElse("");
        pages.print(terminal, server.connection(), path, range);
    }
}
