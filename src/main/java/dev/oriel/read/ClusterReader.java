package dev.oriel.read;

import dev.oriel.config.HostPort;
import dev.oriel.route.InstanceReport;
import dev.oriel.route.InstanceReporter;
import dev.oriel.route.PeerDirectory;
import dev.oriel.route.PeerDirectory.Peer;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Lists the instances. Asks them each time, for a second at most. */
public final class ClusterReader {

    private final InstanceReporter self;
    private final PeerDirectory peers;

    /** Over an instance and its peers. */
    public ClusterReader(InstanceReporter self, PeerDirectory peers) {
        this.self = self;
        this.peers = peers;
    }

    /** All instances that this one knows of. */
    public Cluster read() throws InterruptedException {
        List<Peer> asked = peers.ask();
        return new Cluster(Stream.concat(
                        Stream.of(reached(self.report(), true)), asked.stream().map(this::instance))
                .sorted(Comparator.comparing(Cluster.Instance::name).thenComparing(Cluster.Instance::peer))
                .toList());
    }

    private Cluster.Instance instance(Peer peer) {
        return peer.report().map(report -> reached(report, false)).orElseGet(() -> silent(peer.host()));
    }

    private static Cluster.Instance reached(InstanceReport report, boolean self) {
        return new Cluster.Instance(
                report.name(),
                Optional.of(report.url()),
                report.peer(),
                self,
                true,
                Optional.of(report.version()),
                Optional.of(report.started()),
                Optional.of(report.views().stream()
                        .map(view -> new Cluster.Holding(view.view(), view.state(), view.replicas()))
                        .toList()));
    }

    private Cluster.Instance silent(HostPort host) {
        Optional<InstanceReport> last = peers.remembered(host);
        return new Cluster.Instance(
                last.map(InstanceReport::name).orElse(host.toString()),
                last.map(InstanceReport::url),
                host.toString(),
                false,
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
