package dev.oriel.read;

import dev.oriel.config.IndexConfig;
import dev.oriel.config.VersionSource;
import dev.oriel.config.ViewConfig;
import dev.oriel.read.Catalog.ViewSummary;
import dev.oriel.route.InstanceReport;
import dev.oriel.route.InstanceReport.IndexReport;
import dev.oriel.route.InstanceReport.ViewReport;
import dev.oriel.route.InstanceReporter;
import dev.oriel.route.PeerDirectory;
import dev.oriel.route.PeerDirectory.Peer;
import dev.oriel.route.PlacementMonitor;
import dev.oriel.view.Materialization;
import dev.oriel.view.SourceTopic;
import dev.oriel.view.View;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Makes the catalog: what is declared here, with counts summed over all instances. Asks them each time, for a second at most. */
public final class CatalogReader {

    private final List<View> views;
    private final InstanceReporter self;
    private final PeerDirectory peers;
    private final PlacementMonitor placement;

    /** Over the views of an instance, itself and its peers. */
    public CatalogReader(
            Collection<View> views, InstanceReporter self, PeerDirectory peers, PlacementMonitor placement) {
        this.views = List.copyOf(views);
        this.self = self;
        this.peers = peers;
        this.placement = placement;
    }

    /** All views. */
    public Catalog all() throws InterruptedException {
        Answers answers = ask();
        return new Catalog(views.stream().map(view -> summary(view, answers)).toList());
    }

    /** One of the views. */
    public ViewSummary one(View view) throws InterruptedException {
        return summary(view, ask());
    }

    private record Answers(List<InstanceReport> reports, List<String> unreachable) {}

    private Answers ask() throws InterruptedException {
        List<Peer> asked = peers.ask();
        return new Answers(
                Stream.concat(Stream.of(self.report()), asked.stream().flatMap(peer -> peer.report().stream()))
                        .toList(),
                asked.stream()
                        .filter(peer -> peer.report().isEmpty())
                        .map(peer -> peer.host().toString())
                        .toList());
    }

    private ViewSummary summary(View view, Answers answers) {
        ViewConfig config = view.config();
        Optional<SourceTopic> source = view.materialization().map(Materialization::source);
        OptionalInt partitions =
                source.map(topic -> OptionalInt.of(topic.partitions())).orElse(OptionalInt.empty());
        List<ViewReport> reports = counted(config, answers.reports());
        return new ViewSummary(
                view.name(),
                config.kind().configName(),
                List.of(new Catalog.Source(config.topic(), partitions, source.map(SourceTopic::id))),
                config.key().configName(),
                config.value().configName(),
                view.values().contentType(),
                config.partitioner().configName(),
                config.store().configName(),
                version(config.version()),
                config.indexes().stream().map(index -> index(index, reports)).toList(),
                config.generation(),
                view.state().wireName(),
                Optional.of(view.state().detail())
                        .filter(detail -> !detail.isEmpty())
                        .or(() -> placement.warning(view)),
                partitions,
                reports.stream().mapToLong(ViewReport::entries).sum(),
                lag(reports, answers),
                reports.stream().mapToLong(ViewReport::skipped).sum(),
                answers.reports().stream().map(InstanceReport::name).sorted().toList(),
                answers.unreachable());
    }

    /** Every instance holds all of a global view, so one of them is counted: this one. */
    private static List<ViewReport> counted(ViewConfig view, List<InstanceReport> reports) {
        return reports.stream()
                .limit(view.kind() == ViewConfig.Kind.GLOBAL ? 1 : reports.size())
                .flatMap(report -> report.view(view.name()).stream())
                .toList();
    }

    private static Catalog.Index index(IndexConfig index, List<ViewReport> reports) {
        List<IndexReport> known = reports.stream()
                .flatMap(report -> report.indexes().stream())
                .filter(report -> report.index().equals(index.name()))
                .toList();
        boolean built = known.stream().allMatch(IndexReport::built);
        return new Catalog.Index(
                index.name(),
                index.jq(),
                built ? "built" : "building",
                built
                        ? OptionalLong.empty()
                        : OptionalLong.of(
                                known.stream().mapToLong(IndexReport::indexed).sum()));
    }

    private static OptionalLong lag(List<ViewReport> reports, Answers answers) {
        boolean known = answers.unreachable().isEmpty()
                && reports.stream().allMatch(report -> report.lag().isPresent());
        return known
                ? OptionalLong.of(reports.stream()
                        .mapToLong(report -> report.lag().getAsLong())
                        .sum())
                : OptionalLong.empty();
    }

    private static Catalog.Version version(VersionSource source) {
        return switch (source) {
            case VersionSource.Offset offset -> new Catalog.Version("offset", Optional.empty(), Optional.empty());
            case VersionSource.Field field -> new Catalog.Version("field", Optional.of(field.jq()), Optional.empty());
            case VersionSource.Header header ->
                new Catalog.Version("header", Optional.empty(), Optional.of(header.name()));
        };
    }
}
