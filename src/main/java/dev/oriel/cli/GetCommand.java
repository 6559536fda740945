package dev.oriel.cli;

import dev.oriel.api.PathSegment;
import java.io.PrintStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code oriel get}: one value of a running server, byte for byte. */
@Command(
        name = "get",
        description = "Print the value of one key, byte for byte as it is stored.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the key was found",
            "1:the key is absent, or the server answered with another error",
            "2:wrong usage, or the server cannot be reached"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  oriel get orders 1001",
            "  oriel get orders 'a/b c' --include            any character may stand in a key",
            "  oriel get balances -- -5                      a key that begins with a dash",
            "  oriel get orders 1001 -s oriel-2:8080 | jq .total"
        })
final class GetCommand implements Runnable {

    private final Terminal terminal;

    @Mixin
    private final ServerOptions server;

    @Parameters(index = "0", paramLabel = "VIEW", description = "The view's name.")
    private String view = "";

    @Parameters(index = "1", paramLabel = "KEY", description = "The key as text: a string, an integer or a UUID.")
    private String key = "";

    @Option(
            names = {"-i", "--include"},
            description = "Print the status and the headers first: version, position, who answered.")
    private boolean include;

    @Option(
            names = "--direct",
            description =
                    "Ask this instance alone; if it does not own the key, it names the owner and the command fails.")
    private boolean direct;

    GetCommand(Terminal terminal) {
        this.terminal = terminal;
        this.server = new ServerOptions(terminal);
    }

    @Override
    public void run() {
        ServerConnection connection = server.connection();
        String path = "/v1/views/%s/keys/%s".formatted(PathSegment.encode(view), PathSegment.encode(key));
        HttpRequest.Builder request = connection.request(path);
        if (direct) {
            request.header("Oriel-Route", "direct");
        }
        HttpResponse<byte[]> response = connection.send(request.build());
        if (include) {
            printHead(response);
        }
        if (response.statusCode() != 200) {
            terminal.out().flush();
            throw ServerProblem.of(response).asFailure();
        }
        printValue(response.body());
    }

    private void printHead(HttpResponse<byte[]> response) {
        PrintStream out = terminal.out();
        out.print("HTTP/1.1 %d\n".formatted(response.statusCode()));
        response.headers()
                .map()
                .forEach((name, values) -> values.forEach(value -> out.print("%s: %s\n".formatted(name, value))));
        out.print("\n");
    }

    private void printValue(byte[] value) {
        terminal.printBytes(value);
        boolean endsLine = value.length > 0 && value[value.length - 1] == '\n';
        if (terminal.interactive() && !endsLine) {
            terminal.out().print("\n");
        }
    }
}
