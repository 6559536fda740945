package dev.oriel.read;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A view's routing table, as {@code GET /v1/views/{view}/partitions} answers it.
 *
 * @param view the view's name
 * @param partitioner how keys are placed
 * @param partitions in the order of their numbers
 */
public record Partitions(String view, String partitioner, List<Row> partitions) {

    public Partitions {
        partitions = List.copyOf(partitions);
    }

    /**
     * One partition.
     *
     * @param partition its number
     * @param active who owns it
     * @param standbys who follows it
     * @param lag how many records the owner is behind, if known
     * @param watermark how far the owner has come, if known
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Row(
            int partition, Optional<Holder> active, List<Holder> standbys, OptionalLong lag, OptionalLong watermark) {
        public Row {
            standbys = List.copyOf(standbys);
        }
    }

    /**
     * An instance.
     *
     * @param instance its name; its peer address for as long as it has never answered
     * @param url where clients reach it, once known
     * @param peer where other instances reach it
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Holder(String instance, Optional<String> url, String peer) {}

    /** A tag for who holds what: it changes when a partition moves, not when one makes progress. */
    public String tag() {
        int hash = partitioner.hashCode();
        for (Row row : partitions) {
            hash = 31 * hash + row.active().map(Holder::peer).hashCode();
            hash = 31 * hash
                    + row.standbys().stream().map(Holder::peer).toList().hashCode();
        }
        return Integer.toHexString(hash);
    }
}
