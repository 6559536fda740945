package dev.oriel.ops;

import dev.oriel.route.PeerClient;
import dev.oriel.route.PeerHealth;
import dev.oriel.route.RoutingTables;
import dev.oriel.store.RocksMemory;
import dev.oriel.trace.Tracing;
import dev.oriel.view.RunObserver;
import dev.oriel.view.View;
import dev.oriel.wait.Bound;
import dev.oriel.wait.Tally;
import dev.oriel.wait.WaitRegistry;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;

/**
 * The metrics of an instance; {@code docs/metrics.md} lists them. Labels are bounded: view names are the declared ones, and never is a key
 * in a label. Safe for all threads; recording takes no lock.
 */
public final class Metrics implements AutoCloseable {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ProcessMetrics process = new ProcessMetrics(registry);
    private final Map<String, RequestMetrics> requests = new ConcurrentHashMap<>();
    private final RequestLog log;
    private final Tracing tracing;

    /**
     * Registers what the process and its stores have to say.
     *
     * @param version of Oriel
     * @param memory of the stores
     * @param log where requests are logged
     * @param tracing where they are traced
     */
    public Metrics(String version, RocksMemory memory, RequestLog log, Tracing tracing) {
        this.log = log;
        this.tracing = tracing;
        Gauge.builder("oriel.version", () -> 1)
                .description("1, labelled with the version of Oriel")
                .tags("version", version)
                .register(registry);
        StoreMetrics.register(registry, memory);
    }

    /** What shows the registry each run of a view: all that Kafka Streams and its clients measure. */
    public RunObserver observer(View view) {
        return streams -> {
            KafkaStreamsMetrics metrics = new KafkaStreamsMetrics(streams, Tags.of("view", view.name()));
            metrics.bindTo(registry);
            return metrics::close;
        };
    }

    /** Shows how views fare, and the waits on them. */
    public void views(List<View> views, RoutingTables tables, WaitRegistry<?> waits) {
        views.forEach(view -> {
            ViewMetrics.register(registry, view, tables);
            WaitMetrics.register(registry, view.name(), waits);
        });
    }

    /** Shows what is asked of other instances, and whether they answer. */
    public void peers(PeerClient peers, PeerHealth health) {
        sent(peers, "lookup", PeerClient::lookUps);
        sent(peers, "wait", PeerClient::waits);
        Gauge.builder("oriel.peers.down", health, PeerHealth::down)
                .description("Other instances that are passed over, since they do not answer")
                .register(registry);
        FunctionCounter.builder("oriel.peer.failures", health, PeerHealth::failures)
                .description("How often another instance that had answered was found not to")
                .register(registry);
    }

    private void sent(PeerClient peers, String kind, ToDoubleFunction<PeerClient> sent) {
        FunctionCounter.builder("oriel.links.reads", peers, sent)
                .description("Reads that went to another instance over a link, which they share")
                .tags("kind", kind)
                .register(registry);
    }

    /** Shows how often the owner of a key was passed over, by why. */
    public <E extends Enum<E>> void passedOver(Class<E> reasons, Tally<E> counts) {
        for (E reason : reasons.getEnumConstants()) {
            FunctionCounter.builder("oriel.owners.passed.over", counts, it -> it.count(reason))
                    .description("Reads for which the owner was passed over, where they let a standby answer")
                    .tags("reason", reason.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
    }

    /** Shows what is bounded, and how much of it is in use. */
    public void bounds(List<Bound> bounds) {
        bounds.forEach(bound -> bound(bound.name(), bound::limit, bound::inUse, bound::refused));
    }

    /**
     * The same of something that counts by itself.
     *
     * @param name of what is bounded
     * @param limit how many there may be
     * @param inUse how many there are
     * @param refused how many have been refused
     */
    public void bound(String name, IntSupplier limit, IntSupplier inUse, LongSupplier refused) {
        Gauge.builder("oriel.admission.limit", limit::getAsInt)
                .description("How many may be under way at once, by what is bounded")
                .tags("bound", name)
                .strongReference(true)
                .register(registry);
        Gauge.builder("oriel.admission.in.use", inUse::getAsInt)
                .description("How many are under way, by what is bounded")
                .tags("bound", name)
                .strongReference(true)
                .register(registry);
        FunctionCounter.builder("oriel.admission.refused", refused, LongSupplier::getAsLong)
                .description("How many were refused since there was no room, by what is bounded")
                .tags("bound", name)
                .register(registry);
    }

    /**
     * Shows how many bytes of answers have not been taken by their clients.
     *
     * @param listener the listener
     * @param limit how many there may be
     * @param underWay how many there are
     * @param refused how many answers there was no room for
     */
    public void responses(String listener, LongSupplier limit, LongSupplier underWay, LongSupplier refused) {
        bytes(
                "oriel.responses.limit",
                "How many bytes of answers may be under way (server.max-response-bytes)",
                listener,
                limit);
        bytes(
                "oriel.responses.under.way",
                "Bytes of answers that their clients have not taken yet",
                listener,
                underWay);
        FunctionCounter.builder("oriel.responses.refused", refused, LongSupplier::getAsLong)
                .description("Answers that there was no room for")
                .tags("listener", listener)
                .register(registry);
    }

    private void bytes(String name, String description, String listener, LongSupplier value) {
        Gauge.builder(name, value::getAsLong)
                .baseUnit("bytes")
                .description(description)
                .tags("listener", listener)
                .strongReference(true)
                .register(registry);
    }

    /**
     * What takes note of the requests to a listener.
     *
     * @param listener {@code public} for that of clients, {@code peer} for that of other instances
     */
    public RequestObserver requests(String listener) {
        RequestMetrics counted = requests.computeIfAbsent(listener, name -> new RequestMetrics(registry, name));
        return new RequestObserver(counted, log, tracing);
    }

    /**
     * Shows how many watches of a view are open.
     *
     * @param view the declared view
     * @param listener {@code public} for those of clients, {@code peer} for those of other instances
     * @param open tells how many there are
     */
    public void watches(String view, String listener, IntSupplier open) {
        Gauge.builder("oriel.watches", open, IntSupplier::getAsInt)
                .description("Watches that are open, by view and by the listener they came to")
                .tags("view", view, "listener", listener)
                .strongReference(true)
                .register(registry);
    }

    /** What counts the events of a view's watches on a listener. */
    public WatchMetrics watchEvents(String view, String listener) {
        return new WatchMetrics(registry, listener, view);
    }

    /** How many requests have been answered. */
    public long requestsAnswered() {
        return requests.values().stream().mapToLong(RequestMetrics::answered).sum();
    }

    /** All of it in Prometheus' text format. */
    public String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        process.close();
        registry.close();
    }
}
