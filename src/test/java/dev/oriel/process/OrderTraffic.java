package dev.oriel.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Writers of orders as those of {@code oriel demo} are, and clients that do with them all that clients may do. For one thread; nothing
 * happens but in {@link #round}.
 */
final class OrderTraffic implements AutoCloseable {

    /** The views that it reads. */
    static final String VIEWS = """
            orders:
              table: { topic: orders }
              version: .version
              dead-letter: orders-dead
              indexes: { by-status: .status, by-customer: .customerId, by-total: .total }
              streams: { num.standby.replicas: 1 }
            customers: { table: { topic: customers } }
            products: { global: { topic: products } }
            """;

    /** The topics of the views, as {@code oriel kafka} takes them. */
    static final String[] TOPICS = {"orders:6:compact", "customers:3:compact", "products:3:compact", "orders-dead:1"};

    private static final String[] STATUSES = {
        "placed", "paid", "packed", "shipped", "delivered", "cancelled", "returned"
    };
    private static final int ORDERS = 60;
    private static final String LISTS = "/v1/views/orders/";

    private final List<ServeProcess> instances;
    private final TopicWriter writer;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<CompletableFuture<HttpResponse<Void>>> watches = new ArrayList<>();
    private int rounds;

    /** Writes the first of all entries, for instances that need not have been started yet. */
    OrderTraffic(List<ServeProcess> instances, TopicWriter writer) {
        this.instances = instances;
        this.writer = writer;
        for (int i = 0; i < 10; i++) {
            writer.put("customers", customer(i), """
                    {"id":"%s","name":"Ada","city":"Oslo","country":"NO","since":"2025-01-01T00:00:00Z"}""".formatted(customer(i)));
            writer.put("products", "p-" + i, """
                    {"id":"p-%d","name":"Gloves","category":"garden","price":6.50,"currency":"EUR","stock":%d}""".formatted(i, i));
        }
        writeOrders();
        writer.flush();
    }

    private void writeOrders() {
        for (int i = 0; i < ORDERS; i++) {
            writer.put("orders", "o-" + i, order(i));
        }
    }

    private static String customer(int i) {
        return "c-%05d".formatted(i % 10);
    }

    private String order(int i) {
        return """
                {"id":"o-%d","version":%d,"status":"%s","customerId":"%s","country":"NO","currency":"NOK",\
                "total":%d.50,"placedAt":"2026-11-25T12:59:%02dZ"}""".formatted(i, rounds + 1, STATUSES[(i + rounds) % STATUSES.length], customer(i), i * 10, i % 60);
    }

    /** Everything once, and lookups of all orders on all instances. */
    void round() {
        openWatches();
        writer.put("orders", "o-malformed", "{oops");
        for (ServeProcess instance : instances) {
            waitForChange(instance);
            lookUp(instance);
            list(instance);
        }
        rounds++;
        writeOrders();
        writer.flush();
    }

    private void openWatches() {
        if (watches.isEmpty()) {
            for (ServeProcess instance : instances) {
                watches.add(http.sendAsync(
                        HttpRequest.newBuilder(instance.uri(LISTS + "watch?prefix=o-"))
                                .build(),
                        HttpResponse.BodyHandlers.discarding()));
            }
        }
    }

    /** One wait that a write ends, and one that ends by itself. */
    private void waitForChange(ServeProcess instance) {
        String key = "o-waited-for-" + instance.name() + "-" + rounds;
        CompletableFuture<HttpResponse<byte[]>> wait =
                instance.getAsync(ServeProcess.keyPath("orders", key) + "?version=1&wait=20s");
        await().until(() -> wait.isDone() || instance.metric("oriel_reads_waiting", "orders") > 0);
        writer.write("orders", key, order(1));
        assertThat(wait.join().statusCode()).isEqualTo(200);
        assertThat(instance.get(ServeProcess.keyPath("orders", "o-none") + "?version=1&wait=10ms")
                        .statusCode())
                .isEqualTo(412);
    }

    private void lookUp(ServeProcess instance) {
        for (int i = 0; i < ORDERS; i++) {
            assertThat(instance.read("orders", "o-" + i).statusCode()).isEqualTo(200);
        }
        assertThat(instance.read("customers", customer(1)).statusCode()).isEqualTo(200);
        assertThat(instance.read("products", "p-1").statusCode()).isEqualTo(200);
        assertThat(instance.read("orders", "o-none").statusCode()).isEqualTo(404);
    }

    private void list(ServeProcess instance) {
        for (String path : List.of(
                "entries?limit=10",
                "entries?key=o-1&key=o-2",
                "indexes/by-status/paid?limit=10",
                "indexes/by-total?from=100&limit=10",
                "count",
                "count?index=by-status&value=paid")) {
            assertThat(instance.get(LISTS + path).statusCode()).as(path).isEqualTo(200);
        }
        CompletableFuture<HttpResponse<String>> lookup = http.sendAsync(
                HttpRequest.newBuilder(instance.uri(LISTS + "lookup"))
                        .POST(HttpRequest.BodyPublishers.ofString("{\"keys\":[\"o-1\",\"o-2\",\"o-none\"]}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(lookup.join().statusCode()).isEqualTo(200);
    }

    @Override
    public void close() {
        watches.forEach(watch -> watch.cancel(true));
        http.shutdownNow();
    }
}
