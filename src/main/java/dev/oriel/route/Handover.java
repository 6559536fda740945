package dev.oriel.route;

import dev.oriel.api.Role;
import dev.oriel.config.HostPort;
import dev.oriel.route.InstanceReport.ReplicaReport;
import dev.oriel.route.InstanceReport.ViewReport;
import dev.oriel.view.HostReplicas;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * While this instance stops: learns from the others who takes its partitions over, so that the reads that wait here can go on
 * there. One virtual thread, which asks them five times a second.
 */
public final class Handover implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(200);

    private final RoutingTables tables;
    private final PeerDirectory directory;
    private final List<HostPort> others;
    private final Thread thread = Thread.ofVirtual().name("handover").unstarted(this::run);

    private Handover(RoutingTables tables, PeerDirectory directory) {
        this.tables = tables;
        this.directory = directory;
        this.others = tables.others();
    }

    /** Begins, with the instances that are in the tables now; to be called before this one leaves the group. */
    public static Handover begin(RoutingTables tables, PeerDirectory directory) {
        Handover handover = new Handover(tables, directory);
        handover.thread.start();
        return handover;
    }

    private void run() {
        try {
            while (!others.isEmpty()) {
                tables.take(holdings(directory.ask(others)));
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Map<String, List<HostReplicas>> holdings(List<PeerDirectory.Peer> peers) {
        Map<String, List<HostReplicas>> holdings = new HashMap<>();
        for (PeerDirectory.Peer peer : peers) {
            if (peer.report().isPresent()) {
                for (ViewReport view : peer.report().get().views()) {
                    holdings.computeIfAbsent(view.view(), name -> new ArrayList<>())
                            .add(replicas(peer.host(), view));
                }
            }
        }
        return holdings;
    }

    private static HostReplicas replicas(HostPort host, ViewReport view) {
        return new HostReplicas(
                host,
                partitions(view, Set.of(Role.ACTIVE.wireName(), Role.GLOBAL.wireName())),
                partitions(view, Set.of(Role.STANDBY.wireName())));
    }

    private static Set<Integer> partitions(ViewReport view, Set<String> roles) {
        return view.replicas().stream()
                .filter(replica -> roles.contains(replica.role()))
                .map(ReplicaReport::partition)
                .collect(Collectors.toSet());
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
