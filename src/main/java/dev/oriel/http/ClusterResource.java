package dev.oriel.http;

import dev.oriel.read.ClusterReader;
import io.javalin.config.RoutesConfig;

/** The instances. */
final class ClusterResource implements Resource {

    private final ClusterReader cluster;

    ClusterResource(ClusterReader cluster) {
        this.cluster = cluster;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        Resource.read(routes, "/v1/cluster", context -> Answers.asking(context, cluster::read));
    }
}
