package dev.oriel.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** Which server a client command asks. */
final class ServerOptions {

    private static final String DEFAULT = "http://localhost:8080";

    private final Terminal terminal;

    @Option(
            names = {"-s", "--server"},
            paramLabel = "URL",
            description = {"Any instance of the server; by default", "$ORIEL_SERVER or else " + DEFAULT + "."})
    private Optional<String> server = Optional.empty();

    ServerOptions(Terminal terminal) {
        this.terminal = terminal;
    }

    /** The server's address; {@code http://} may be left out. */
    ServerConnection connection() {
        String given = server.or(
                        () -> Optional.ofNullable(terminal.environment().get("ORIEL_SERVER")))
                .filter(url -> !url.isBlank())
                .orElse(DEFAULT);
        return new ServerConnection(parse(given));
    }

    private static URI parse(String given) {
        try {
            URI url = new URI(given.contains("://") ? given : "http://" + given);
            boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            if (http && url.getHost() != null && url.getRawQuery() == null && url.getRawFragment() == null) {
                return url;
            }
        } catch (URISyntaxException ignored) {
            // Told below, as any other text that is no server's address.
        }
        throw new CliException(
                ExitCode.USAGE,
                "'%s' is not the address of a server; expected something like %s".formatted(given, DEFAULT));
    }
}
