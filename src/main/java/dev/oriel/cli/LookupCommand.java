package dev.oriel.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.oriel.api.PathSegment;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code oriel lookup}: the entries of many keys. */
@Command(
        name = "lookup",
        description = "Print the entries of many keys in the order given, each on a line as JSON.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all keys were found",
            "1:a key is absent, or the server answered with another error",
            "2:wrong usage, or the server cannot be reached"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  oriel lookup orders 1001 1002 1003",
            "  oriel lookup balances -- -5 -6                keys that begin with a dash",
            "  xargs oriel lookup orders < keys.txt | jq -c 'select(.absent | not) | .value'"
        })
final class LookupCommand implements Runnable {

    private static final int KEYS_AT_ONCE = 1_000;
    private static final int NAMED = 5;

    private final Terminal terminal;

    @Mixin
    private final ServerOptions server;

    @Mixin
    private final ConditionOptions conditions = new ConditionOptions();

    @Parameters(index = "0", paramLabel = "VIEW", description = "The view's name.")
    private String view = "";

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "KEY",
            description = "The keys as text: strings, integers or UUIDs.")
    private List<String> keys = List.of();

    LookupCommand(Terminal terminal) {
        this.terminal = terminal;
        this.server = new ServerOptions(terminal);
    }

    @Override
    public void run() {
        ServerConnection connection = server.connection();
        List<String> absent = new ArrayList<>();
        for (int from = 0; from < keys.size(); from += KEYS_AT_ONCE) {
            List<String> some = keys.subList(from, Math.min(from + KEYS_AT_ONCE, keys.size()));
            List<byte[]> lines = connection.entries(request(connection, some)).lines();
            if (lines.size() != some.size()) {
                throw connection.unlikeOriel();
            }
            for (int i = 0; i < lines.size(); i++) {
                terminal.printBytes(lines.get(i));
                if (isAbsent(lines.get(i), connection)) {
                    absent.add(some.get(i));
                }
            }
        }
        if (!absent.isEmpty()) {
            throw new CliException(ExitCode.SOFTWARE, told(absent));
        }
    }

    private HttpRequest request(ServerConnection connection, List<String> some) {
        List<String> parameters = new ArrayList<>();
        conditions.addTo(parameters);
        String query = parameters.isEmpty() ? "" : "?" + String.join("&", parameters);
        String path = "/v1/views/" + PathSegment.encode(view) + "/lookup" + query;
        return connection
                .request(path, conditions.patience())
                .header("Accept", "application/json")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body(some)))
                .build();
    }

    private static byte[] body(List<String> keys) {
        try {
            return new JsonMapper().writeValueAsBytes(Map.of("keys", keys));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts are always JSON", e);
        }
    }

    private static boolean isAbsent(byte[] line, ServerConnection connection) {
        try {
            return new JsonMapper().readTree(line).path("absent").asBoolean();
        } catch (IOException e) {
            throw connection.unlikeOriel();
        }
    }

    private String told(List<String> absent) {
        String names = absent.stream().limit(NAMED).map(key -> "'" + key + "'").collect(Collectors.joining(", "));
        String more = absent.size() > NAMED ? " and %d more".formatted(absent.size() - NAMED) : "";
        return "%s has no %s %s%s".formatted(view, absent.size() == 1 ? "key" : "keys", names, more);
    }
}
