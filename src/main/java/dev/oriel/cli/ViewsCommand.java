package dev.oriel.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oriel.api.PathSegment;
import java.io.PrintStream;
import java.util.Optional;
import java.util.StringJoiner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code oriel views}: the catalog of a running server, or one view of it. */
@Command(
        name = "views",
        description = "List the views of a server, or tell all about one of them.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:there is no such view, or the server answered with another error",
            "2:wrong usage, or the server cannot be reached"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  oriel views", "  oriel views orders", "  oriel views --json | jq '.views[].lag'"})
final class ViewsCommand implements Runnable {

    private final Terminal terminal;

    @Mixin
    private final ServerOptions server;

    @Parameters(arity = "0..1", paramLabel = "VIEW", description = "The view to tell all about.")
    private Optional<String> view = Optional.empty();

    @Option(names = "--json", description = "Print the server's answer as it came.")
    private boolean json;

    ViewsCommand(Terminal terminal) {
        this.terminal = terminal;
        this.server = new ServerOptions(terminal);
    }

    @Override
    public void run() {
        ServerConnection connection = server.connection();
        String path = view.map(name -> "/v1/views/" + PathSegment.encode(name)).orElse("/v1/views");
        byte[] answer = connection.fetch(path);
        if (json) {
            terminal.printBytes(answer);
        } else if (view.isPresent()) {
            printOne(connection.parse(answer));
        } else {
            printAll(connection.parse(answer).path("views"));
        }
    }

    private void printAll(JsonNode views) {
        TextTable table = new TextTable("VIEW", "KIND", "STATE", "SOURCES", "PARTITIONS", "ENTRIES", "LAG", "SKIPPED");
        for (JsonNode each : views) {
            table.add(
                    JsonText.of(each, "name"),
                    JsonText.of(each, "kind"),
                    JsonText.of(each, "state"),
                    topics(each),
                    JsonText.of(each, "partitions"),
                    JsonText.of(each, "entries"),
                    JsonText.of(each, "lag"),
                    JsonText.of(each, "skipped"));
        }
        table.print(terminal.out());
        views.forEach(this::printNotes);
    }

    private static String topics(JsonNode view) {
        StringJoiner topics = new StringJoiner(",");
        view.path("sources").forEach(source -> topics.add(JsonText.of(source, "topic")));
        return topics.toString();
    }

    /** What doesn't fit a column and is rarely there. */
    private void printNotes(JsonNode view) {
        PrintStream out = terminal.out();
        String name = JsonText.of(view, "name");
        String detail = JsonText.of(view, "detail");
        String unreachable = JsonText.of(view, "unreachable");
        if (!detail.isEmpty()) {
            out.print("%s: %s\n".formatted(name, detail));
        }
        for (JsonNode index : view.path("indexes")) {
            if (index.has("indexed")) {
                out.print("%s: index %s is being built, and has %s of about %s entries\n"
                        .formatted(
                                name,
                                JsonText.of(index, "name"),
                                JsonText.of(index, "indexed"),
                                JsonText.of(view, "entries")));
            }
        }
        if (!unreachable.isEmpty()) {
            out.print("%s: counted without %s, which did not answer\n".formatted(name, unreachable));
        }
    }

    private void printOne(JsonNode view) {
        int widest = view.properties().stream()
                .mapToInt(member -> member.getKey().length())
                .max()
                .orElse(0);
        view.properties().forEach(member -> {
            String value = JsonText.of(member.getValue());
            String label = member.getKey() + " ".repeat(widest - member.getKey().length());
            terminal.out().print("%s  %s\n".formatted(label, value.isEmpty() ? "-" : value));
        });
    }
}
