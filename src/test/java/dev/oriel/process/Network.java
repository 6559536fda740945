package dev.oriel.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * How the members of a cluster reach each other and the broker: by names, which each resolves with a hosts file of its own. A link
 * that is to be cut leads over a {@link TcpProxy} on an address of its own, all others directly.
 */
public final class Network implements AutoCloseable {

    /** The broker's name, which the test's own process resolves too. */
    public static final String BROKER = "localhost";

    /** In a {@link Link}, where other numbers are members'. */
    public static final int TO_BROKER = 200;

    private static final String DIRECT = "127.0.0.1";

    /** From a member to another one, or to the broker. */
    public record Link(int from, int to) {

        /** Both ways between two members. */
        public static List<Link> between(int one, int other) {
            return List.of(new Link(one, other), new Link(other, one));
        }

        private String address() {
            return "127.0." + (from + 1) + "." + (to + 1);
        }
    }

    private final Path folder;
    private final int members;
    private final Map<Link, TcpProxy> proxies = new HashMap<>();

    /**
     * Opens the links that can be cut.
     *
     * @param folder for the hosts files
     * @param ports by the number of the member, and the broker's by {@link #TO_BROKER}
     */
    public Network(Path folder, List<Link> links, Map<Integer, Integer> ports) {
        this.folder = folder;
        this.members = ports.size() - 1;
        links.forEach(link -> proxies.put(link, new TcpProxy(link.address(), ports.getOrDefault(link.to(), 0))));
    }

    /** The name of a member. */
    public static String name(int member) {
        return "node-" + member;
    }

    /** What becomes of what is sent over all links that can be cut. */
    public void set(TcpProxy.Mode mode) {
        proxies.values().forEach(proxy -> proxy.set(mode));
    }

    /** What becomes of what is sent over some of them. */
    public void set(Collection<Link> links, TcpProxy.Mode mode) {
        links.forEach(link ->
                Objects.requireNonNull(proxies.get(link), link.toString()).set(mode));
    }

    /** The option by which a member's JVM knows the names. */
    public String javaOption(int member) {
        List<String> lines = new ArrayList<>();
        for (int other = 0; other < members; other++) {
            lines.add(address(member, other) + " " + name(other));
        }
        lines.add(address(member, TO_BROKER) + " " + BROKER);
        try {
            lines.add(DIRECT + " " + InetAddress.getLocalHost().getHostName());
            Path file = Files.write(folder.resolve("hosts-" + member), lines);
            return "-Djdk.net.hosts.file=" + file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String address(int from, int to) {
        Link link = new Link(from, to);
        return proxies.containsKey(link) ? link.address() : DIRECT;
    }

    @Override
    public String toString() {
        return proxies.keySet().stream().map(Link::toString).collect(Collectors.joining(", "));
    }

    @Override
    public void close() {
        proxies.values().forEach(TcpProxy::close);
    }
}
