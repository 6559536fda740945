package dev.oriel.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How the members of a cluster reach each other and the broker: by names, which each resolves with a hosts file of its own. A link
 * that is to be cut leads over a {@link TcpProxy} on an address of its own, all others directly.
 */
final class Network implements AutoCloseable {

    /** The broker's name, which the test's own process resolves too. */
    static final String BROKER = "localhost";

    /** In a {@link Link}, where other numbers are members'. */
    static final int TO_BROKER = 200;

    private static final String DIRECT = "127.0.0.1";

    /** From a member to another one, or to the broker. */
    record Link(int from, int to) {

        /** Both ways between two members. */
        static List<Link> between(int one, int other) {
            return List.of(new Link(one, other), new Link(other, one));
        }

        private String address() {
            return "127.0." + (from + 1) + "." + (to + 1);
        }
    }

    private final Path folder;
    private final int members;
    private final List<Link> links;
    private final List<TcpProxy> proxies = new ArrayList<>();

    /**
     * Opens the links that can be cut.
     *
     * @param folder for the hosts files
     * @param ports by the number of the member, and the broker's by {@link #TO_BROKER}
     */
    Network(Path folder, List<Link> links, Map<Integer, Integer> ports) {
        this.folder = folder;
        this.members = ports.size() - 1;
        this.links = List.copyOf(links);
        links.forEach(link -> proxies.add(new TcpProxy(link.address(), ports.getOrDefault(link.to(), 0))));
    }

    /** The name of a member. */
    static String name(int member) {
        return "node-" + member;
    }

    /** What becomes of what is sent over the links. */
    void set(TcpProxy.Mode mode) {
        proxies.forEach(proxy -> proxy.set(mode));
    }

    /** The option by which a member's JVM knows the names. */
    String javaOption(int member) {
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
        return links.contains(link) ? link.address() : DIRECT;
    }

    @Override
    public String toString() {
        return links.stream().map(Link::toString).collect(Collectors.joining(", "));
    }

    @Override
    public void close() {
        proxies.forEach(TcpProxy::close);
    }
}
