package dev.oriel.route;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What an instance says of itself, to its peers and in {@code /v1/cluster}.
 *
 * @param name its name
 * @param url where clients reach it
 * @param peer where other instances reach it
 * @param version the version of Oriel it runs
 * @param started when it was started, ISO 8601
 * @param views what it holds
 */
public record InstanceReport(
        String name, String url, String peer, String version, String started, List<ViewReport> views) {

    /**
     * What an instance holds of one view.
     *
     * @param view the view's name
     * @param state what the view is doing there
     * @param detail why, for a human
     * @param entries roughly how many entries its own partitions have
     * @param skipped how many records of its own partitions could not be read
     * @param lag how many records its own partitions are behind, if known
     * @param cutOff whether it does not see its source at the moment, and so may not know who owns what
     * @param indexes how far its own partitions' indexes are, in the order of the configuration
     * @param replicas its replicas
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record ViewReport(
            String view,
            String state,
            Optional<String> detail,
            long entries,
            long skipped,
            OptionalLong lag,
            boolean cutOff,
            List<IndexReport> indexes,
            List<ReplicaReport> replicas) {
        public ViewReport {
            indexes = List.copyOf(indexes);
            replicas = List.copyOf(replicas);
        }
    }

    /**
     * An index of a view on an instance.
     *
     * @param index its name
     * @param built whether it can be read in all of the instance's own partitions
     * @param indexed about how many of their entries are in it
     */
    public record IndexReport(String index, boolean built, long indexed) {}

    /**
     * One partition of a view on an instance.
     *
     * @param partition the partition
     * @param role how it is held
     * @param position how far it has come; none before the first record
     * @param lag how many records it is behind, if known
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record ReplicaReport(int partition, String role, Optional<String> position, OptionalLong lag) {}

    public InstanceReport {
        views = List.copyOf(views);
    }

    /** What it says of one view, if it has that view. */
    public Optional<ViewReport> view(String view) {
        return views.stream().filter(report -> report.view().equals(view)).findFirst();
    }
}
