package dev.oriel.view;

import dev.oriel.api.Role;
import dev.oriel.config.ViewConfig;
import dev.oriel.store.Replica;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A declared view on this instance, as readers see it. Its state changes under them, as its {@link ViewRunner} goes on; every
 * method may be called by any thread and answers at once.
 */
public final class View {

    /** How old what is known of the source's end may be: as long as a few looks at it take. */
    private static final Duration FRESH = Duration.ofSeconds(2);

    private final ViewConfig config;
    private final KeyFormat keys;
    private final ValueFormat values;
    private volatile ViewState state = new ViewState.Starting();
    private volatile Optional<Materialization> materialization = Optional.empty();
    private volatile List<HostReplicas> assignment = List.of();
    private volatile int standbys;
    private volatile Freshness freshness = unknown();
    private final RecordCounts records = new RecordCounts();

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

    /** What became of records that could not be read. */
    public RecordCounts records() {
        return records;
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

    /** The replicas here that speak for their partitions: those that are active, or the one of a global view. */
    public List<Replica> owned() {
        return materialization.map(Materialization::replicas).stream()
                .flatMap(set -> set.all().stream())
                .filter(replica -> replica.role() == Role.ACTIVE || replica.role() == Role.GLOBAL)
                .toList();
    }

    /** Which instance holds what, as this instance last heard; empty before the first assignment, and for global views alone. */
    public List<HostReplicas> assignment() {
        return assignment;
    }

    /** How many standbys each partition is to have ({@code num.standby.replicas}); 0 before the first run. */
    public int standbys() {
        return standbys;
    }

    /** How many records of a partition the replica has not applied, as of when the source's end was last seen. */
    public OptionalLong lag(Replica replica, int partition) {
        return freshness.left(partition, replica.watermark(partition));
    }

    /**
     * For how many milliseconds at most a replica has been without what was in a partition of the source: proved by where the
     * partition ended at that time, so no clock of a producer or broker matters. Empty if that is not known.
     *
     * @param role the replica's role
     * @param reached the offset up to which it reflects the partition
     */
    public OptionalLong staleMillis(Role role, int partition, long reached) {
        Freshness known = freshness;
        return role == Role.STANDBY
                ? known.staleMillis(partition, reached)
                : known.staleMillisOfOwner(partition, reached);
    }

    /** Whether the source has not been seen for some seconds: then the group cannot be heard either, as a rule. */
    public boolean isCutOff() {
        return freshness.isCutOff();
    }

    void become(ViewState next) {
        state = next;
    }

    void publish(Materialization found) {
        freshness = unknown();
        materialization = Optional.of(found);
    }

    void publish(List<HostReplicas> assigned) {
        assignment = List.copyOf(assigned);
    }

    /** Publishes how many standbys each partition is to have. */
    void wants(int standbyReplicas) {
        standbys = standbyReplicas;
    }

    /**
     * Publishes where the source ends.
     *
     * @param asked when it was asked, as {@link System#nanoTime}
     */
    void publish(SourceEnds seen, long asked) {
        freshness.saw(seen, asked);
    }

    private static Freshness unknown() {
        return new Freshness(FRESH, System::nanoTime);
    }
}
