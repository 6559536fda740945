package dev.oriel.cli;

import dev.oriel.api.PathSegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which entries of a view, and in which order. */
final class RangeOptions {

    @Option(names = "--prefix", paramLabel = "P", description = "Only keys that begin so.")
    private Optional<String> prefix = Optional.empty();

    @Option(names = "--from", paramLabel = "A", description = "Only this key and those behind it.")
    private Optional<String> from = Optional.empty();

    @Option(names = "--to", paramLabel = "B", description = "Only keys before this one.")
    private Optional<String> to = Optional.empty();

    @Option(names = "--desc", description = "The greatest key first.")
    private boolean descending;

    @Mixin
    private final ConditionOptions conditions = new ConditionOptions();

    /** The query's parameters, encoded. */
    List<String> parameters() {
        if (prefix.isPresent() && (from.isPresent() || to.isPresent())) {
            throw new CliException(ExitCode.USAGE, "--prefix goes with neither --from nor --to");
        }
        List<String> parameters = new ArrayList<>();
        prefix.ifPresent(begin -> parameters.add("prefix=" + PathSegment.encode(begin)));
        from.ifPresent(least -> parameters.add("from=" + PathSegment.encode(least)));
        to.ifPresent(greatest -> parameters.add("to=" + PathSegment.encode(greatest)));
        if (descending) {
            parameters.add("order=desc");
        }
        conditions.addTo(parameters);
        return parameters;
    }

    /** For how long the server may hold the request. */
    Duration patience() {
        return conditions.patience();
    }

    /** The path of a view's entries. */
    static String path(String view) {
        return "/v1/views/" + PathSegment.encode(view) + "/entries";
    }

    /** A path with a query's parameters. */
    static String path(String path, List<String> parameters) {
        return parameters.isEmpty() ? path : path + '?' + String.join("&", parameters);
    }
}
