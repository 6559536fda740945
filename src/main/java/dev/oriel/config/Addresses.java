package dev.oriel.config;

import java.net.Inet6Address;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** Hosts, ports and URLs as they are written. Nothing is looked up in DNS. */
final class Addresses {

    private static final int HIGHEST_PORT = 65_535;
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9._-]{0,251}[A-Za-z0-9])?\\.?");
    private static final Pattern WITH_PORT = Pattern.compile("(\\[[^\\]]*]|[^:\\[\\]]+)(?::(\\d{1,5}))?");
    private static final Pattern PROTOCOL = Pattern.compile("^[A-Za-z0-9_]+://");
    private static final String ADDRESS = "host, host:port or [IPv6 address]:port";

    private Addresses() {}

    /** An address to bind to: a host name, an IPv4 or an IPv6 address. */
    static ScalarType<String> host() {
        return ScalarType.text(
                "a host name or an IP address, without a port",
                text -> Optional.of(text).filter(host -> isHostName(host) || isIpv6(host)));
    }

    static ScalarType<Integer> port() {
        return ScalarType.integer("a port from 0 to 65535, 0 for a free one", 0, HIGHEST_PORT);
    }

    /**
     * A host with or without a port.
     *
     * @param defaultPort the port of one without
     */
    static ScalarType<HostPort> hostPort(int defaultPort) {
        return new ScalarType<>(
                ADDRESS,
                ScalarType.TEXT,
                text -> parse(text, defaultPort),
                text -> isIpv6(text) ? Optional.of("[" + text + "]") : Optional.empty());
    }

    /** Where clients reach a server: {@code http} or {@code https}, a host, perhaps a port and a path. */
    static ScalarType<URI> publicUrl() {
        return new ScalarType<>(
                "a URL as http://host:port or https://host, without query and fragment",
                ScalarType.TEXT,
                Addresses::url,
                text -> parse(text, 0).isPresent() ? Optional.of("http://" + text) : Optional.empty());
    }

    /** Whether a text lists brokers as Kafka's clients take them: {@code host:port}, separated by commas. */
    static boolean isListOfBrokers(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .map(broker -> PROTOCOL.matcher(broker).replaceFirst(""))
                .allMatch(broker ->
                        parse(broker, -1).filter(parsed -> parsed.port() > 0).isPresent());
    }

    private static Optional<HostPort> parse(String text, int defaultPort) {
        var matcher = WITH_PORT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String host = matcher.group(1);
        int port = Optional.ofNullable(matcher.group(2)).map(Integer::valueOf).orElse(defaultPort);
        if (port > HIGHEST_PORT) {
            return Optional.empty();
        }
        if (host.startsWith("[")) {
            String address = host.substring(1, host.length() - 1);
            return isIpv6(address) ? Optional.of(new HostPort(address, port)) : Optional.empty();
        }
        return isHostName(host) ? Optional.of(new HostPort(host, port)) : Optional.empty();
    }

    private static Optional<URI> url(String text) {
        try {
            URI uri = new URI(text);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            boolean plain = uri.getRawQuery() == null && uri.getRawFragment() == null && uri.getRawUserInfo() == null;
            return http && plain && uri.getHost() != null && uri.getPort() <= HIGHEST_PORT
                    ? Optional.of(uri)
                    : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static boolean isHostName(String text) {
        return HOST.matcher(text).matches();
    }

    private static boolean isIpv6(String text) {
        if (text.indexOf(':') < 0 || text.indexOf('[') >= 0) {
            return false;
        }
        try {
            return Inet6Address.ofLiteral(text) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
