package dev.oriel.process;

import dev.oriel.process.KeepAliveConnection.Response;
import dev.oriel.process.VegaDatasets.Row;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Reads every key from every instance, over a few connections to each that are kept open. */
final class MassRead {

    private static final int CONNECTIONS_EACH = 8;
    private static final int WRONG_KEPT = 10;

    /**
     * What the reads came to.
     *
     * @param wrong the first answers that were not the produced bytes
     */
    record Tally(long reads, long forwarded, List<String> wrong, Duration took) {

        double shareForwarded() {
            return (double) forwarded / reads;
        }

        double perSecond() {
            return reads * 1e9 / took.toNanos();
        }
    }

    private final List<ServeProcess> instances;
    private final String view;
    private final List<Row> rows;
    private final AtomicLong reads = new AtomicLong();
    private final AtomicLong forwarded = new AtomicLong();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

    private MassRead(List<ServeProcess> instances, String view, List<Row> rows) {
        this.instances = instances;
        this.view = view;
        this.rows = rows;
    }

    static Tally of(List<ServeProcess> instances, String view, List<Row> rows) throws Exception {
        return new MassRead(instances, view, rows).run();
    }

    private Tally run() throws Exception {
        List<Callable<Void>> readers = new ArrayList<>();
        for (ServeProcess instance : instances) {
            for (int i = 0; i < CONNECTIONS_EACH; i++) {
                int first = i;
                readers.add(() -> readFrom(instance, first));
            }
        }
        long began = System.nanoTime();
        try (ExecutorService threads = Executors.newFixedThreadPool(readers.size())) {
            for (Future<Void> reader : threads.invokeAll(readers)) {
                reader.get();
            }
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        return new Tally(
                reads.get(), forwarded.get(), wrong.stream().limit(WRONG_KEPT).toList(), took);
    }

    private Void readFrom(ServeProcess instance, int first) throws IOException {
        try (KeepAliveConnection connection =
                new KeepAliveConnection(instance.config().port())) {
            for (int i = first; i < rows.size() && wrong.size() < WRONG_KEPT; i += CONNECTIONS_EACH) {
                Row row = rows.get(i);
                Response response = connection.get(ServeProcess.keyPath(view, row.key()));
                reads.incrementAndGet();
                if (response.isForwarded()) {
                    forwarded.incrementAndGet();
                }
                if (response.status() != 200 || !Arrays.equals(response.body(), row.bytes())) {
                    wrong.add("%s from %s: %d %s"
                            .formatted(row.key(), instance.name(), response.status(), response.latin1()));
                }
            }
        }
        return null;
    }
}
