package dev.oriel.route;

import dev.oriel.api.Role;
import dev.oriel.config.HostPort;
import dev.oriel.route.InstanceReport.ReplicaReport;
import dev.oriel.route.InstanceReport.ViewReport;
import dev.oriel.store.Replica;
import dev.oriel.view.View;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * For as long as a view is cut off from its source, and so from its group: learns from the other instances which of them own its
 * partitions by now. Otherwise the last to hear that a partition has a new owner would be the old one, which would go on speaking for
 * it. Believed is only who is not cut off himself. It ends when what this instance hears from its group agrees with the others
 * again.
 *
 * <p>One virtual thread, which asks twice a second, and nobody while all is well.
 */
public final class Succession implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(500);

    private final List<View> views;
    private final RoutingTables tables;
    private final PeerDirectory directory;
    private final Thread thread = Thread.ofVirtual().name("succession").unstarted(this::run);

    /** Over the views of this instance and the others in its tables. */
    public Succession(Collection<View> views, RoutingTables tables, PeerDirectory directory) {
        this.views = List.copyOf(views);
        this.tables = tables;
        this.directory = directory;
    }

    /** Starts; returns at once. */
    public void start() {
        thread.start();
    }

    private void run() {
        try {
            while (true) {
                List<View> doubtful = views.stream().filter(this::isDoubtful).toList();
                if (!doubtful.isEmpty()) {
                    List<InstanceReport> reports = directory.ask(tables.others()).stream()
                            .map(PeerDirectory.Peer::report)
                            .flatMap(Optional::stream)
                            .toList();
                    doubtful.forEach(view -> learn(view, claims(view.name(), reports)));
                }
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isDoubtful(View view) {
        return view.isCutOff() || tables.hasHeard(view);
    }

    private void learn(View view, Map<Integer, HostPort> claims) {
        Set<Integer> moved = tables.hear(view, claims).keySet();
        view.materialization().ifPresent(made -> made.replicas().all().forEach(replica -> succeed(replica, moved)));
    }

    private static void succeed(Replica replica, Set<Integer> moved) {
        replica.succeeded(replica.partitions().anyMatch(moved::contains));
    }

    /** Who says, and may be believed, that he owns which partition of a view. */
    static Map<Integer, HostPort> claims(String view, Collection<InstanceReport> reports) {
        Map<Integer, HostPort> claims = new HashMap<>();
        for (InstanceReport report : reports) {
            Optional<HostPort> peer = HostPort.parse(report.peer());
            Optional<ViewReport> ofView = report.view(view).filter(said -> !said.cutOff());
            if (peer.isPresent() && ofView.isPresent()) {
                ofView.get().replicas().stream()
                        .filter(replica -> replica.role().equals(Role.ACTIVE.wireName()))
                        .map(ReplicaReport::partition)
                        .forEach(partition -> claims.put(partition, peer.get()));
            }
        }
        return claims;
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
