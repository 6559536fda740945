package dev.oriel.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Reads the {@code server} group. */
final class ServerReader {

    static final List<String> SETTINGS = List.of(
            "name",
            "host",
            "port",
            "peer-port",
            "management-port",
            "advertised",
            "public-url",
            "shutdown-grace",
            "drain-delay",
            "max-connections",
            "max-response-bytes");

    private static final ScalarType<String> NAME = ScalarType.text(
            "a name of letters, digits, '.', '-' and '_', at most 128 characters",
            Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9._-]{0,126}[A-Za-z0-9])?"));
    private static final ScalarType<Duration> GRACE = Durations.between(Duration.ZERO, Duration.ofMinutes(10));
    private static final ScalarType<Integer> CONNECTIONS =
            ScalarType.integer("an integer from 10 to 1000000", 10, 1_000_000);
    private static final ScalarType<Long> RESPONSE_BYTES = ByteSizes.atLeast("1MiB");

    private static final int DEFAULT_PORT = 8080;
    private static final int DEFAULT_PEER_PORT = 8081;

    private final String machine;

    /**
     * A reader.
     *
     * @param machine the machine's host name, for what is not given
     */
    ServerReader(String machine) {
        this.machine = machine;
    }

    ServerConfig read(YamlMapping server) {
        server.allowOnly(SETTINGS);
        int port = server.read("port", Addresses.port()).orElse(DEFAULT_PORT);
        int peerPort = server.read("peer-port", Addresses.port()).orElse(DEFAULT_PEER_PORT);
        Optional<Integer> managementPort = server.read("management-port", Addresses.port());
        refuseSharedPort(server, "port", port, "peer-port", peerPort);
        if (managementPort.isPresent()) {
            refuseSharedPort(server, "port", port, "management-port", managementPort.get());
            refuseSharedPort(server, "peer-port", peerPort, "management-port", managementPort.get());
        }
        HostPort advertised = server.read("advertised", Addresses.hostPort(peerPort))
                .orElseGet(() -> new HostPort(machine, peerPort));
        return new ServerConfig(
                server.read("name", NAME).orElse(machine),
                server.read("host", Addresses.host()).orElse("0.0.0.0"),
                port,
                peerPort,
                managementPort.map(OptionalInt::of).orElse(OptionalInt.empty()),
                advertised,
                server.read("public-url", Addresses.publicUrl())
                        .orElseGet(() -> URI.create("http://" + new HostPort(advertised.host(), port))),
                server.read("shutdown-grace", GRACE).orElse(Duration.ofSeconds(10)),
                server.read("drain-delay", GRACE).orElse(ServerConfig.DEFAULT_DRAIN_DELAY),
                server.read("max-connections", CONNECTIONS).orElse(ServerConfig.DEFAULT_MAX_CONNECTIONS),
                server.read("max-response-bytes", RESPONSE_BYTES).orElse(ServerConfig.DEFAULT_MAX_RESPONSE_BYTES));
    }

    private static void refuseSharedPort(YamlMapping server, String one, int onePort, String other, int otherPort) {
        if (onePort != otherPort || onePort == 0) {
            return;
        }
        Optional<YamlNode> culprit = server.get(other).or(() -> server.get(one));
        culprit.ifPresent(node -> server.source()
                .problems()
                .add(
                        node.position(),
                        node.path(),
                        String.valueOf(onePort),
                        "different ports for " + one + " and " + other));
    }
}
