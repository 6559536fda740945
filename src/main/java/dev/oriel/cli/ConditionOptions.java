package dev.oriel.cli;

import dev.oriel.api.PathSegment;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** What the entries that are read must reflect. The server judges what is given. */
final class ConditionOptions {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)?");

    @Option(
            names = "--after",
            paramLabel = "POS",
            description = "Positions that must be reflected, such as orders/3@1234; several are joined by commas.")
    private Optional<String> after = Optional.empty();

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            description =
                    "How long to wait for the positions, such as 10s; the server cuts what is longer than it allows.")
    private Optional<String> wait = Optional.empty();

    @Option(
            names = "--stale",
            paramLabel = "TIME",
            description = "How far behind a standby may be that answers while an owner cannot, such as 5s.")
    private Optional<String> stale = Optional.empty();

    /** Adds the query's parameters, encoded. */
    void addTo(List<String> parameters) {
        after.ifPresent(positions -> parameters.add("after=" + PathSegment.encode(positions)));
        wait.ifPresent(time -> parameters.add("wait=" + PathSegment.encode(time)));
        stale.ifPresent(time -> parameters.add("stale=" + PathSegment.encode(time)));
    }

    /** For how long the server may hold the request; zero for a time that it will refuse. */
    Duration patience() {
        Matcher written = DURATION.matcher(wait.orElse(""));
        if (!written.matches()) {
            return Duration.ZERO;
        }
        long amount = Long.parseLong(written.group(1));
        return switch (Optional.ofNullable(written.group(2)).orElse("s")) {
            case "ms" -> Duration.ofMillis(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofSeconds(amount);
        };
    }
}
