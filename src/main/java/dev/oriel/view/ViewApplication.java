package dev.oriel.view;

import dev.oriel.api.Role;
import dev.oriel.config.HostPort;
import dev.oriel.config.ViewConfig;
import dev.oriel.store.Passage;
import dev.oriel.store.Replica;
import dev.oriel.store.StoreSpec;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a view's Kafka Streams application over one source topic, from start to close. A run that failed is not started
 * again; {@link ViewRunner} makes another.
 */
final class ViewApplication implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ViewApplication.class);

    private final View view;
    private final Materialization materialization;
    private final StreamsSettings settings;
    private final KafkaStreams streams;
    private final CatchingUp catchingUp;
    private final RestoreProgress progress;
    private final ThreadFailures failures = new ThreadFailures();
    private final AtomicReference<Optional<String>> failure = new AtomicReference<>(Optional.empty());
    private final RunObserver.Observation observation;
    private volatile boolean caughtUp;
    private volatile boolean closing;

    ViewApplication(
            View view,
            Materialization materialization,
            StoreSpec spec,
            SourceEnds ends,
            StreamsSettings settings,
            HostPort advertised,
            Runnable onAssignment,
            RunObserver observer) {
        this.view = view;
        this.materialization = materialization;
        this.settings = settings;
        this.catchingUp = new CatchingUp(ends);
        this.progress = new RestoreProgress(materialization.replicas());
        Passage processing = spec.processing();
        StreamsConfig streamsConfig =
                new StreamsConfig(settings.streams(materialization.source(), advertised, processing, spec.restoring()));
        int standbys = streamsConfig.getInt(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG);
        view.wants(standbys);
        this.streams = new KafkaStreams(
                ViewTopology.of(view.config(), spec),
                streamsConfig,
                new ViewClients(standbys > 0, this::isStandby, spec.intake()));
        streams.setGlobalStateRestoreListener(progress);
        streams.setStandbyUpdateListener(progress);
        streams.setUncaughtExceptionHandler(this::onThreadDeath);
        streams.setStateListener((now, before) -> {
            if (now == KafkaStreams.State.RUNNING) {
                onRunning();
            }
            onAssignment.run();
        });
        this.observation = observer.observe(streams);
    }

    private boolean isStandby(TopicPartition partition) {
        return partition.topic().equals(materialization.source().name())
                && materialization
                        .replicas()
                        .find(partition.partition())
                        .filter(replica -> replica.role() == Role.STANDBY)
                        .isPresent();
    }

    private void onRunning() {
        materialization.replicas().all().stream()
                .filter(replica -> view.config().kind() == ViewConfig.Kind.GLOBAL)
                .forEach(replica -> replica.become(Role.GLOBAL));
    }

    private StreamThreadExceptionResponse onThreadDeath(Throwable cause) {
        StreamThreadExceptionResponse response = failures.judge(cause);
        String reason = ThreadFailures.reason(cause);
        log.error("view {}: a stream thread died ({}): {}", view.name(), response, reason, cause);
        if (response != StreamThreadExceptionResponse.REPLACE_THREAD) {
            failure.set(Optional.of(reason));
        }
        return response;
    }

    /** Starts the application in a thread of its own, since a global view restores before its start returns. */
    void start() {
        Thread.ofPlatform().name("start-" + view.name()).daemon().start(() -> {
            try {
                streams.start();
            } catch (RuntimeException e) {
                if (closing) {
                    log.debug("view {}: closed before it had started", view.name(), e);
                    return;
                }
                failure.set(Optional.of(ThreadFailures.reason(e)));
                log.error("view {}: cannot start", view.name(), e);
            }
        });
    }

    /** Why the run is over, if it is. */
    Optional<String> failure() {
        if (failure.get().isEmpty()
                && (streams.state() == KafkaStreams.State.ERROR || streams.state() == KafkaStreams.State.NOT_RUNNING)) {
            return Optional.of("its Kafka Streams application has ended");
        }
        return failure.get();
    }

    /** What the view is doing, as seen now. */
    ViewState state() {
        return switch (streams.state()) {
            case CREATED -> new ViewState.Starting();
            case RUNNING, REBALANCING -> caughtUp ? upToDate() : comingUp();
            case PENDING_SHUTDOWN, NOT_RUNNING -> new ViewState.Stopping();
            case PENDING_ERROR, ERROR ->
                new ViewState.Failed(failure().orElse("its Kafka Streams application has failed"));
        };
    }

    private ViewState comingUp() {
        Optional<ViewState.Restoring> left = progress.left();
        if (left.isPresent()) {
            return left.get();
        }
        if (streams.state() != KafkaStreams.State.RUNNING || CatchingUp.isTakingOver(materialization.replicas())) {
            return new ViewState.Starting();
        }
        ViewState state = upToDate();
        caughtUp = state instanceof ViewState.Running;
        return state;
    }

    /**
     * An instance that had nothing to catch up with may be given partitions that nobody has caught up with; what others had is
     * restored before it counts.
     */
    private ViewState upToDate() {
        return catchingUp
                .missing(materialization.replicas())
                .<ViewState>map(ViewState.CatchingUp::new)
                .orElseGet(ViewState.Running::new);
    }

    /** Whether a replica that ought to answer still reads again what it may have applied before it was killed. */
    boolean isUnsettled() {
        return materialization.replicas().all().stream()
                .filter(replica -> replica.role() == Role.ACTIVE)
                .anyMatch(replica -> !replica.partitions().allMatch(replica::settled));
    }

    /**
     * Takes over what the group has committed: an active replica was restored at least so far, and what lies between its last
     * record and there holds nothing to apply.
     */
    void committed(int partition, long next) {
        materialization
                .replicas()
                .find(partition)
                .filter(replica -> replica.role() == Role.ACTIVE)
                .ifPresent(replica -> replica.reached(partition, next - 1));
    }

    /** Which instance holds what, as the last assignment has it. */
    List<HostReplicas> assignment() {
        if (!streams.state().isRunningOrRebalancing()) {
            return List.of();
        }
        try {
            return streams.streamsMetadataForStore(ViewTopology.STORE).stream()
                    .map(ViewApplication::replicasOf)
                    .toList();
        } catch (IllegalStateException stoppedMeanwhile) {
            return List.of();
        }
    }

    private static HostReplicas replicasOf(StreamsMetadata metadata) {
        return new HostReplicas(
                new HostPort(metadata.host(), metadata.port()),
                numbers(metadata.topicPartitions()),
                numbers(metadata.standbyTopicPartitions()));
    }

    private static Set<Integer> numbers(Collection<TopicPartition> partitions) {
        return partitions.stream().map(TopicPartition::partition).collect(Collectors.toSet());
    }

    /** Stops in order: stores are closed and, unless membership is static, the group is left. Waits at most so long. */
    void close(Duration atMost) {
        closing = true;
        observation.close();
        materialization.replicas().all().forEach(ViewApplication::retire);
        CloseOptions.GroupMembershipOperation operation = settings.staticMember()
                ? CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP
                : CloseOptions.GroupMembershipOperation.LEAVE_GROUP;
        boolean closed = streams.close(CloseOptions.timeout(atMost).withGroupMembershipOperation(operation));
        if (!closed) {
            log.warn("view {}: not closed within {} ms", view.name(), atMost.toMillis());
        }
    }

    private static void retire(Replica replica) {
        replica.become(Role.RESTORING);
    }

    @Override
    public void close() {
        close(Duration.ofSeconds(10));
    }
}
