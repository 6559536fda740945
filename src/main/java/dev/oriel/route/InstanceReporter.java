package dev.oriel.route;

import dev.oriel.api.Position;
import dev.oriel.route.InstanceReport.IndexReport;
import dev.oriel.route.InstanceReport.ReplicaReport;
import dev.oriel.route.InstanceReport.ViewReport;
import dev.oriel.store.Replica;
import dev.oriel.view.Materialization;
import dev.oriel.view.SourceTopic;
import dev.oriel.view.View;
import dev.oriel.view.ViewState;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Makes this instance's {@link InstanceReport}, as of now. Safe for several threads at once. */
public final class InstanceReporter {

    /**
     * What stays the same for as long as the instance runs.
     *
     * @param name its name
     * @param url where clients reach it
     * @param peer where other instances reach it
     * @param version the version of Oriel it runs
     * @param started when it was started, ISO 8601
     */
    public record Identity(String name, String url, String peer, String version, String started) {}

    private final Identity identity;
    private final List<View> views;

    /** For an instance and its views. */
    public InstanceReporter(Identity identity, Collection<View> views) {
        this.identity = identity;
        this.views = List.copyOf(views);
    }

    /** Who this instance is. */
    public Identity identity() {
        return identity;
    }

    /** The report as of now. */
    public InstanceReport report() {
        return new InstanceReport(
                identity.name(),
                identity.url(),
                identity.peer(),
                identity.version(),
                identity.started(),
                views.stream().map(InstanceReporter::report).toList());
    }

    private static ViewReport report(View view) {
        List<Replica> replicas = view.materialization()
                .map(Materialization::replicas)
                .map(set -> set.all())
                .orElse(List.of());
        List<Replica> own = view.owned();
        ViewState state = view.state();
        return new ViewReport(
                view.name(),
                state.wireName(),
                Optional.of(state.detail()).filter(detail -> !detail.isEmpty()),
                own.stream().mapToLong(Replica::approximateEntries).sum(),
                own.stream().mapToLong(Replica::skipped).sum(),
                lag(view, own),
                view.isCutOff(),
                view.config().indexes().stream()
                        .map(index -> report(index.name(), own))
                        .toList(),
                replicas.stream().flatMap(replica -> partitions(view, replica)).toList());
    }

    private static IndexReport report(String index, List<Replica> own) {
        return new IndexReport(
                index,
                own.stream().allMatch(replica -> replica.isBuilt(index)),
                own.stream().mapToLong(replica -> replica.indexed(index)).sum());
    }

    private static OptionalLong lag(View view, List<Replica> own) {
        List<OptionalLong> lags = own.stream()
                .flatMap(replica -> replica.partitions().mapToObj(partition -> view.lag(replica, partition)))
                .toList();
        return lags.stream().allMatch(OptionalLong::isPresent)
                ? OptionalLong.of(
                        lags.stream().mapToLong(OptionalLong::getAsLong).sum())
                : OptionalLong.empty();
    }

    private static Stream<ReplicaReport> partitions(View view, Replica replica) {
        Optional<SourceTopic> source = view.materialization().map(Materialization::source);
        return replica.partitions()
                .mapToObj(partition -> new ReplicaReport(
                        partition,
                        replica.role().wireName(),
                        source.filter(topic -> replica.watermark(partition) >= 0)
                                .map(topic -> new Position(
                                                topic.name(),
                                                partition,
                                                replica.watermark(partition),
                                                Optional.of(topic.id()))
                                        .toString()),
                        view.lag(replica, partition)));
    }
}
