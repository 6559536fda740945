package dev.oriel.ops;

import dev.oriel.store.RocksMemory;
import dev.oriel.view.RunObserver;
import dev.oriel.view.View;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.core.instrument.binder.logging.LogbackMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * The metrics of an instance. Labels are bounded: view names are the declared ones, and never is a key in a label. Safe for all
 * threads; recording a request takes no lock.
 */
public final class Metrics implements AutoCloseable {

    /** The label of a request for a view that is not declared, and of one that concerns no view. */
    public static final String NO_VIEW = "";

    /** The role of a request that no replica answered. */
    public static final String NO_ROLE = "none";

    private record RequestKind(String view, int status, String role) {}

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<RequestKind, Timer> requests = new ConcurrentHashMap<>();
    private final List<Runnable> closeables = new ArrayList<>();

    /** Registers what the process and its stores have to say. */
    public Metrics(RocksMemory memory) {
        List<MeterBinder> binders = List.of(
                new ClassLoaderMetrics(),
                new JvmMemoryMetrics(),
                new JvmThreadMetrics(),
                new ProcessorMetrics(),
                new UptimeMetrics(),
                new FileDescriptorMetrics());
        binders.forEach(binder -> binder.bindTo(registry));
        JvmGcMetrics gc = new JvmGcMetrics();
        gc.bindTo(registry);
        closeables.add(gc::close);
        LogbackMetrics logging = new LogbackMetrics();
        logging.bindTo(registry);
        closeables.add(logging::close);
        Gauge.builder("oriel.rocksdb.memory.limit", memory, RocksMemory::limit)
                .baseUnit("bytes")
                .description("What all stores together may use (memory.rocksdb)")
                .register(registry);
        Gauge.builder("oriel.rocksdb.memory.used", memory, RocksMemory::used)
                .baseUnit("bytes")
                .description("What block cache and write buffers use now")
                .register(registry);
        Gauge.builder("oriel.hot.entries.used", memory, RocksMemory::hotBytes)
                .baseUnit("bytes")
                .description("What is kept on the heap of entries that are read often (memory.hot-entries)")
                .register(registry);
        FunctionCounter.builder("oriel.hot.entries.reads", memory, RocksMemory::hotReads)
                .description("Reads that such an entry has answered, so that RocksDB was not asked")
                .register(registry);
    }

    /** What shows the registry each run of a view: all that Kafka Streams and its clients measure. */
    public RunObserver observer(View view) {
        return streams -> {
            KafkaStreamsMetrics metrics = new KafkaStreamsMetrics(streams, Tags.of("view", view.name()));
            metrics.bindTo(registry);
            return metrics::close;
        };
    }

    /**
     * Shows how many reads wait on a view.
     *
     * @param view the declared view
     * @param waiting how many, now; called by whoever scrapes
     */
    public void waiting(String view, Supplier<Number> waiting) {
        Gauge.builder("oriel.reads.waiting", waiting)
                .description("Reads that wait for their condition, here or by way of this instance")
                .tags("view", view)
                .register(registry);
    }

    /**
     * Shows how many reads have gone to other instances over links, which they share.
     *
     * @param links what has sent them, which is not kept
     * @param lookups tells how many lookups, up to now; called by whoever scrapes
     * @param waits tells how many reads that may wait, up to now
     */
    public <T> void links(T links, ToDoubleFunction<T> lookups, ToDoubleFunction<T> waits) {
        Map.of("lookup", lookups, "wait", waits)
                .forEach((kind, sent) -> FunctionCounter.builder("oriel.links.reads", links, sent)
                        .description("Reads that went to another instance over a link, which they share")
                        .tags("kind", kind)
                        .register(registry));
    }

    /**
     * Counts a request and the time it took.
     *
     * @param view the declared view it was for, or {@link #NO_VIEW}
     * @param status the HTTP status
     * @param role the role of the replica that answered, or {@link #NO_ROLE}
     * @param nanos from the request's arrival until its answer was handed to the network
     */
    public void request(String view, int status, String role, long nanos) {
        requests.computeIfAbsent(new RequestKind(view, status, role), this::timer)
                .record(nanos, TimeUnit.NANOSECONDS);
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

    private Timer timer(RequestKind kind) {
        return Timer.builder("oriel.requests")
                .description("Requests answered, by view, status and the role of the replica that answered")
                .tags("view", kind.view(), "status", Integer.toString(kind.status()), "role", kind.role())
                .serviceLevelObjectives(
                        Duration.ofNanos(250_000),
                        Duration.ofMillis(1),
                        Duration.ofMillis(5),
                        Duration.ofMillis(25),
                        Duration.ofMillis(100),
                        Duration.ofMillis(500),
                        Duration.ofMillis(2500))
                .register(registry);
    }

    /** How many requests have been answered. */
    public long requestsAnswered() {
        return requests.values().stream().mapToLong(Timer::count).sum();
    }

    /** All of it in Prometheus' text format. */
    public String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        closeables.forEach(Runnable::run);
        registry.close();
    }
}
