package dev.oriel.oracle;

import dev.oriel.process.KeepAliveConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Readers who ask for one key after the other as fast as they are answered, and care for no answer. For one thread. */
final class Crowd {

    private static final int SIZE = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Fleet fleet;
    private final List<Thread> readers = new ArrayList<>();

    Crowd(Fleet fleet) {
        this.fleet = fleet;
    }

    /** They come. */
    void come() {
        for (int i = 0; i < SIZE; i++) {
            int port = fleet.port(i % Fleet.SIZE);
            Random random = new Random(i);
            readers.add(Thread.ofVirtual().start(() -> read(port, random)));
        }
    }

    private static void read(int port, Random random) {
        try (KeepAliveConnection connection = new KeepAliveConnection(port, PATIENCE)) {
            while (!Thread.currentThread().isInterrupted()) {
                String view = Fleet.VIEW_NAMES.get(random.nextInt(Fleet.VIEW_NAMES.size()));
                var unused = connection.get("/v1/views/" + view + "/keys/" + Actor.key(random), Map.of(), PATIENCE);
            }
        } catch (IOException gone) {
            // Sent away, which is as well.
        }
    }

    /** They go, and are gone when this returns. */
    void go() throws InterruptedException {
        readers.forEach(Thread::interrupt);
        for (Thread reader : readers) {
            reader.join();
        }
        readers.clear();
    }
}
