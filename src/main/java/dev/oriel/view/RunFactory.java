package dev.oriel.view;

import dev.oriel.config.HostPort;
import dev.oriel.config.ViewConfig;
import dev.oriel.store.Intake;
import dev.oriel.store.Passage;
import dev.oriel.store.ReplicaListener;
import dev.oriel.store.ReplicaSet;
import dev.oriel.store.RocksMemory;
import dev.oriel.store.StoreSpec;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** Makes the runs of one view: replicas, stores and application for a source as it was found. */
final class RunFactory {

    /**
     * One run with what belongs to it.
     *
     * @param application the application, not yet started
     * @param deadLetters where unreadable records go, if anywhere
     */
    record Run(ViewApplication application, Optional<DeadLetters> deadLetters) implements AutoCloseable {
        @Override
        public void close() {
            application.close();
            deadLetters.ifPresent(DeadLetters::close);
        }
    }

    /** One index at a time: it is done beside everything else, and takes from it what it uses. */
    private static final Executor BUILDERS = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("index-builder").factory());

    private final View view;
    private final StreamsSettings settings;
    private final HostPort advertised;
    private final RocksMemory memory;
    private final Runnable onAssignment;
    private final ReplicaListener listener;
    private final RunObserver observer;

    RunFactory(
            View view,
            StreamsSettings settings,
            HostPort advertised,
            RocksMemory memory,
            Runnable onAssignment,
            ReplicaListener listener,
            RunObserver observer) {
        this.view = view;
        this.settings = settings;
        this.advertised = advertised;
        this.memory = memory;
        this.onAssignment = onAssignment;
        this.listener = listener;
        this.observer = observer;
    }

    Run open(SourceTopic source, SourceEnds ends) {
        Optional<DeadLetters> deadLetters =
                view.config().deadLetterTopic().map(topic -> new DeadLetters(topic, settings.client(), view.records()));
        Materialization materialization = new Materialization(source, new ReplicaSet(source.partitions()));
        view.publish(materialization);
        ViewApplication application = new ViewApplication(
                view,
                materialization,
                spec(materialization, ends, deadLetters),
                ends,
                settings,
                advertised,
                onAssignment,
                observer);
        return new Run(application, deadLetters);
    }

    private StoreSpec spec(Materialization materialization, SourceEnds ends, Optional<DeadLetters> deadLetters) {
        ViewConfig config = view.config();
        return new StoreSpec(
                ViewTopology.STORE,
                switch (config.kind()) {
                    case TABLE -> StoreSpec.Scope.PARTITION;
                    case GLOBAL -> StoreSpec.Scope.ALL_PARTITIONS;
                },
                identity(config, materialization.source()),
                switch (config.store()) {
                    case ROCKSDB -> new StoreSpec.Medium.Rocks(memory);
                    case MEMORY -> new StoreSpec.Medium.Heap();
                },
                EntryTerms.indexing(config),
                materialization.replicas(),
                new EntryReader(config),
                new SkippedRecords(view.name(), view.records(), deadLetters, System::nanoTime),
                listener,
                ends::endOf,
                new Passage(materialization.replicas()),
                new Passage(materialization.replicas()),
                new Intake(),
                BUILDERS);
    }

    /** Whatever makes entries other entries: the topic itself, and how its records are read. */
    static String identity(ViewConfig config, SourceTopic source) {
        return String.join(
                "|",
                "1",
                source.name(),
                source.id(),
                config.key().configName(),
                config.value().configName(),
                config.version().toString());
    }
}
