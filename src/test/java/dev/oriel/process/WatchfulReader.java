package dev.oriel.process;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Reads keys that nobody changes from one instance, over and over in a thread of its own, while something happens to the others.
 * A 503 says that there is no answer now; any other answer than the right one is wrong.
 */
final class WatchfulReader implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(1);

    private final ServeProcess instance;
    private final String view;
    private final Map<String, Optional<String>> expected;
    private final Thread thread = Thread.ofPlatform().name("watchful-reader").unstarted(this::run);
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final Queue<String> refused = new ConcurrentLinkedQueue<>();
    private final AtomicLong reads = new AtomicLong();
    private volatile Duration longest = Duration.ZERO;
    private volatile boolean stopped;

    /** Starts reading. */
    WatchfulReader(ServeProcess instance, String view, Map<String, Optional<String>> expected) {
        this.instance = instance;
        this.view = view;
        this.expected = Map.copyOf(expected);
        thread.start();
    }

    private void run() {
        try (KeepAliveConnection connection =
                new KeepAliveConnection(instance.config().port())) {
            while (!stopped) {
                for (Map.Entry<String, Optional<String>> each : expected.entrySet()) {
                    if (stopped) {
                        return;
                    }
                    read(connection, each.getKey(), each.getValue());
                    // The processor is for those it watches.
                    LockSupport.parkNanos(PAUSE.toNanos());
                }
            }
        } catch (IOException e) {
            wrong.add(e.toString());
        }
    }

    private void read(KeepAliveConnection connection, String key, Optional<String> value) throws IOException {
        long began = System.nanoTime();
        KeepAliveConnection.Response response = connection.get(ServeProcess.keyPath(view, key));
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        longest = took.compareTo(longest) > 0 ? took : longest;
        reads.incrementAndGet();
        if (response.status() == 503) {
            refused.add("%s after %d ms: %s".formatted(key, took.toMillis(), response.latin1()));
        } else if (!Oracle.isRight(response, value)) {
            wrong.add(key + ": " + response.status() + " " + response.latin1());
        }
    }

    /** Answers that were wrong. */
    List<String> wrong() {
        return List.copyOf(wrong);
    }

    /** How many reads were made. */
    long reads() {
        return reads.get();
    }

    /** Those that got a 503: the key, how long it took, and the answer's body. */
    List<String> refused() {
        return List.copyOf(refused);
    }

    /** What the slowest read took. */
    Duration longest() {
        return longest;
    }

    /** Stops reading, after the read that is under way. */
    @Override
    public void close() {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
