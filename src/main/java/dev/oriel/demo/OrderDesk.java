package dev.oriel.demo;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * The command side of the shop: places orders and moves them on, and tells where in the log each event stands once Kafka has it.
 * Nothing is read here; that is what the views are for.
 *
 * <p>Nobody but who commands it moves an order that was placed here. The latest {@value #REMEMBERED} orders can be moved on; older
 * ones stay as they are. Safe for use by several threads; a command blocks for twenty seconds at most.
 */
public final class OrderDesk implements AutoCloseable {

    static final int REMEMBERED = 10_000;

    private final Shop shop;
    private final Clock clock;
    private final RecordWriter records;
    private final Map<String, Customer> customers;
    private final Map<String, Product> products;
    private final SequencedMap<String, Placed> placed = new LinkedHashMap<>();

    /** An order's latest event. Whoever writes the next one holds the monitor, so that events are written in their order. */
    private static final class Placed {
        private OrderOutcome.Accepted latest;

        Placed(OrderOutcome.Accepted first) {
            latest = first;
        }
    }

    /** A desk that writes with a writer of its own, which it closes. */
    OrderDesk(Shop shop, Clock clock, RecordWriter records) {
        this.shop = shop;
        this.clock = clock;
        this.records = records;
        this.customers = byId(shop.customers(), Customer::id);
        this.products = byId(shop.products(), Product::id);
    }

    /**
     * Opens the desk of a shop whose topics are there.
     *
     * @param bootstrapServers any Kafka
     * @param shop whose customers and products are taken, and whose numbering of orders is shared
     */
    public static OrderDesk open(String bootstrapServers, Shop shop, Clock clock) {
        return new OrderDesk(shop, clock, RecordWriter.prompt(bootstrapServers));
    }

    private static <T> Map<String, T> byId(List<T> things, Function<T, String> id) {
        return things.stream().collect(Collectors.toUnmodifiableMap(id, thing -> thing));
    }

    /** Places an order. */
    OrderOutcome place(OrderRequest request) throws InterruptedException {
        Customer customer = customers.get(request.customer());
        if (customer == null) {
            return unknown(
                    "customer", request.customer(), shop.customers().getLast().id());
        }
        Product product = products.get(request.product());
        if (product == null) {
            return unknown(
                    "product", request.product(), shop.products().getLast().id());
        }
        Order.Item item = Order.Item.of(product, request.quantity(), customer.country());
        OrderOutcome outcome = write(Order.placed(shop.nextOrderId(), customer, List.of(item), clock.instant()));
        if (outcome instanceof OrderOutcome.Accepted accepted) {
            remember(accepted);
        }
        return outcome;
    }

    private static OrderOutcome unknown(String what, String id, String last) {
        return new OrderOutcome.Invalid("there is no %s '%s'; the last of them is '%s'".formatted(what, id, last));
    }

    /** Moves an order on to its next status. Asked again for the status that it has, it writes nothing and answers the same. */
    OrderOutcome move(String id, OrderStatus next) throws InterruptedException {
        Optional<Placed> found = find(id);
        if (found.isEmpty()) {
            return new OrderOutcome.NoSuchOrder(id);
        }
        Placed order = found.get();
        synchronized (order) {
            Order now = order.latest.order();
            if (now.status() == next) {
                return order.latest;
            }
            if (!now.status().mayBecome(next)) {
                return new OrderOutcome.NotAllowed(now, next);
            }
            OrderOutcome outcome = write(now.become(next, clock.instant()));
            if (outcome instanceof OrderOutcome.Accepted accepted) {
                order.latest = accepted;
            }
            return outcome;
        }
    }

    /**
     * Places an order of the first customer, to have one to show.
     *
     * @return what came of it; empty if Kafka did not take it
     */
    public Optional<DemoStatus.Receipt> placeOne() throws InterruptedException {
        OrderRequest request = new OrderRequest(
                shop.customers().getFirst().id(), shop.products().getFirst().id(), 1);
        return place(request) instanceof OrderOutcome.Accepted accepted
                ? Optional.of(new DemoStatus.Receipt(accepted.order().id(), accepted.position()))
                : Optional.empty();
    }

    /** How many events Kafka has acknowledged so far. */
    public long written() {
        return records.written();
    }

    private OrderOutcome write(Order order) throws InterruptedException {
        CompletableFuture<RecordMetadata> written = new CompletableFuture<>();
        records.write(ShopTraffic.ORDERS.name(), order.id(), ShopJson.of(order), new RecordWriter.Receiver() {
            @Override
            public void acknowledged(RecordMetadata where) {
                written.complete(where);
            }

            @Override
            public void failed(Exception failure) {
                written.completeExceptionally(failure);
            }
        });
        try {
            RecordMetadata where = written.get();
            return where.hasOffset()
                    ? new OrderOutcome.Accepted(order, position(where))
                    : new OrderOutcome.NotWritten("Kafka has not said where it is");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return new OrderOutcome.NotWritten(String.valueOf(cause.getMessage()));
        }
    }

    private static String position(RecordMetadata where) {
        return "%s/%d@%d".formatted(where.topic(), where.partition(), where.offset());
    }

    private Optional<Placed> find(String id) {
        synchronized (placed) {
            return Optional.ofNullable(placed.get(id));
        }
    }

    private void remember(OrderOutcome.Accepted accepted) {
        synchronized (placed) {
            placed.put(accepted.order().id(), new Placed(accepted));
            if (placed.size() > REMEMBERED) {
                placed.pollFirstEntry();
            }
        }
    }

    /** Waits up to three seconds for what is in flight. Commands from now on are not written. */
    @Override
    public void close() {
        records.close();
    }
}
