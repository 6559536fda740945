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

/** Everything the public listener answers beside reads by key. */
public final class Resources {

    private final List<Resource> resources;

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
        resources = List.of(
                new ErrorResponses(),
                new ViewResource(views, catalog, partitions, waits, bounds),
                new ClusterResource(cluster),
                new OpsResource(health, metrics),
                new DocsResource());
    }

    List<Resource> all() {
        return resources;
    }
}
