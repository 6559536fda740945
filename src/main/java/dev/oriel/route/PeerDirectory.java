package dev.oriel.route;

import dev.oriel.config.HostPort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who the other instances are: their names and public addresses, and whether they answer. Asks them all side by side, each on
 * a virtual thread, and remembers what each last said of itself.
 */
public final class PeerDirectory implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PeerDirectory.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    /**
     * An instance, and what it said.
     *
     * @param host where it was asked
     * @param report what it says; empty when it did not answer
     */
    public record Peer(HostPort host, Optional<InstanceReport> report) {}

    private final RoutingTables tables;
    private final PeerClient client;
    private final Map<HostPort, InstanceReport> lastReports = new ConcurrentHashMap<>();
    private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();

    /** Over the instances in the tables. */
    public PeerDirectory(RoutingTables tables, PeerClient client) {
        this.tables = tables;
        this.client = client;
    }

    /** Asks all other instances now; takes {@code 1 s} at most. */
    public List<Peer> ask() throws InterruptedException {
        List<HostPort> hosts = tables.others();
        List<Peer> peers = ask(hosts);
        lastReports.keySet().retainAll(hosts);
        return peers;
    }

    /** Asks some instances now; takes {@code 1 s} at most. */
    List<Peer> ask(List<HostPort> hosts) throws InterruptedException {
        List<Future<Peer>> answers = new ArrayList<>(hosts.size());
        for (HostPort host : hosts) {
            answers.add(calls.submit(() -> ask(host)));
        }
        List<Peer> peers = new ArrayList<>(hosts.size());
        for (Future<Peer> answer : answers) {
            try {
                peers.add(answer.get());
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            }
        }
        return peers;
    }

    private Peer ask(HostPort host) throws InterruptedException {
        try {
            InstanceReport report = client.instance(host, TIMEOUT);
            lastReports.put(host, report);
            return new Peer(host, Optional.of(report));
        } catch (PeerUnreachableException e) {
            log.debug("{}", e.getMessage());
            return new Peer(host, Optional.empty());
        }
    }

    /** Whether there is an instance in the tables that has said nothing of itself yet. */
    boolean lacksAny() {
        return !lastReports.keySet().containsAll(tables.others());
    }

    /** What an instance last said of itself, asking it now if it never has. */
    public Optional<InstanceReport> lastReport(HostPort host) throws InterruptedException {
        InstanceReport known = lastReports.get(host);
        return known == null ? ask(host).report() : Optional.of(known);
    }

    /** What an instance last said of itself, without asking. */
    public Optional<InstanceReport> remembered(HostPort host) {
        return Optional.ofNullable(lastReports.get(host));
    }

    @Override
    public void close() {
        calls.shutdownNow();
    }
}
