package dev.oriel.client;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** The example of the documentation. What stands between the marks is shown there, word for word. */
public final class ClientExample {

    /** Stands for Kafka's class of this name. */
    public record ProducerRecord(String topic, String key, String value) {}

    /** Stands for Kafka's class of this name. */
    public record RecordMetadata(String topic, int partition, long offset) {}

    /** Stands for Kafka's interface of this name. */
    public interface Producer {
        Future<RecordMetadata> send(ProducerRecord record);
    }

    private ClientExample() {}

    static OrielClient connect() {
        // begin: connect
        // One client for the whole service; any thread may use it.
        OrielClient oriel = OrielClient.builder()
                .server("http://oriel-0:8080")
                .server("http://oriel-1:8080")
                .build();
        // end: connect
        return oriel;
    }

    static CompletableFuture<Void> read(OrielClient oriel, Producer producer, Consumer<String> page)
            throws InterruptedException, ExecutionException {
        // begin: read
        ViewClient orders = oriel.view("orders");

        // What is there now.
        Optional<Entry> order = orders.get("o-1042");
        order.ifPresent(entry -> page.accept("version " + entry.version() + ": " + entry.valueText()));

        // Read your own write: the session asks for what the broker has acknowledged.
        Session session = oriel.session();
        RecordMetadata written = producer.send(new ProducerRecord("orders", "o-1042", "{\"status\":\"paid\"}"))
                .get();
        session.wrote(written.topic(), written.partition(), written.offset());
        Entry paid = session.view("orders").get("o-1042").orElseThrow();
        page.accept("mine: " + paid.valueText());

        // Wait for the next change.
        ReadResult next = orders.key("o-1042")
                .changedSince(paid.version())
                .waitUpTo(Duration.ofSeconds(30))
                .read();
        if (next instanceof ReadResult.Found changed) {
            page.accept("changed: " + changed.entry().valueText());
        }

        // Follow all orders, until the future is cancelled.
        CompletableFuture<Void> watch = orders.watchPrefix("o-").consume(event -> {
            if (event instanceof WatchEvent.Put put) {
                page.accept(put.key() + " is " + put.valueJson());
            }
        });
        // end: read
        return watch;
    }
}
