package dev.oriel.ops;

import dev.oriel.api.Role;
import dev.oriel.config.ViewConfig;
import dev.oriel.route.PartitionTable;
import dev.oriel.route.RoutingTables;
import dev.oriel.store.Replica;
import dev.oriel.view.Materialization;
import dev.oriel.view.View;
import dev.oriel.view.ViewState;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** Shows how a view fares on this instance. All is looked up when it is scraped. */
final class ViewMetrics {

    private static final double MILLIS = 1e3;
    private static final double NANOS = 1e9;

    private final MeterRegistry registry;
    private final View view;
    private final RoutingTables tables;

    private ViewMetrics(MeterRegistry registry, View view, RoutingTables tables) {
        this.registry = registry;
        this.view = view;
        this.tables = tables;
    }

    static void register(MeterRegistry registry, View view, RoutingTables tables) {
        ViewMetrics metrics = new ViewMetrics(registry, view, tables);
        metrics.registerState();
        metrics.registerReplicas();
        metrics.registerRecords();
        metrics.registerIndexes();
        metrics.registerRouting();
    }

    private void registerState() {
        for (String state : ViewState.WIRE_NAMES) {
            Gauge.builder("oriel.view.state", view, it -> it.state().wireName().equals(state) ? 1 : 0)
                    .description("1 for the state that the view is in, 0 for the others")
                    .tags("view", view.name(), "state", state)
                    .register(registry);
        }
        gauge(
                "oriel.view.restore.remaining.records",
                "Records yet to be restored before the view can serve",
                it -> it.state() instanceof ViewState.Restoring restoring ? restoring.records() : 0);
    }

    private void registerReplicas() {
        for (Role role : Role.values()) {
            Gauge.builder(
                            "oriel.view.replicas",
                            view,
                            it -> replicas()
                                    .filter(replica -> replica.role() == role)
                                    .count())
                    .description(
                            "Replicas of the view's partitions on this instance, by role; a global view has one for all")
                    .tags("view", view.name(), "role", role.wireName())
                    .register(registry);
        }
        gauge(
                "oriel.view.entries",
                "About how many entries the instance's own partitions have",
                it -> view.owned().stream()
                        .mapToLong(Replica::approximateEntries)
                        .sum());
        gauge(
                "oriel.view.lag.records",
                "Records that the instance's own partitions are yet to apply; not a number while that is not known",
                it -> overPartitions(view::lag, true));
        Gauge.builder(
                        "oriel.view.staleness",
                        view,
                        it -> overPartitions(
                                        (replica, partition) -> view.staleMillis(
                                                replica.role(), partition, replica.watermark(partition)),
                                        false)
                                / MILLIS)
                .baseUnit("seconds")
                .description(
                        "For how long at most one of the instance's own partitions has been without what was in the source;"
                                + " not a number while that is not known")
                .tags("view", view.name())
                .register(registry);
        Gauge.builder(
                        "oriel.view.watermark.age",
                        view,
                        it -> overPartitions(
                                        (replica, partition) -> OptionalLong.of(replica.watermarkAge(partition)), false)
                                / NANOS)
                .baseUnit("seconds")
                .description(
                        "How long ago the watermark of one of the instance's own partitions has risen last, of that for which it"
                                + " is longest")
                .tags("view", view.name())
                .register(registry);
    }

    private interface OfPartition {
        OptionalLong of(Replica replica, int partition);
    }

    /** The sum over the instance's own partitions, or the largest; not a number if one of them is not known. */
    private double overPartitions(OfPartition what, boolean sum) {
        List<OptionalLong> values = view.owned().stream()
                .flatMap(replica -> replica.partitions().mapToObj(partition -> what.of(replica, partition)))
                .toList();
        if (values.stream().anyMatch(OptionalLong::isEmpty)) {
            return Double.NaN;
        }
        return values.stream()
                .mapToLong(OptionalLong::getAsLong)
                .reduce(0, (one, other) -> sum ? one + other : Math.max(one, other));
    }

    private void registerRecords() {
        counter(
                "oriel.view.skipped.records",
                "Records that could not be read",
                it -> it.records().skipped());
        for (boolean copied : List.of(true, false)) {
            FunctionCounter.builder(
                            "oriel.view.dead.letters",
                            view,
                            it -> copied ? it.records().copied() : it.records().lost())
                    .description("Records that could not be read and were to be copied to the dead-letter topic")
                    .tags("view", view.name(), "outcome", copied ? "copied" : "lost")
                    .register(registry);
        }
    }

    private void registerIndexes() {
        view.config().indexes().forEach(index -> {
            String name = index.name();
            Gauge.builder(
                            "oriel.index.built",
                            view,
                            it -> view.owned().stream().allMatch(replica -> replica.isBuilt(name)) ? 1 : 0)
                    .description(
                            "1 if the index can be read in all of the instance's own partitions, 0 while it is being built")
                    .tags("view", view.name(), "index", name)
                    .register(registry);
            Gauge.builder(
                            "oriel.index.entries",
                            view,
                            it -> view.owned().stream()
                                    .mapToLong(replica -> replica.indexed(name))
                                    .sum())
                    .description("About how many entries of the instance's own partitions are in the index")
                    .tags("view", view.name(), "index", name)
                    .register(registry);
        });
    }

    private void registerRouting() {
        counter(
                "oriel.view.owner.changes",
                "How often a partition has been found to have another owner",
                tables::ownerChanges);
        gauge(
                "oriel.view.ownerless.partitions",
                "Partitions whose owner is not known here",
                it -> rows().filter(row -> row.owner().isEmpty()).count());
        gauge(
                "oriel.view.standbyless.partitions",
                "Partitions that are to have a standby (num.standby.replicas) and that none follows, as far as is known here",
                it -> hasStandbys()
                        ? rows().filter(row -> row.standbys().isEmpty()).count()
                        : 0);
    }

    /** A global view is whole on each instance, whatever the setting. */
    private boolean hasStandbys() {
        return view.config().kind() == ViewConfig.Kind.TABLE && view.standbys() > 0;
    }

    private Stream<PartitionTable.Row> rows() {
        return tables.table(view).rows().stream();
    }

    private Stream<Replica> replicas() {
        return view.materialization().map(Materialization::replicas).stream().flatMap(set -> set.all().stream());
    }

    private void gauge(String name, String description, ToDoubleFunction<View> value) {
        Gauge.builder(name, view, value)
                .description(description)
                .tags("view", view.name())
                .register(registry);
    }

    private void counter(String name, String description, ToDoubleFunction<View> value) {
        FunctionCounter.builder(name, view, value)
                .description(description)
                .tags("view", view.name())
                .register(registry);
    }
}
