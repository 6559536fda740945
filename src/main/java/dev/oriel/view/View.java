package dev.oriel.view;

import dev.oriel.config.ViewConfig;
import dev.oriel.store.Replica;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A declared view on this instance, as readers see it. Its state changes under them, as its {@link ViewRunner} goes on; every
 * method may be called by any thread and answers at once.
 */
public final class View {

    private final ViewConfig config;
    private final KeyFormat keys;
    private final ValueFormat values;
    private volatile ViewState state = new ViewState.Starting();
    private volatile Optional<Materialization> materialization = Optional.empty();
    private volatile List<HostReplicas> assignment = List.of();
    private volatile SourceEnds ends = SourceEnds.UNKNOWN;

    /** A view that nothing has been done for yet. */
    public View(ViewConfig config) {
        this.config = config;
        this.keys = KeyFormat.of(config.key());
        this.values = ValueFormat.of(config.value());
    }

    /** The view's name. */
    public String name() {
        return config.name();
    }

    /** How it was declared. */
    public ViewConfig config() {
        return config;
    }

    /** How its keys are written. */
    public KeyFormat keys() {
        return keys;
    }

    /** How its values are sent. */
    public ValueFormat values() {
        return values;
    }

    /** What it is doing. */
    public ViewState state() {
        return state;
    }

    /** Its source and replicas, once the source has been found. */
    public Optional<Materialization> materialization() {
        return materialization;
    }

    /** Which instance holds what, as this instance last heard; empty before the first assignment, and for global views alone. */
    public List<HostReplicas> assignment() {
        return assignment;
    }

    /** How many records of a partition the replica has not applied, as of when the source's end was last seen. */
    public OptionalLong lag(Replica replica, int partition) {
        return ends.left(partition, replica.watermark(partition));
    }

    void become(ViewState next) {
        state = next;
    }

    void publish(Materialization found) {
        ends = SourceEnds.UNKNOWN;
        materialization = Optional.of(found);
    }

    void publish(List<HostReplicas> assigned) {
        assignment = List.copyOf(assigned);
    }

    void publish(SourceEnds seen) {
        ends = seen;
    }
}
