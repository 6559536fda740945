package dev.oriel.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code oriel cluster}: who runs, and which partitions of which views each instance holds. */
@Command(
        name = "cluster",
        description = "Show the instances and which partitions of which views each one holds.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done, also when an instance does not answer the others",
            "1:the server answered with an error",
            "2:wrong usage, or the server cannot be reached"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  oriel cluster", "  oriel cluster --json | jq -r '.instances[] | select(.reachable | not) | .name'"
        })
final class ClusterCommand implements Runnable {

    private final Terminal terminal;

    @Mixin
    private final ServerOptions server;

    @Option(names = "--json", description = "Print the server's answer as it came.")
    private boolean json;

    ClusterCommand(Terminal terminal) {
        this.terminal = terminal;
        this.server = new ServerOptions(terminal);
    }

    @Override
    public void run() {
        ServerConnection connection = server.connection();
        byte[] answer = connection.fetch("/v1/cluster");
        if (json) {
            terminal.printBytes(answer);
            return;
        }
        JsonNode instances = connection.parse(answer).path("instances");
        instanceTable(instances).print(terminal.out());
        terminal.out().print("\n");
        replicaTable(instances).print(terminal.out());
    }

    private static TextTable instanceTable(JsonNode instances) {
        TextTable table = new TextTable("INSTANCE", "URL", "PEER", "REACHABLE", "VERSION", "STARTED");
        for (JsonNode instance : instances) {
            boolean self = instance.path("self").asBoolean();
            table.add(
                    JsonText.of(instance, "name"),
                    JsonText.of(instance, "url"),
                    JsonText.of(instance, "peer"),
                    self ? "answers" : instance.path("reachable").asBoolean() ? "yes" : "no",
                    JsonText.of(instance, "version"),
                    JsonText.of(instance, "started"));
        }
        return table;
    }

    private static TextTable replicaTable(JsonNode instances) {
        TextTable table = new TextTable("VIEW", "INSTANCE", "STATE", "ROLE", "PARTITIONS", "LAG");
        Set<String> views = new LinkedHashSet<>();
        instances.forEach(instance -> instance.path("views").forEach(view -> views.add(JsonText.of(view, "view"))));
        for (String view : views) {
            for (JsonNode instance : instances) {
                for (JsonNode held : instance.path("views")) {
                    if (JsonText.of(held, "view").equals(view)) {
                        addReplicas(table, JsonText.of(instance, "name"), held);
                    }
                }
            }
        }
        return table;
    }

    /** One row for each role that the instance has in the view; one without a role if it holds nothing. */
    private static void addReplicas(TextTable table, String instance, JsonNode view) {
        Map<String, List<JsonNode>> byRole = new LinkedHashMap<>();
        for (JsonNode replica : view.path("replicas")) {
            byRole.computeIfAbsent(JsonText.of(replica, "role"), role -> new ArrayList<>())
                    .add(replica);
        }
        String name = JsonText.of(view, "view");
        String state = JsonText.of(view, "state");
        if (byRole.isEmpty()) {
            table.add(name, instance, state, "", "", "");
        }
        byRole.forEach((role, replicas) -> table.add(name, instance, state, role, partitions(replicas), lag(replicas)));
    }

    /** {@code 0-3,7}. */
    private static String partitions(List<JsonNode> replicas) {
        StringJoiner ranges = new StringJoiner(",");
        int[] numbers = replicas.stream()
                .mapToInt(replica -> replica.path("partition").asInt())
                .sorted()
                .toArray();
        for (int first = 0, last; first < numbers.length; first = last + 1) {
            last = first;
            while (last + 1 < numbers.length && numbers[last + 1] == numbers[last] + 1) {
                last++;
            }
            ranges.add(first == last ? "" + numbers[first] : numbers[first] + "-" + numbers[last]);
        }
        return ranges.toString();
    }

    /** The sum, or nothing as long as one of them is not known: a sum without it would look better than it is. */
    private static String lag(List<JsonNode> replicas) {
        boolean known = replicas.stream().allMatch(replica -> replica.has("lag"));
        long sum = replicas.stream()
                .mapToLong(replica -> replica.path("lag").asLong())
                .sum();
        return known ? Long.toString(sum) : "";
    }
}
