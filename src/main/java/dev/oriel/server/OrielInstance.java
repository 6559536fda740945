package dev.oriel.server;

import dev.oriel.config.HostPort;
import dev.oriel.config.OrielConfig;
import dev.oriel.config.ServerConfig;
import dev.oriel.http.BuildInfo;
import dev.oriel.http.ListenerException;
import dev.oriel.http.ManagementServer;
import dev.oriel.http.PeerServer;
import dev.oriel.http.PublicServer;
import dev.oriel.http.ReadHandlers;
import dev.oriel.http.Resources;
import dev.oriel.ops.Health;
import dev.oriel.ops.Metrics;
import dev.oriel.ops.RequestLog;
import dev.oriel.read.CatalogReader;
import dev.oriel.read.ClusterReader;
import dev.oriel.read.Deadline;
import dev.oriel.read.KeyReader;
import dev.oriel.read.PartitionsReader;
import dev.oriel.read.PassedOver;
import dev.oriel.read.Sighting;
import dev.oriel.read.Watcher;
import dev.oriel.route.Handover;
import dev.oriel.route.InstanceReport.ViewReport;
import dev.oriel.route.InstanceReporter;
import dev.oriel.route.PeerClient;
import dev.oriel.route.PeerDirectory;
import dev.oriel.route.PeerHealth;
import dev.oriel.route.PeerProbe;
import dev.oriel.route.PeerWatch;
import dev.oriel.route.PlacementMonitor;
import dev.oriel.route.RoutingTables;
import dev.oriel.route.Succession;
import dev.oriel.scan.EntriesReader;
import dev.oriel.store.ReplicaListener;
import dev.oriel.store.ReplicaListeners;
import dev.oriel.store.RocksMemory;
import dev.oriel.trace.Tracing;
import dev.oriel.view.View;
import dev.oriel.view.ViewRunner;
import dev.oriel.wait.PositionWaits;
import dev.oriel.wait.ThreadTimer;
import dev.oriel.wait.WaitLimits;
import dev.oriel.wait.WaitRegistry;
import dev.oriel.watch.OpenWatches;
import dev.oriel.watch.ViewHistory;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running instance of Oriel. Starting returns as soon as the listeners answer; views come up by themselves. Several may run in
 * one process, each with its own state directory and ports.
 */
public final class OrielInstance implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(OrielInstance.class);

    /** The part of the time for a graceful stop in which requests under way may still be answered. */
    private static final double DRAIN_SHARE = 0.8;

    /** A part of the instance that has to be stopped. */
    @FunctionalInterface
    private interface Part {
        void stop() throws IOException, InterruptedException;
    }

    private final OrielConfig config;
    private final Deque<Part> parts = new ArrayDeque<>();
    private final PublicServer publicServer;
    private final Optional<ManagementServer> managementServer;
    private final PeerServer peerServer;
    private final InstanceReporter reporter;
    private final Metrics metrics;
    private final Health health;
    private final ThreadTimer deadlines = new ThreadTimer();
    private final ExecutorService wakers = Executors.newFixedThreadPool(
            Math.max(2, Runtime.getRuntime().availableProcessors()),
            Thread.ofPlatform().daemon().name("waker-", 0).factory());
    private boolean closed;

    /**
     * Starts an instance.
     *
     * @throws StartException if it cannot start where it is: a port is taken, the state directory locked or not writable
     */
    public static OrielInstance start(OrielConfig config) throws StartException {
        return new OrielInstance(config);
    }

    private OrielInstance(OrielConfig config) throws StartException {
        this.config = config;
        try {
            StateDirectory state = StateDirectory.lock(config.stateDir());
            parts.push(state::close);
            ServerConfig server = config.server();
            ConnectionLimits connections = ConnectionLimits.of(server.maxConnections(), ConnectionLimits.openFiles());
            publicServer = new PublicServer(server.host(), server.port(), connections.clients());
            parts.push(publicServer::close);
            peerServer = new PeerServer(server.host(), server.peerPort(), connections.peers());
            parts.push(peerServer::close);
            managementServer = management(server);
            connections.tell(server.maxConnections());
            RocksMemory memory =
                    new RocksMemory(config.memory().rocksdb(), config.memory().hotEntries());
            parts.push(memory::close);
            Tracing tracing = tracing(config);
            parts.push(tracing::close);
            metrics = new Metrics(
                    BuildInfo.version(), memory, new RequestLog(config.reads().slowAfter()), tracing);
            parts.push(metrics::close);

            List<View> views = config.views().stream().map(View::new).toList();
            HostPort self = advertised();
            RoutingTables tables = new RoutingTables(self, views);
            reporter = new InstanceReporter(identity(self), views);
            health = new Health(views, tables);
            WaitRegistry<Sighting> waits = waits(views);
            Map<String, PositionWaits> positions =
                    views.stream().collect(Collectors.toMap(View::name, view -> new PositionWaits(wakers)));
            Map<String, ViewHistory> histories = histories(views);
            metrics.views(views, tables, waits);
            List<ViewRunner> runners = runners(views, self, memory, tables, waits, positions, histories);
            Watcher watcher = serve(views, tables, waits, positions, histories, runners);
            runners.forEach(ViewRunner::start);
            // Watches have no end of their own, so nobody waits for it.
            parts.push(watcher::stop);
            health.started();
        } catch (ListenerException e) {
            stopParts();
            throw new StartException(String.valueOf(e.getMessage()), e);
        } catch (StartException | RuntimeException e) {
            stopParts();
            throw e;
        }
        log.info(
                "{} answers on port {}, and its peers on port {}",
                config.server().name(),
                port(),
                peerServer.port());
    }

    private static Tracing tracing(OrielConfig config) {
        Tracing.Source self = new Tracing.Source(config.server().name(), BuildInfo.version());
        return config.tracing()
                .endpoint()
                .map(endpoint -> Tracing.to(endpoint, config.tracing().sample(), self))
                .orElse(Tracing.OFF);
    }

    private Optional<ManagementServer> management(ServerConfig server) throws ListenerException {
        if (server.managementPort().isEmpty()) {
            return Optional.empty();
        }
        ManagementServer management =
                new ManagementServer(server.host(), server.managementPort().getAsInt());
        parts.push(management::close);
        return Optional.of(management);
    }

    private HostPort advertised() {
        HostPort advertised = config.server().advertised();
        return advertised.port() == 0 ? new HostPort(advertised.host(), peerServer.port()) : advertised;
    }

    private InstanceReporter.Identity identity(HostPort self) {
        URI url = config.server().publicUrl();
        String reached = url.getPort() == 0
                ? url.getScheme() + "://" + new HostPort(url.getHost(), publicServer.port())
                : url.toString();
        String started = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        return new InstanceReporter.Identity(
                config.server().name(), reached, self.toString(), BuildInfo.version(), started);
    }

    private WaitRegistry<Sighting> waits(List<View> views) {
        parts.push(wakers::shutdownNow);
        parts.push(deadlines::close);
        WaitRegistry<Sighting> waits = new WaitRegistry<>(
                views.stream().map(View::name).toList(),
                new WaitLimits(config.reads().maxWaiters(), config.reads().maxWaitersPerView()),
                wakers,
                deadlines);
        metrics.bounds(List.of(waits.bound()));
        return waits;
    }

    private Map<String, ViewHistory> histories(List<View> views) {
        ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
        parts.push(workers::shutdownNow);
        return views.stream()
                .collect(Collectors.toMap(
                        View::name, view -> new ViewHistory(config.watches().history(), workers)));
    }

    private List<ViewRunner> runners(
            List<View> views,
            HostPort self,
            RocksMemory memory,
            RoutingTables tables,
            WaitRegistry<Sighting> waits,
            Map<String, PositionWaits> positions,
            Map<String, ViewHistory> histories) {
        List<ViewRunner> runners = new ArrayList<>();
        for (View view : views) {
            ReplicaListener listener = ReplicaListeners.of(
                    waits.of(view.name()),
                    Objects.requireNonNull(positions.get(view.name()), view.name()),
                    Objects.requireNonNull(histories.get(view.name()), view.name()));
            runners.add(new ViewRunner(view, config, self, memory, tables::refresh, listener, metrics.observer(view)));
        }
        return runners;
    }

    private Watcher serve(
            List<View> views,
            RoutingTables tables,
            WaitRegistry<Sighting> waits,
            Map<String, PositionWaits> positions,
            Map<String, ViewHistory> histories,
            List<ViewRunner> runners) {
        PeerHealth peerHealth = new PeerHealth();
        PeerClient peers = new PeerClient(peerHealth);
        parts.push(peers::close);
        metrics.peers(peers, peerHealth);
        PeerProbe probe = new PeerProbe(tables, peers, peerHealth);
        parts.push(probe::close);
        PeerDirectory directory = new PeerDirectory(tables, peers);
        parts.push(directory::close);
        PeerWatch watch = new PeerWatch(directory);
        parts.push(watch::close);
        Succession succession = new Succession(views, tables, directory);
        parts.push(succession::close);
        PlacementMonitor placement = new PlacementMonitor(views);
        parts.push(placement::close);
        KeyReader reader = new KeyReader(config.server().name(), tables, peers, peerHealth, waits, config.reads());
        metrics.bounds(reader.bounded());
        metrics.passedOver(PassedOver.class, reader.passedOver());
        EntriesReader entries = new EntriesReader(
                config.server().name(),
                tables,
                peers,
                peerHealth,
                positions,
                waits,
                config.reads().maxScans());
        parts.push(entries::close);
        metrics.bounds(entries.bounded());
        Watcher watcher = new Watcher(histories, tables, peers, config.reads(), config.watches());
        views.forEach(view -> {
            metrics.watches(view.name(), "public", () -> watcher.open(view, false));
            metrics.watches(view.name(), "peer", () -> watcher.open(view, true));
        });
        OpenWatches watches = watcher.open(false);
        metrics.bound("watches", watches::max, watches::open, watches::refused);
        ReadHandlers reads = new ReadHandlers(
                views,
                reader,
                entries,
                watcher,
                directory,
                config.reads(),
                config.server().maxResponseBytes(),
                metrics);
        Resources resources = new Resources(
                views,
                new CatalogReader(views, reporter, directory, placement),
                new PartitionsReader(tables, reporter, directory),
                waits,
                config.reads(),
                new ClusterReader(reporter, directory),
                health,
                metrics);
        peerServer.start(reads, reporter);
        managementServer.ifPresent(management -> management.start(resources, metrics));
        publicServer.start(reads, resources, metrics, managementServer.isEmpty());
        parts.push(() -> {
            reader.stop();
            positions.values().forEach(PositionWaits::stop);
            peers.close();
            publicServer.close();
        });
        parts.push(() -> leave(runners, () -> Handover.begin(tables, directory)));
        placement.start();
        watch.start();
        succession.start();
        probe.start();
        return watcher;
    }

    /**
     * Goes on for a moment as if nothing were, then leaves the group while requests under way are drained: what waits here goes on at
     * the instances that take the partitions over, for as long as the drain lasts.
     */
    private void leave(List<ViewRunner> runners, Supplier<Handover> handover) throws InterruptedException {
        Deadline drained = Deadline.in(
                Duration.ofMillis((long) (config.server().shutdownGrace().toMillis() * DRAIN_SHARE)));
        // So that nobody is sent here any more who would be refused.
        Thread.sleep(
                Math.min(config.server().drainDelay().toMillis(), drained.left().toMillis()));
        CompletableFuture<Void> answered = publicServer.drain();
        Handover learning = handover.get();
        try {
            stop(runners, config.server().shutdownGrace());
            answered.get(drained.nanosLeft(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            log.info(
                    "{} still has reads that wait, and refers them to the others",
                    config.server().name());
        } catch (ExecutionException e) {
            log.warn("while draining: {}", String.valueOf(e.getCause()));
        } finally {
            learning.close();
        }
    }

    private static void stop(List<ViewRunner> runners, Duration atMost) throws InterruptedException {
        List<Thread> stops = runners.stream()
                .map(runner -> Thread.ofVirtual().start(() -> stop(runner, atMost)))
                .toList();
        for (Thread stop : stops) {
            stop.join();
        }
    }

    private static void stop(ViewRunner runner, Duration atMost) {
        try {
            if (!runner.stop(atMost)) {
                log.warn("a view did not stop within {} ms", atMost.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The public listener's port. */
    public int port() {
        return publicServer.port();
    }

    /** The peer listener's port. */
    public int peerPort() {
        return peerServer.port();
    }

    /** The management listener's port, if it has one. */
    public OptionalInt managementPort() {
        return managementServer.map(ManagementServer::port).map(OptionalInt::of).orElse(OptionalInt.empty());
    }

    /** Whether all views are ready. */
    public boolean isReady() {
        return health.isReady();
    }

    /** How many requests have been answered. */
    public long requestsAnswered() {
        return metrics.requestsAnswered();
    }

    /** How many records this instance's own partitions are behind, over all views, as far as that is known. */
    public long lag() {
        return reporter.report().views().stream()
                .map(ViewReport::lag)
                .filter(OptionalLong::isPresent)
                .mapToLong(OptionalLong::getAsLong)
                .sum();
    }

    /**
     * Stops in order: not ready any more, requests under way drained, stores closed, the group left unless membership is static.
     * Takes no longer than {@code server.shutdown-grace}, and a little. Idempotent.
     */
    @Override
    public void close() {
        synchronized (parts) {
            if (closed) {
                return;
            }
            closed = true;
        }
        health.stopping();
        stopParts();
        log.info("{} has stopped", config.server().name());
    }

    private void stopParts() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().stop();
            } catch (IOException | RuntimeException e) {
                log.warn("while stopping: {}", e.toString());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
