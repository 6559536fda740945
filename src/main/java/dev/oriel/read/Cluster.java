package dev.oriel.read;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.oriel.route.InstanceReport.ReplicaReport;
import java.util.List;
import java.util.Optional;

/**
 * All instances and what they hold, as {@code GET /v1/cluster} answers it.
 *
 * @param instances in the order of their names
 */
public record Cluster(List<Instance> instances) {

    public Cluster {
        instances = List.copyOf(instances);
    }

    /**
     * An instance.
     *
     * @param name its name; its peer address for as long as it has never answered
     * @param url where clients reach it, once known
     * @param peer where other instances reach it
     * @param self whether it is the one that answers
     * @param reachable whether it answered
     * @param version the version of Oriel it runs
     * @param started when it was started, ISO 8601
     * @param views what it holds
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Instance(
            String name,
            Optional<String> url,
            String peer,
            boolean self,
            boolean reachable,
            Optional<String> version,
            Optional<String> started,
            Optional<List<Holding>> views) {}

    /**
     * What an instance holds of a view.
     *
     * @param view the view's name
     * @param state what it is doing there
     * @param replicas its partitions
     */
    public record Holding(String view, String state, List<ReplicaReport> replicas) {
        public Holding {
            replicas = List.copyOf(replicas);
        }
    }
}
