package dev.oriel.http;

import dev.oriel.config.ReadsConfig;
import dev.oriel.ops.Health;
import dev.oriel.ops.Metrics;
import dev.oriel.read.CatalogReader;
import dev.oriel.read.ClusterReader;
import dev.oriel.read.PartitionsReader;
import dev.oriel.view.View;
import dev.oriel.wait.WaitRegistry;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Everything that is answered beside reads of entries. */
public final class Resources {

    private final List<Resource> api;
    private final List<Resource> health;
    private final List<Resource> metrics;

    /** For an instance. */
    public Resources(
            Collection<View> views,
            CatalogReader catalog,
            PartitionsReader partitions,
            WaitRegistry<?> waits,
            ReadsConfig bounds,
            ClusterReader cluster,
            Health health,
            Metrics metrics) {
        api = List.of(
                new ViewResource(views, catalog, partitions, waits, bounds),
                new ClusterResource(cluster),
                new DocsResource());
        this.health = List.of(new ErrorResponses(), new HealthResource(health));
        this.metrics = List.of(new MetricsResource(metrics));
    }

    /**
     * What the public listener answers.
     *
     * @param metricsToo whether no other listener tells the metrics
     */
    List<Resource> forClients(boolean metricsToo) {
        return Stream.of(health, api, metricsToo ? metrics : List.<Resource>of())
                .flatMap(List::stream)
                .toList();
    }

    /** What the listener for those who run the instance answers. */
    List<Resource> forOperators() {
        return Stream.of(health, metrics).flatMap(List::stream).toList();
    }
}
